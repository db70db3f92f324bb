/** Where a command says things beside its outcome: stderr. */
export interface Screen {
  /** Whether a line can be drawn again. */
  readonly canRedraw: boolean
  readonly columns: () => number
  /** Says something in lines of its own; a line that is drawn makes way for it. */
  say(text: string): void
  /** Draws a line in the place of the last one that was drawn. */
  draw(line: string): void
  /** Takes away the line that is drawn. */
  clear(): void
}

/** What a screen needs of a stream. */
interface ScreenStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** To the beginning of the line, and clear it. */
const CLEAR = '\r\u001b[2K'

/** @param canRedraw whether it is a terminal that knows how to go back to the beginning of a line */
export function createScreen(stream: ScreenStream, canRedraw: boolean): Screen {
  let drawn = false
  const clear = () => {
    if (drawn) stream.write(CLEAR)
    drawn = false
  }
  return {
    canRedraw,
    columns: () => stream.columns || 80,
    say(text) {
      clear()
      stream.write(`${text}\n`)
    },
    draw(line) {
      stream.write(CLEAR + line)
      drawn = true
    },
    clear,
  }
}
