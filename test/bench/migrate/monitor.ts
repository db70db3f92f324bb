/** How often a line is printed, and how often memory is looked at, in milliseconds. */
const LINE = 5000
const LOOK = 100

/** What takes long, while it is watched. */
interface Phase {
  /** So many items are done. */
  at(done: number): void
  /** Prints what it took, and gives it. */
  end(): Measured
}

/** What something took. */
export interface Measured {
  readonly seconds: number
  readonly perSecond: number
  /** The greatest heap in each tenth of the items, in megabytes. */
  readonly heaps: readonly number[]
}

export interface Monitor {
  begin(name: string, total: number): Phase
}

const megabytes = (bytes: number) => Math.round(bytes / 1e6)

/** Prints how far things are, with what memory they take. */
export function createMonitor(): Monitor {
  return {
    begin(name, total) {
      const started = performance.now()
      const heaps: number[] = []
      let done = 0
      let last = { time: started, done: 0 }
      const look = () => {
        const tenth = Math.min(9, Math.floor((done * 10) / total))
        heaps[tenth] = Math.max(heaps[tenth] ?? 0, megabytes(process.memoryUsage().heapUsed))
      }
      const line = () => {
        const time = performance.now()
        const rate = Math.round(((done - last.done) * 1000) / (time - last.time))
        last = { time, done }
        const { heapUsed, rss } = process.memoryUsage()
        console.log(
          `${name.padEnd(6)}  ${done} of ${total} items, ${rate}/s, heap ${megabytes(heapUsed)} MB, RSS ${megabytes(rss)} MB`,
        )
      }
      const timers = [setInterval(look, LOOK), setInterval(line, LINE)]
      return {
        at(count) {
          done = count
        },
        end() {
          look()
          for (const timer of timers) clearInterval(timer)
          const seconds = (performance.now() - started) / 1000
          const perSecond = done / seconds
          console.log(`${name.padEnd(6)}  ${done} items in ${seconds.toFixed(1)} s, ${Math.round(perSecond)}/s`)
          return { seconds, perSecond, heaps: Array.from({ length: 10 }, (_, tenth) => heaps[tenth] ?? 0) }
        },
      }
    },
  }
}
