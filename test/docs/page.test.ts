import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { agrees, modulesOf } from './page.js'
import { typeCheck } from './type-check.js'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const page = (...lines: string[]) => {
  const text = lines.join('\n')
  return { path: 'docs/page.md', text, modules: modulesOf('docs/page.md', text) }
}

describe('modulesOf', () => {
  it('keeps each line where the page has it', () => {
    const [module] = page('# Title', '', '```ts', 'const a = 1', '```', 'Text.', '```ts', 'a', '```').modules
    expect(module!.code.split('\n').slice(0, 8)).toEqual(['', '', '', 'const a = 1', '', '', '', 'a'])
  })

  it('makes functions of what does not run, and modules of files', () => {
    const { modules } = page('<!-- no-run -->', '```ts', 'a', '```', '<!-- file -->', '```ts', 'b', '```')
    expect(modules.map(({ code }) => code.replace(/\s+/g, ' ').trim())).toEqual([
      'async function shown1() { a } export {}',
      'b export {}',
    ])
  })

  it('leaves the code of other libraries out, unless it is asked for', () => {
    const text = ['<!-- theirs -->', '```ts', 'a // → 1', '```', '```ts', 'b', '```'].join('\n')
    const codes = [false, true].map(theirs => modulesOf('docs/page.md', text, theirs)[0]!.code.match(/^[ab]/gm))
    expect(codes).toEqual([['b'], ['a', 'b']])
  })

  it('gives each remark to the statement before it, with the lines that it goes on', () => {
    const { modules } = page('```ts', 'a(', '  1,', ') // → one', '// ⇒ two', '//   three', '', 'b', '```')
    expect(modules[0]!.remarks.map(({ mark, text, line }) => [mark, text, line])).toEqual([
      ['→', 'one', 4],
      ['⇒', 'two three', 5],
    ])
  })

  it('refuses remarks on nothing, markers without a meaning, blocks without an end', () => {
    expect(() => page('```ts', '// → one', 'a', '```')).toThrow('docs/page.md:2 remarks on no statement')
    expect(() => page('<!-- no-run -->', '```ts', 'a // → one', '```')).toThrow(
      'page.md:3 remarks on what does not run',
    )
    expect(() => page('<!-- norun -->', '```ts', 'a', '```')).toThrow("docs/page.md:1 has no meaning: 'norun'")
    expect(() => page('', '```ts', 'a')).toThrow('docs/page.md:2 opens a block that nothing closes')
  })
})

describe('typeCheck', () => {
  it('tells of errors, of what is refused otherwise, and of what is not refused', () => {
    const broken = page(
      ...['```ts', "const a: number = 'a'", '```'],
      ...[
        '```ts',
        "const b: number = 'b' // ✗ is not a number",
        'a // ✗ x',
        "const c: number = 'c' // ✗ 'string' is not",
      ],
      '```',
    )
    expect(typeCheck(root, [broken]).get(broken)).toEqual([
      "docs/page.md:5 is refused otherwise:\nType 'string' is not assignable to type 'number'.",
      'docs/page.md:6 compiles, and must be refused',
      "docs/page.md:2 must compile:\nType 'string' is not assignable to type 'number'.",
    ])
  })
})

describe('agrees', () => {
  it('does not mind white space, and takes anything for an ellipsis', () => {
    expect(agrees('{ a: 1,  … c: 3 }', '{\n  a: 1,\n  b: 2,\n  c: 3\n}')).toBe(true)
    expect(agrees('{ a: 1 }', '{ a: 12 }')).toBe(false)
    expect(agrees('a.b', 'a+b')).toBe(false)
  })
})
