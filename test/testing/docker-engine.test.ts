import { describe, expect, inject, it, vi } from 'vitest'
import { startWithDocker } from '../../src/testing/docker-engine.js'

/** testcontainers by shape, whose container is the run's DynamoDB Local. */
function fakeTestcontainers(stop: () => Promise<unknown>) {
  const { hostname, port } = new URL(inject('dynamodbEndpoint'))
  const asked: unknown[] = []
  class GenericContainer {
    constructor(image: string) {
      asked.push(image)
    }
    withCommand(command: string[]) {
      asked.push(command.join(' '))
      return this
    }
    withExposedPorts(exposed: number) {
      asked.push(exposed)
      return this
    }
    withStartupTimeout() {
      return this
    }
    async start() {
      return { getHost: () => hostname, getMappedPort: () => Number(port), stop }
    }
  }
  return { asked, load: async () => ({ GenericContainer }) as never }
}

describe('startWithDocker', () => {
  it('runs the image, and stops the container once', async () => {
    const stop = vi.fn(async () => {})
    const { asked, load } = fakeTestcontainers(stop)
    const server = await startWithDocker(30_000, load)
    expect(asked).toEqual([
      'amazon/dynamodb-local:3.3.0',
      '-jar DynamoDBLocal.jar -inMemory -sharedDb -disableTelemetry',
      8000,
    ])
    expect(server).toMatchObject({
      endpoint: inject('dynamodbEndpoint'),
      description: 'DynamoDB Local in Docker (amazon/dynamodb-local:3.3.0)',
    })
    if ('stop' in server) await Promise.all([server.stop(), server.stop()])
    expect(stop).toHaveBeenCalledTimes(1)
  })

  it('says what to install', async () => {
    expect(await startWithDocker(1_000, async () => undefined)).toEqual({
      wanting: "testcontainers is not there: run 'npm install --save-dev testcontainers', with Docker running",
    })
  })
})
