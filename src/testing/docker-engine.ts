import { pathToFileURL } from 'node:url'
import { waitForAnswer } from './answers.js'
import type { RunningServer, Unavailable } from './engine.js'
import { resolvePackage } from './resolve-package.js'

const image = 'amazon/dynamodb-local:3.3.0'
const port = 8_000

type Testcontainers = Pick<typeof import('testcontainers'), 'GenericContainer'>

/** Runs DynamoDB Local in Docker through testcontainers, which removes the container even after a crash. */
export async function startWithDocker(
  timeout: number,
  load = loadTestcontainers,
): Promise<RunningServer | Unavailable> {
  const testcontainers = await load()
  if (testcontainers === undefined) {
    return { wanting: "testcontainers is not there: run 'npm install --save-dev testcontainers', with Docker running" }
  }
  try {
    const container = await new testcontainers.GenericContainer(image)
      .withCommand(['-jar', 'DynamoDBLocal.jar', '-inMemory', '-sharedDb', '-disableTelemetry'])
      .withExposedPorts(port)
      .withStartupTimeout(timeout)
      .start()
    const endpoint = `http://${container.getHost()}:${container.getMappedPort(port)}`
    let stopped: Promise<unknown> | undefined
    const stop = async () => {
      stopped ??= container.stop()
      await stopped
    }
    if (await waitForAnswer(endpoint, timeout))
      return { endpoint, description: `DynamoDB Local in Docker (${image})`, stop }
    await stop()
    return { wanting: `${image} did not answer in time` }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { wanting: `${reason.split('\n')[0]}: install Docker and start it` }
  }
}

/** From the user's project first: a package manager may hide there what monotable itself does not depend on. */
async function loadTestcontainers(): Promise<Testcontainers | undefined> {
  const path = resolvePackage('testcontainers')
  return path === undefined ? undefined : await import(pathToFileURL(path).href)
}
