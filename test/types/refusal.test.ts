import { describe, expect, it } from 'vitest'
import { findRefusals, mismatches, neutralise, parseDiagnostics } from './refusal.js'

const source = `
// @ts-expect-error 'nmae' is no attribute | not assignable
get({
  nmae: 1,
})
  // @ts-expect-error
  // whatever it says
  set(1)
`

describe('findRefusals', () => {
  it('finds the line below each directive, with its phrases', () => {
    expect(findRefusals('a.test-d.ts', source)).toEqual([
      { file: 'a.test-d.ts', line: 3, phrases: ["'nmae' is no attribute", 'not assignable'] },
      { file: 'a.test-d.ts', line: 8, phrases: [] },
    ])
  })

  it('keeps every line and column when directives are neutralised', () => {
    expect(neutralise(source)).not.toContain('@ts-expect-error')
    expect(neutralise(source)).toHaveLength(source.length)
  })
})

describe('parseDiagnostics', () => {
  it('joins continuation lines, and keeps errors without a place', () => {
    const output = `a.ts(3,7): error TS2322: Type 'string' is wrong.\n  Because of 'nmae'.\nerror TS5000: No config.\n`
    expect(parseDiagnostics(output)).toEqual([
      { file: 'a.ts', line: 3, text: "error TS2322: Type 'string' is wrong.\n  Because of 'nmae'." },
      { file: '', line: 0, text: 'error TS5000: No config.' },
    ])
  })
})

describe('mismatches', () => {
  const refusals = findRefusals('a.ts', source)
  const said = (line: number, text: string) => ({ file: 'a.ts', line, text })

  it('has none when every line is refused as asked', () => {
    expect(mismatches(refusals, [said(3, 'it is not assignable'), said(8, 'x')])).toEqual([])
  })

  it('tells of what compiles, of other texts and of other errors', () => {
    expect(mismatches(refusals, [said(3, 'other'), said(5, 'surprise')])).toEqual([
      "a.ts:3 is refused without ''nmae' is no attribute' or 'not assignable':\nother",
      'a.ts:8 compiles, and must be refused',
      'a.ts:5 must compile:\nsurprise',
    ])
  })
})
