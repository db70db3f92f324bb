import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { cli, models, userFolder } from './cli.js'

const stopping = 'Stopping: what is under way is brought to its end. Ctrl-C again ends at once.\n'

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends a request that is under way, in order', async (signal, code) => {
  // A server that never answers.
  const server = createServer(() => asked())
  let asked = () => {}
  await new Promise<void>(resolve => server.listen(0, resolve))
  const folder = userFolder({
    'models.ts': models('app'),
    'monotable.config.ts': `export default { endpoint: 'http://localhost:${(server.address() as AddressInfo).port}' }`,
  })
  const ran = cli(['check', 'models.ts'], {
    folder,
    onStart: kill => {
      asked = () => kill(signal)
    },
  })
  expect(await ran).toEqual({ code, stdout: '', stderr: `${stopping}Stopped before its end. Nothing was changed.\n` })
  server.closeAllConnections()
  server.close()
})

it('the second Ctrl-C does not wait for anything', async () => {
  const folder = userFolder({
    'models.ts': models('app'),
    // It is deaf to signals.
    'monotable.config.ts': `export default { client: { send: () => {
      console.error('asked')
      return new Promise(resolve => setTimeout(resolve, 600_000))
    } } }`,
  })
  let sent = 0
  const ran = await cli(['table', 'diff', 'models.ts'], {
    folder,
    onError: (text, kill) => {
      if (sent === 0 && text.includes('asked')) {
        sent++
        kill('SIGINT')
      }
      if (sent === 1 && text.includes('Stopping')) {
        sent++
        kill('SIGINT')
      }
    },
  })
  expect(ran).toEqual({ code: 130, stdout: '', stderr: `asked\n${stopping}` })
})
