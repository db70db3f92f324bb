import { type ProgressState, progressBar, progressLine } from './progress-text.js'
import { createRate } from './rate.js'
import type { Screen } from './screen.js'
import type { Style } from './style.js'

/** Tells people how far something is. */
export interface Progress {
  update(state: Omit<ProgressState, 'label' | 'rate'>): void
  /** Takes the line away: what comes of it is said by the command. */
  end(): void
}

/** Where progress is shown. */
interface ProgressOutput {
  readonly screen: Screen
  readonly style: Style
  /** In milliseconds. */
  readonly now: () => number
}

/** How often a line is drawn again, and how often one is added to a log, in milliseconds. */
const REDRAW = 100
const LOG = 5_000

export function createProgress(label: string, { screen, style, now }: ProgressOutput): Progress {
  const { canRedraw } = screen
  const rateOf = createRate()
  const every = canRedraw ? REDRAW : LOG
  // A log has its first line after a while: what is done at once needs none.
  let last = canRedraw ? Number.NEGATIVE_INFINITY : now()
  return {
    update(state) {
      const time = now()
      const rate = rateOf(state.done, time)
      if (time - last < every) return
      last = time
      const whole = { ...state, label, rate }
      // The last column stays free: a line that fills it would wrap, and a line that wraps can't be drawn again.
      if (canRedraw) screen.draw(progressBar(whole, style, screen.columns() - 1))
      else screen.say(progressLine(whole))
    },
    end: () => screen.clear(),
  }
}
