import { readFileSync } from 'node:fs'

/** What a reader does who follows pages with a table of their own, in the order that they have it. */
export type Step =
  /** Writes a file: a block of TypeScript below `<!-- file: path -->`. */
  | { readonly kind: 'file'; readonly path: string; readonly text: string; readonly place: string }
  /** Changes a file: a block of a difference below `<!-- file: path -->`. */
  | { readonly kind: 'edit'; readonly path: string; readonly edits: readonly Edit[]; readonly place: string }
  /** Types a command, and sees what it prints: a block of `console`, each command behind a `$`. */
  | { readonly kind: 'command'; readonly words: readonly string[]; readonly prints: string; readonly place: string }

/** Lines that take the place of others. */
interface Edit {
  readonly old: string
  readonly now: string
}

/** The steps of a page, from its first to its last block. */
export function readSteps(root: string, path: string): readonly Step[] {
  const lines = readFileSync(`${root}/${path}`, 'utf8').split('\n')
  const steps: Step[] = []
  for (let start = 0; start < lines.length; start++) {
    const language = /^```(\w+)$/.exec(lines[start]!)?.[1]
    if (language === undefined) continue
    const end = lines.indexOf('```', start + 1)
    const file = /^<!-- file: (.+) -->$/.exec(lines[start - 1] ?? '')?.[1]
    const block = lines.slice(start + 1, end)
    const place = `${path}:${start + 1}`
    if (language === 'console') steps.push(...commandsOf(block, place))
    else if (file && language === 'diff') steps.push({ kind: 'edit', path: file, edits: editsOf(block), place })
    else if (file) steps.push({ kind: 'file', path: file, text: `${block.join('\n')}\n`, place })
    start = end
  }
  return steps
}

/** The commands of a block; one that is long goes on behind a `\`. */
function commandsOf(block: readonly string[], place: string): Step[] {
  const parts = block.join('\n').replaceAll('\\\n', ' ').split(/^\$ /m)
  return parts.slice(1).map(part => {
    const [command = '', ...printed] = part.split('\n')
    const words = [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word)
    return { kind: 'command', words, prints: printed.join('\n'), place }
  })
}

/** Each run of `-` and `+` lines, with the lines around it as they are in both. */
function editsOf(block: readonly string[]): readonly Edit[] {
  return block
    .join('\n')
    .split(/\n…\n/)
    .map(hunk => hunk.split('\n'))
    .map(hunk => ({ old: without('+', hunk), now: without('-', hunk) }))
}

const without = (sign: '+' | '-', hunk: readonly string[]): string =>
  hunk
    .filter(line => !line.startsWith(sign))
    .map(line => line.slice(1))
    .join('\n')
