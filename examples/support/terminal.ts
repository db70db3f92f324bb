import { inspect } from 'node:util'

/** Colours on a terminal that has them and where NO_COLOR doesn't forbid them; else the text as it is. */
const coloured = process.stdout.isTTY && process.stdout.hasColors()
const style =
  (on: number, off: number): Paint =>
  text =>
    coloured ? `\x1b[${on}m${text}\x1b[${off}m` : text

export type Paint = (text: string) => string
export const plain: Paint = text => text

export const bold = style(1, 22)
export const dim = style(2, 22)
export const red = style(31, 39)
const green = style(32, 39)
const yellow = style(33, 39)
const magenta = style(35, 39)
export const cyan = style(36, 39)

/** The columns to write in. */
export const width = Math.min(Math.max(process.stdout.columns ?? 120, 60), 140)

const tokens =
  /(?<string>'(?:[^'\\]|\\.)*')|(?<number>\b\d[\w.:-]*)|(?<word>\b(?:AND|OR|NOT|BETWEEN|IN|SET|REMOVE|ADD|DELETE|async|await|catch|const|else|false|if|instanceof|new|null|return|throw|true|try|undefined)\b)|(?<called>\w+(?=\())/g

/** Colours for code, expressions and values alike. */
export const highlight = (text: string): string =>
  text.replace(tokens, (token, ...rest) => {
    const { string, number, word } = rest.at(-1) as Record<string, string | undefined>
    return string ? green(token) : number ? yellow(token) : word ? magenta(token) : cyan(token)
  })

/** What stays together when a line is broken: quoted text, and a name with the value after it. */
const unbroken = /\s*(?:[\w'-]+(?::| =) )?(?:'[^']*'|[^\s'])+/g

/** Lines no longer than `columns`; what is broken off a line is indented by `hang` more than it. */
export function wrap(text: string, columns: number, hang = 2): string[] {
  return text.split('\n').flatMap(line => {
    if (line.length <= columns) return [line]
    const indent = ' '.repeat(line.search(/\S/) + hang)
    const lines = ['']
    for (const word of line.match(unbroken) ?? []) {
      const current = lines.at(-1)!
      if (current === '' || (current + word).length <= columns) lines[lines.length - 1] = current + word
      else lines.push(indent + word.trimStart())
    }
    return lines
  })
}

/** A value on one line, as it would be written in code. */
export const inline = (value: unknown): string =>
  inspect(value, { depth: null, breakLength: Number.POSITIVE_INFINITY, maxStringLength: null })

/** Rows of a table, each line no longer than `columns`: columns that don't fit are left out, and named. */
export function table(rows: readonly object[], columns: number) {
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))]
  const texts = names.map(name => [name, ...rows.map(row => clip(cell((row as Record<string, unknown>)[name])))])
  const widths = texts.map(column => Math.max(...column.map(text => text.length)))
  const ends = widths.map((_, index) => widths.slice(0, index + 1).reduce((sum, width) => sum + width + 2, 0))
  const shown = texts.filter((_, index) => ends[index]! <= columns + 2)
  const line = (row: number) =>
    shown
      .map((column, index) => column[row]!.padEnd(widths[index]!))
      .join('  ')
      .trimEnd()
  return { head: line(0), body: rows.map((_, row) => line(row + 1)), left: names.slice(shown.length) }
}

const widestCell = 48
const clip = (text: string): string => (text.length > widestCell ? `${text.slice(0, widestCell - 1)}…` : text)
const cell = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value : inline(value))
