import { vi } from 'vitest'
import type { StoreHarness } from './conformance.js'

/** The store with the clock at the suite's time at each call: what an adapter is of asks no one else for it. */
export function atTime(now: () => Date, store: StoreHarness): StoreHarness {
  vi.useFakeTimers({ toFake: ['Date'] })
  const methods = Object.entries(store).map(([name, method]) => [
    name,
    (...parameters: unknown[]) => {
      vi.setSystemTime(now())
      return (method as (...parameters: unknown[]) => unknown)(...parameters)
    },
  ])
  return Object.fromEntries(methods)
}
