import { isMonotable } from './is-monotable.js'

/** A file of the user's can't be loaded: it throws, or does not parse, or what it imports is not there. */
export class UserFileError extends Error {
  override readonly name = 'UserFileError'
  /** The file that was to be loaded; the cause may be in one that it imports. */
  readonly file: string

  constructor(file: string, cause: unknown) {
    super(messageOf(cause), { cause })
    this.file = file
  }
}

/** Of a parser's and of Node's errors the sentence alone. */
function messageOf(cause: unknown): string {
  const { message, name } = Object(cause) as { message?: unknown; name?: unknown }
  if (typeof message !== 'string') return `It throws ${String(cause)}, which is no error.`
  const first = message.split('\n')[0]!.trim()
  if (first.startsWith('ParseError: ')) return `This does not parse: ${first.slice('ParseError: '.length)}.`
  if (isMonotable(cause)) return message
  return name === 'Error' ? first : `${name}: ${first}`
}
