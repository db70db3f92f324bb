import { stripVTControlCharacters } from 'node:util'

/** A cell; numbers stand to the right, and their thousands apart. */
type Cell = string | number | undefined

/** Columns of text, two spaces apart, with a heading where one is given: for people, not for programs. */
export function textTable(rows: readonly (readonly Cell[])[], heading?: readonly string[]): string {
  const lines = [...(heading ? [heading] : []), ...rows]
  const columns = Math.max(0, ...lines.map(line => line.length))
  const isNumber = Array.from({ length: columns }, (_, at) => rows.some(row => typeof row[at] === 'number'))
  const texts = lines.map(line => Array.from({ length: columns }, (_, at) => cellText(line[at])))
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...texts.map(line => widthOf(line[at]!))))
  return texts
    .map(line =>
      line
        .map((text, at) => {
          const space = ' '.repeat(widths[at]! - widthOf(text))
          return isNumber[at] ? space + text : text + space
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** A whole number with its thousands apart: 1,234,567. */
export const count = (value: number): string => value.toLocaleString('en-US')

/** `1 item`, `2 items`. */
export const counted = (value: number, noun: string, plural = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : plural}`

const cellText = (cell: Cell): string => (typeof cell === 'number' ? count(cell) : (cell ?? ''))
const widthOf = (text: string): number => stripVTControlCharacters(text).length
