import { readFileSync } from 'node:fs'
import { isAbsolute, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isOwnCode } from '../own-package.js'

/** A line of a file that the user wrote. The column is not known: code that is made of TypeScript has others. */
export interface Location {
  readonly file: string
  readonly line: number
}

/** A line of a stack, `at name (file:line:column)` or `at file:line:column`; and what a parser says: the place alone. */
const FRAME = /^\s*(?:at )?(?:.*? \()?(?:async )?(\S.*?):(\d+):\d+\)?$/

/** Where in the user's files an error was thrown: the innermost place of its stack that is not of a package. */
export function locate(error: unknown): Location | undefined {
  const { stack } = Object(error) as { stack?: unknown }
  if (typeof stack !== 'string') return undefined
  for (const frame of stack.split('\n')) {
    const [, place, line] = FRAME.exec(frame) ?? []
    if (!place) continue
    const file = place.startsWith('file:') ? fileURLToPath(place) : place
    if (isAbsolute(file) && !isForeignCode(file)) return { file, line: Number(line) }
  }
  return undefined
}

/** A file as its user would name it: from the folder that the command runs in, where it is in there. */
export function fileText(file: string, folder: string): string {
  const path = relative(folder, file)
  return path.startsWith('..') || isAbsolute(path) ? file : path
}

/** The text of the line; nothing where it can't be read. */
export function lineText({ file, line }: Location): string | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n')[line - 1]
  } catch {
    return undefined
  }
}

/** Whether a file is of this package, of another one, or of Node: not one that its user wrote. */
const isForeignCode = (file: string): boolean =>
  isOwnCode(file) || file.startsWith('node:') || /[\\/]node_modules[\\/]/.test(file)
