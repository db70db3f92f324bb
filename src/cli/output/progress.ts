import { stripVTControlCharacters } from 'node:util'
import { type ProgressState, progressBar, progressLine } from './progress-text.js'
import { createRate } from './rate.js'
import type { Style } from './style.js'

/** Tells people how far something is. */
export interface Progress {
  update(state: Omit<ProgressState, 'label' | 'rate'>): void
  /** Takes the line away: what comes of it is said by the command. */
  end(): void
}

/** Where progress is shown. */
interface ProgressOutput {
  write(text: string): void
  /** Whether a line can be drawn again. */
  readonly isTerminal: boolean
  readonly columns: number
  readonly style: Style
  /** In milliseconds. */
  readonly now: () => number
}

/** How often a line is drawn again, and how often one is added to a log, in milliseconds. */
const REDRAW = 100
const LOG = 5_000
/** To the beginning of the line, and clear it. */
const CLEAR = '\r\u001b[2K'

export function createProgress(label: string, output: ProgressOutput): Progress {
  const { isTerminal, style, now, columns } = output
  const rateOf = createRate()
  const every = isTerminal ? REDRAW : LOG
  let drawn = false
  // A log has its first line after a while: what is done at once needs none.
  let last = isTerminal ? Number.NEGATIVE_INFINITY : now()
  return {
    update(state) {
      const time = now()
      const rate = rateOf(state.done, time)
      if (time - last < every) return
      last = time
      const whole = { ...state, label, rate }
      output.write(isTerminal ? CLEAR + cut(progressBar(whole, style), columns) : `${progressLine(whole)}\n`)
      drawn = isTerminal
    },
    end() {
      if (drawn) output.write(CLEAR)
      drawn = false
    },
  }
}

/** A line that wraps can't be drawn again: one that is too long is cut, and has no colours then. */
function cut(line: string, columns: number): string {
  const text = stripVTControlCharacters(line)
  return text.length < columns ? line : text.slice(0, columns - 1)
}
