import { MonotableError } from '../../errors/monotable-error.js'

/** A value that stands by itself in a file, and the line on which it begins. */
export interface JsonValue {
  readonly value: unknown
  readonly line: number
}

export const fileError = (file: string, line: number | undefined, reason: string, cause?: unknown): MonotableError =>
  new MonotableError('file.invalid', { file, line, reason }, { cause })

/** What is looked for between two values, and inside of one. */
const structure = /["[\]{}\n]/g
const stringEnd = /["\\\n]/g

/**
 * Reads the values of a text one by one: the elements of one array, or values that follow each other (one a line, or over several
 * lines). No more than one value is in memory.
 * @throws MonotableError `file.invalid` with the line
 */
export async function* jsonValues(chunks: AsyncIterable<string>, file: string): AsyncGenerator<JsonValue> {
  let text = ''
  let line = 1
  let begun = 1
  let depth = 0
  let base = 0
  let inString = false
  let at = 0
  let start = -1
  let first = true

  const parse = (source: string): JsonValue => {
    try {
      return { value: JSON.parse(source), line: begun }
    } catch (error) {
      throw fileError(file, begun, `what begins here is no JSON (${(error as Error).message})`, error)
    }
  }
  const outside = (source: string) => {
    const stray = source.search(/[^\s,]/)
    if (stray === -1) return
    const linesAfter = source.slice(stray).split('\n').length - 1
    throw fileError(file, line - linesAfter, 'there is something between the items that is none')
  }

  for await (const chunk of chunks) {
    // A byte order mark.
    text += first ? chunk.replace(/^\uFEFF/, '') : chunk
    first = false
    let kept = start === -1 ? at : start
    for (;;) {
      const pattern = inString ? stringEnd : structure
      pattern.lastIndex = at
      const found = pattern.exec(text)
      if (found === null) {
        at = text.length
        break
      }
      const [character] = found
      const { index } = found
      if (character === '\\') {
        if (index + 1 >= text.length) {
          at = index
          break
        }
        at = index + 2
        continue
      }
      at = index + 1
      if (character === '\n') line++
      else if (character === '"') {
        if (start === -1) throw fileError(file, line, 'a text stands where an item is expected')
        inString = !inString
      } else if (character === '{' || character === '[') {
        if (start === -1) outside(text.slice(kept, index))
        if (character === '[' && depth === 0 && base === 0) {
          base = 1
          kept = at
        } else if (depth === base && start === -1) {
          start = index
          begun = line
        }
        depth++
      } else {
        depth--
        if (depth < 0) throw fileError(file, line, `there is a '${character}' too many`)
        if (depth === base && start !== -1) {
          yield parse(text.slice(start, at))
          start = -1
          kept = at
        } else if (depth < base) {
          outside(text.slice(kept, index))
          // Another array may follow, as of a file that was appended to.
          base = 0
          kept = at
        }
      }
    }
    if (start === -1) outside(text.slice(kept))
    const dropped = start === -1 ? at : start
    text = text.slice(dropped)
    at -= dropped
    if (start !== -1) start = 0
  }
  if (start !== -1 || depth > 0)
    throw fileError(file, start === -1 ? line : begun, 'the file ends before what begins here does')
}
