/** What a user may have, by the kinds of it; the last of each is what a new project has. */
export const dimensions = {
  node: ['node-20', 'node-22', 'node-24'],
  typescript: ['typescript-5.9', 'typescript-6.0', 'typescript-7.0'],
  zod: ['zod-oldest', 'zod-newest'],
  schemas: ['mini', 'classic'],
  sdk: ['sdk-oldest', 'sdk-newest'],
  form: ['edge', 'bundled-cjs', 'bundled-esm', 'cjs', 'esm'],
} as const

type Dimensions = typeof dimensions
type Dimension = keyof Dimensions
/** One value of each kind, such as `{ node: 'node-22', form: 'cjs', … }`. */
export type Cell = { readonly [D in Dimension]: Dimensions[D][number] }

const names = Object.keys(dimensions) as Dimension[]

/** What `--only` takes to run this cell alone. */
export const cellName = (cell: Cell): string => names.map(name => cell[name]).join(',')

/** The fewest cells that have each value once. */
export function diagonal(): readonly Cell[] {
  const count = Math.max(...names.map(name => dimensions[name].length))
  return Array.from({ length: count }, (_, at) =>
    cellOf(name => dimensions[name][(at + shift(name)) % dimensions[name].length]!),
  )
}

/** Two kinds of two values each would always go together. */
const shift = (name: Dimension): number => (name === 'sdk' ? 1 : 0)

/** Few cells that have each pair of values: chosen one after another, each with as many new pairs as can be. */
export function pairs(): readonly Cell[] {
  const every = allCells()
  const open = new Set(every.flatMap(pairsOf))
  const chosen: Cell[] = []
  const gain = (cell: Cell) => pairsOf(cell).filter(pair => open.has(pair)).length
  while (open.size > 0) {
    const best = every.reduce((best, cell) => (gain(cell) > gain(best) ? cell : best))
    for (const pair of pairsOf(best)) open.delete(pair)
    chosen.push(best)
  }
  return chosen
}

/** The pairs of values of a cell, as text. */
export const pairsOf = (cell: Cell): readonly string[] =>
  names.flatMap((one, at) => names.slice(at + 1).map(other => `${cell[one]} ${cell[other]}`))

/**
 * The cells that have all these values; where there is none, one of them and the newest of everything else.
 * @throws Error for a value that no cell has
 */
export function only(cells: readonly Cell[], values: readonly string[]): readonly Cell[] {
  const known: readonly string[] = Object.values(dimensions).flat()
  const unknown = values.filter(value => !known.includes(value))
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}: there are ${known.join(', ')}.`)
  const found = cells.filter(cell => values.every(value => Object.values<string>(cell).includes(value)))
  if (found.length > 0) return found
  return [
    cellOf(
      name => dimensions[name].find(value => values.includes(value)) ?? dimensions[name][dimensions[name].length - 1]!,
    ),
  ]
}

const cellOf = (choose: (name: Dimension) => string): Cell =>
  Object.fromEntries(names.map(name => [name, choose(name)])) as unknown as Cell

function allCells(): readonly Cell[] {
  const add = (cells: readonly object[], name: Dimension) =>
    cells.flatMap(cell => dimensions[name].map(value => ({ ...cell, [name]: value })))
  return names.reduce<readonly object[]>(add, [{}]) as readonly Cell[]
}
