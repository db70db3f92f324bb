import { describe, expect, it } from 'vitest'
import { cellName, diagonal, dimensions, only, pairs, pairsOf } from './cells.js'

const values = Object.values(dimensions)
const allPairs = values.flatMap((one, at) =>
  values.slice(at + 1).flatMap(other => one.flatMap(first => other.map(second => `${first} ${second}`))),
)

describe('the matrix', () => {
  it('has each value in its short form, with as few cells as the kind with the most values asks for', () => {
    expect(new Set(diagonal().flatMap(Object.values))).toEqual(new Set(values.flat()))
    expect(diagonal()).toHaveLength(dimensions.form.length)
  })
  it('has each pair of values in its long form, and not many more cells than the two largest kinds ask for', () => {
    expect(new Set(pairs().flatMap(pairsOf))).toEqual(new Set(allPairs))
    expect(pairs().length).toBeLessThanOrEqual(dimensions.form.length * dimensions.node.length + 2)
  })
  it('runs what is asked for', () => {
    expect(only(pairs(), ['node-22']).every(({ node }) => node === 'node-22')).toBe(true)
    for (const cell of pairs()) expect(only(diagonal(), cellName(cell).split(','))).toEqual([cell])
    expect(only(diagonal(), ['cjs', 'typescript-5.9', 'zod-newest', 'mini'])).toEqual([
      {
        node: 'node-24',
        typescript: 'typescript-5.9',
        zod: 'zod-newest',
        schemas: 'mini',
        sdk: 'sdk-newest',
        form: 'cjs',
      },
    ])
    expect(() => only(pairs(), ['node-18'])).toThrow('There is no node-18: there are node-20,')
  })
})
