import { describe, expect, it } from 'vitest'
import { DefinitionError } from '../../src/errors/monotable-error.js'
import { parseTemplate } from '../../src/key/template.js'

describe('parseTemplate', () => {
  it('tells literal text, placeholders and modifiers apart', () => {
    const template = parseTemplate('team#<teamCode>#<seq:pad(8)>/<email:lower>|<code:upper>')
    expect(template.literals).toEqual(['team#', '#', '/', '|', ''])
    expect(template.placeholders).toEqual([
      { attribute: 'teamCode', modifier: undefined },
      { attribute: 'seq', modifier: { kind: 'pad', width: 8 } },
      { attribute: 'email', modifier: { kind: 'lower' } },
      { attribute: 'code', modifier: { kind: 'upper' } },
    ])
    expect(template.source).toBe('team#<teamCode>#<seq:pad(8)>/<email:lower>|<code:upper>')
  })

  it('takes literal text alone, and a placeholder alone', () => {
    expect(parseTemplate('settings')).toMatchObject({ literals: ['settings'], placeholders: [] })
    expect(parseTemplate('<id>')).toMatchObject({ literals: ['', ''], placeholders: [{ attribute: 'id' }] })
  })

  it.each(['a.b', 'team-code', '__proto__', 'constructor', 'two words', 'été', '#', '()'])(
    'takes the attribute name %s',
    name => {
      expect(parseTemplate(`x#<${name}>`).placeholders[0]?.attribute).toBe(name)
    },
  )

  it('gives frozen data', () => {
    const template = parseTemplate('<id:pad(3)>')
    expect(
      [
        template,
        template.literals,
        template.placeholders,
        template.placeholders[0],
        template.placeholders[0]?.modifier,
      ].every(Object.isFrozen),
    ).toBe(true)
  })

  it.each([
    ['', "The key template '' has no text: give it literal text, <attribute> placeholders, or both."],
    ['a#<id', "The key template 'a#<id' has a '<' without its '>'."],
    ['a#<b<id>', "The key template 'a#<b<id>' has a '<' without its '>'."],
    ['a#id>', "The key template 'a#id>' has a '>' without its '<'."],
    ['<id>>', "The key template '<id>>' has a '>' without its '<'."],
    ['a#<>', "The key template 'a#<>' has a placeholder without an attribute, '<>'."],
    ['a#<:lower>', "The key template 'a#<:lower>' has a placeholder without an attribute, '<:lower>'."],
    [
      '<id:trim>',
      "The key template '<id:trim>' has an unknown modifier in '<id:trim>': it takes one of pad(n), lower and upper.",
    ],
    [
      '<id:lower:pad(3)>',
      "The key template '<id:lower:pad(3)>' has an unknown modifier in '<id:lower:pad(3)>': it takes one of pad(n), lower and upper.",
    ],
    ['<id:>', "The key template '<id:>' has an unknown modifier in '<id:>': it takes one of pad(n), lower and upper."],
    ...['pad', 'pad()', 'pad(0)', 'pad(08)', 'pad(-1)', 'pad(1.5)', 'pad(39)', 'pad(1e1)'].map(pad => [
      `<n:${pad}>`,
      `The key template '<n:${pad}>' has a bad width in '<n:${pad}>': pad takes a whole number from 1 to 38.`,
    ]),
    [
      'x#<a><b:lower>',
      "The key template 'x#<a><b:lower>' needs text between '<a>' and '<b:lower>' to tell where the first ends.",
    ],
    ['\ud800<a>', "The key template '\ud800<a>' holds a lone surrogate or U+10FFFF, which keys do not take."],
    ['\u{10ffff}<a>', "The key template '\u{10ffff}<a>' holds a lone surrogate or U+10FFFF, which keys do not take."],
  ])('refuses %j', (source, message) => {
    const parse = () => parseTemplate(source)
    expect(parse).toThrow(DefinitionError)
    expect(parse).toThrow(expect.objectContaining({ code: 'definition.template', message }))
  })
})
