import type { FaultProxy, ProxyFault } from './fault-proxy.js'

/** Plans that the first attempt at an operation ends in a fault, and then, before the second one, somebody else does this. */
export async function betweenAttempts(
  proxy: FaultProxy,
  on: string,
  fault: ProxyFault,
  other: () => PromiseLike<unknown>,
): Promise<void> {
  await proxy.settled()
  let attempts = 0
  proxy.plan(async operation => {
    if (operation !== on) return 'pass'
    if (++attempts === 1) return fault
    if (attempts === 2) await other()
    return 'pass'
  })
}
