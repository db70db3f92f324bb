import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the home page claims, as it was measured or is counted: no figure is written there by hand. */
export interface Figures {
  /** CPU time of a get, a put and an update as multiples of the document client's: the least and the greatest. */
  readonly operations: readonly [number, number]
  /** The same with `transport: 'fast'`. */
  readonly fast: readonly [number, number]
  /** Type instantiations for each of 300 entities, by library, under the newest compiler but one. */
  readonly instantiations: Readonly<Record<'monotable' | 'ElectroDB' | 'DynamoDB-Toolbox', number>>
  /** Blocks of TypeScript in the README and in docs/, and the results, requests and refusals that they state. */
  readonly blocks: number
  readonly remarks: number
}

export function readFigures(root: string): Figures {
  const performance = readFileSync(join(root, 'docs/performance.md'), 'utf8')
  const operations = rowsOf(performance, '× the document client')
  const types = rowsOf(performance, 'TypeScript 6.0.3: instantiations')
  const single = (library: string) => span(operations.get(library)!.slice(0, 3))
  const each = (library: string) => Math.round(types.get(library)!.at(-1)! / 300)
  const code = pagesOf(root).flatMap(text => [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block]) => block!))
  return {
    operations: single('monotable'),
    fast: single('monotable, fast'),
    instantiations: {
      monotable: each('monotable'),
      ElectroDB: each('ElectroDB'),
      'DynamoDB-Toolbox': each('DynamoDB-Toolbox'),
    },
    blocks: code.length,
    remarks: code.join('\n').match(/\/\/ [→⇒✗] /g)?.length ?? 0,
  }
}

/** The rows of the table whose first heading is this, as numbers, by their first cell. */
function rowsOf(text: string, heading: string): ReadonlyMap<string, readonly number[]> {
  const lines = text.split('\n')
  const start = lines.findIndex(line => line.startsWith(`| ${heading} |`))
  if (start === -1) throw new Error(`docs/performance.md has no table '${heading}'.`)
  const rows = new Map<string, readonly number[]>()
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break
    const [name, ...cells] = line.slice(2, -2).split(' | ')
    rows.set(
      name!,
      cells.map(cell => Number(cell.replaceAll(',', ''))),
    )
  }
  return rows
}

const span = (numbers: readonly number[]) => [Math.min(...numbers), Math.max(...numbers)] as const

const pagesOf = (root: string): readonly string[] =>
  ['README.md', ...readdirSync(join(root, 'docs')).map(name => `docs/${name}`)]
    .filter(path => path.endsWith('.md'))
    .map(path => readFileSync(join(root, path), 'utf8'))
