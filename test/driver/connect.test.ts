import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type ClientOptions, connect } from '../../src/driver/connect.js'
import { localClient } from '../support/local.js'

beforeEach(() => {
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'DYNAMODB_URL', 'AWS_ENDPOINT_URL_DYNAMODB'])
    vi.stubEnv(name, undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

async function where(options: ClientOptions) {
  const { config } = connect(options) as DynamoDBClient
  const endpoint = await config.endpoint?.()
  return { region: await config.region(), host: endpoint && `${endpoint.hostname}:${endpoint.port}` }
}

it('uses a client as it is', () => {
  const client = localClient()
  expect(connect({ client, region: 'eu-west-1', endpoint: 'http://other' })).toBe(client)
})

it('takes what it is told before the environment, and the environment before what the SDK finds', async () => {
  vi.stubEnv('AWS_DEFAULT_REGION', 'eu-south-1')
  expect(await where({})).toEqual({ region: 'eu-south-1', host: undefined })
  vi.stubEnv('AWS_REGION', 'eu-north-1')
  vi.stubEnv('DYNAMODB_URL', 'http://localhost:8000')
  expect(await where({})).toEqual({ region: 'eu-north-1', host: 'localhost:8000' })
  expect(await where({ region: 'eu-west-1', endpoint: 'http://elsewhere:1' })).toEqual({
    region: 'eu-west-1',
    host: 'elsewhere:1',
  })
})

it('needs no region for a local server', async () => {
  expect(await where({ endpoint: 'http://localhost:8000' })).toEqual({ region: 'us-east-1', host: 'localhost:8000' })
})

it('takes credentials', async () => {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const { config } = connect({ credentials }) as DynamoDBClient
  expect(await config.credentials()).toMatchObject(credentials)
})

it.each(['localhost:8000', '127.0.0.1:8000', '//host'])('refuses %s, which is no URL', endpoint => {
  expect(() => connect({ endpoint })).toThrow(
    `the endpoint '${endpoint}' is no URL: it begins with http:// or https://`,
  )
})
