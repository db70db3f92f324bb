import { describe, expect, it } from 'vitest'
import { DefinitionError } from '../../src/errors/monotable-error.js'
import { parseTemplate } from '../../src/key/template.js'

describe('parseTemplate', () => {
  it('tells literal text, placeholders and modifiers apart', () => {
    const template = parseTemplate('team#<teamCode>#<seq:pad(8)>/<email:lower>|<code:upper>')
    expect(template.prefix).toBe('team#')
    expect(template.placeholders).toEqual([
      { attribute: 'teamCode', delimiter: '#' },
      { attribute: 'seq', width: 8, delimiter: '/' },
      { attribute: 'email', casing: 'lower', delimiter: '|' },
      { attribute: 'code', casing: 'upper', delimiter: '' },
    ])
    expect(template.source).toBe('team#<teamCode>#<seq:pad(8)>/<email:lower>|<code:upper>')
  })

  it('takes literal text alone, and a placeholder alone', () => {
    expect(parseTemplate('settings')).toMatchObject({ prefix: 'settings', placeholders: [] })
    expect(parseTemplate('<id>')).toMatchObject({ prefix: '', placeholders: [{ attribute: 'id' }] })
  })

  it.each(['a.b', 'team-code', '__proto__', 'constructor', 'two words', 'été', '#', '()'])(
    'takes the attribute name %s',
    name => {
      expect(parseTemplate(`x#<${name}>`).placeholders[0]?.attribute).toBe(name)
    },
  )

  it.each([
    ['', "The key template '' must have text"],
    ['a#<id', "'a#<id'"],
    ['a#<b<id>', "'a#<b'"],
    ['a#id>', "'a#id>'"],
    ['<id>>', "'>'"],
    ...['<>', '<:lower>', '<id:trim>', '<id:lower:pad(3)>', '<id:>', '<id:lower >'].map(hole => [`a#${hole}`, hole]),
    ...['pad', 'pad()', 'pad(0)', 'pad(08)', 'pad(-1)', 'pad(1.5)', 'pad(39)', 'pad(1e1)'].map(pad => [
      `<n:${pad}>`,
      `The key template '<n:${pad}>' is malformed at '<n:${pad}>': it takes <name>, <name:lower>, <name:upper> and <name:pad(n)>, n to 38.`,
    ]),
    ['x#<a><b:lower>', "The key template 'x#<a><b:lower>' needs text after '<a>' to tell where it ends."],
    ['\ud800<a>', 'without lone surrogates and U+10FFFF'],
    ['\u{10ffff}<a>', 'without lone surrogates and U+10FFFF'],
  ])('refuses %j', (source, text) => {
    const parse = () => parseTemplate(source)
    expect(parse).toThrow(DefinitionError)
    expect(parse).toThrow(
      expect.objectContaining({ code: 'definition.template', message: expect.stringContaining(text!) }),
    )
  })
})
