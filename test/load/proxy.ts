// A proxy in a process of its own, so that what it takes is not measured: `proxy.ts <endpoint> <seed> <share of faults>`.
import { isPossible, type ProxyFault } from '../support/proxy-faults.js'
import { startProxyServer } from '../support/proxy-server.js'
import { Random } from '../support/random.js'

const [endpoint, seed, share] = process.argv.slice(2)
const random = new Random(`load ${seed}`)

const faults: readonly ProxyFault[] = [
  ...(['drop before', 'drop after', '500 before', '500 after', 'throttle', 'throttle'] as const),
  ...(['conflict', 'unprocessed', 'unprocessed', 'slow before', 'slow after'] as const),
]

let made = 0
const proxy = await startProxyServer(new URL(String(endpoint)), ({ operation }) => {
  const fault = random.pick(faults)
  if (random.next() >= Number(share) || !isPossible(fault, operation)) return { fault: 'pass' }
  made++
  return { fault }
})

process.on('message', async () => {
  process.send?.({ faults: made })
  await proxy.stop()
  process.exit()
})
process.send?.({ endpoint: proxy.endpoint })
