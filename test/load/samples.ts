import { subscribe } from 'node:diagnostics_channel'
import { getEventListeners } from 'node:events'
import type { Socket } from 'node:net'
import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks'

/** What the process holds, when nothing is under way. */
export interface Held {
  /** After collecting garbage, in bytes. */
  readonly heap: number
  readonly rss: number
  readonly sockets: number
  /** On the signal that lives for ever, and on the process. */
  readonly listeners: number
}

/** One look at it all. */
export interface Sample extends Held {
  /** Seconds since the beginning. */
  readonly at: number
  readonly operations: number
  /** Milliseconds, of the time since the last sample. */
  readonly p50: number
  readonly p99: number
  /** Milliseconds by which the event loop was late, at worst of 99 in 100 times. */
  readonly loopDelay: number
}

export interface Latency {
  readonly name: string
  readonly count: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

const inMilliseconds = (nanoseconds: number) => nanoseconds / 1e6

/** Those of this process that are open: an idle one keeps no process alive, and Node does not list it. */
const sockets = new Set<Socket>()
subscribe('net.client.socket', message => {
  const { socket } = message as { readonly socket: Socket }
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
})

export function holdings(signal: AbortSignal): Held {
  // Twice, for what the first run's finalizers let go.
  globalThis.gc!()
  globalThis.gc!()
  const { heapUsed: heap, rss } = process.memoryUsage()
  const ofProcess = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0)
  return { heap, rss, sockets: sockets.size, listeners: getEventListeners(signal, 'abort').length + ofProcess }
}

/** Records latencies in a space that does not grow, and takes samples. */
export function createRecorder(signal: AbortSignal) {
  const begun = performance.now()
  const window = createHistogram()
  const loop = monitorEventLoopDelay({ resolution: 10 })
  loop.enable()
  const histograms = new Map<string, ReturnType<typeof createHistogram>>()
  const samples: Sample[] = []
  let operations = 0
  return {
    samples,
    record(name: string, milliseconds: number): void {
      const nanoseconds = Math.max(1, Math.round(milliseconds * 1e6))
      const histogram = histograms.get(name) ?? createHistogram()
      histograms.set(name, histogram)
      histogram.record(nanoseconds)
      window.record(nanoseconds)
      operations++
    },
    sample(): Sample {
      const loopDelay = Math.max(0, inMilliseconds(loop.percentile(99)) - 10)
      const [p50, p99] = [50, 99].map(share => inMilliseconds(window.percentile(share))) as [number, number]
      const at = (performance.now() - begun) / 1000
      const sample = { at, operations, p50, p99, loopDelay, ...holdings(signal) }
      samples.push(sample)
      window.reset()
      loop.reset()
      return sample
    },
    latencies: (): Latency[] =>
      [...histograms].map(([name, histogram]) => ({
        name,
        count: histogram.count,
        p50: inMilliseconds(histogram.percentile(50)),
        p99: inMilliseconds(histogram.percentile(99)),
        max: inMilliseconds(histogram.max),
      })),
    stop: () => loop.disable(),
  }
}
