import picocolors from 'picocolors'

/** Colours that help the eye; what is said is said without them too. */
export interface Style {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly good: (text: string) => string
  readonly warn: (text: string) => string
  readonly bad: (text: string) => string
}

type Environment = Readonly<Record<string, string | undefined>>

/** What colour depends on, of a process and of a stream. */
interface ColourSettings {
  readonly isTerminal: boolean
  /** Whether `--no-color` was given. */
  readonly refused: boolean
  readonly env: Environment
}

/** Whether a terminal does what escape sequences say: Windows names none, and its terminals can. */
export const isCapable = ({ TERM }: Environment, platform: string = process.platform): boolean =>
  TERM === undefined || TERM === '' ? platform === 'win32' : TERM !== 'dumb'

/** Whether a stream is to be coloured: on terminals that can, where nobody has said otherwise. https://no-color.org */
export function isColoured({ isTerminal, refused, env }: ColourSettings): boolean {
  if (refused || env.NO_COLOR) return false
  if (env.FORCE_COLOR) return !['0', 'false'].includes(env.FORCE_COLOR)
  return isTerminal && isCapable(env)
}

export function createStyle(coloured: boolean): Style {
  const { bold, dim, green, yellow, red } = picocolors.createColors(coloured)
  return { bold, dim, good: green, warn: yellow, bad: red }
}
