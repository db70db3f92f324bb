import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { tableName } from '../support/local.js'
import { cli, models, userFolder } from './cli.js'

const folder = userFolder({ 'models.ts': models(tableName('cli')) })
const create = ['table', 'create', 'models.ts']
const run = (env: Record<string, string | undefined>, ...options: string[]) =>
  cli([...create, ...options], { folder, env })

it('says where credentials come from, where there are none', async () => {
  const { code, stdout, stderr } = await run({ AWS_ACCESS_KEY_ID: undefined })
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr).toContain('CredentialsProviderError: Could not load credentials from any providers.')
  expect(stderr).toContain(
    '\nNo AWS credentials were found. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  )
})

it('says how a region is given, where there is none', async () => {
  const { code, stderr } = await run({ AWS_REGION: undefined, DYNAMODB_URL: undefined })
  expect(code).toBe(3)
  expect(stderr).toContain('No AWS region is set. Give --region, or set AWS_REGION.')
})

it('says that the server does not answer', async () => {
  const { code, stderr } = await run({}, '--endpoint', 'http://localhost:1')
  expect(code).toBe(3)
  expect(stderr).toContain('The server does not answer. Check --endpoint')
})

it('refuses an endpoint that is no URL, and a table that can have no such name, before anything is sent', async () => {
  const endpoint = await run({}, '--endpoint', 'localhost:8000')
  expect(endpoint).toEqual({
    code: 2,
    stdout: '',
    stderr:
      "Error: 'localhost:8000' is no URL of a server: --endpoint (DYNAMODB_URL) begins with http:// or https://.\n",
  })
  const { code, stderr } = await run({}, '--table', 'a b')
  expect(code).toBe(2)
  expect(stderr).toContain('The name of a table has 3 to 255 of the characters')
})

it('says that what answers is not DynamoDB', async () => {
  const server = createServer((_, answer) => answer.writeHead(404).end('<html>'))
  await new Promise<void>(resolve => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  const { code, stderr } = await run({}, '--endpoint', `http://localhost:${port}`)
  expect(code).toBe(3)
  expect(stderr).toContain('What answers there is not DynamoDB.')
  server.closeAllConnections()
  server.close()
})

it('needs entities where a table alone does not do', async () => {
  const tables = userFolder({
    'tables.ts':
      "import { defineTable } from 'monotable'\nexport const App = defineTable({ name: 'app', partitionKey: 'pk' })",
  })
  expect(await cli(['check', 'tables.ts'], { folder: tables })).toEqual({
    code: 2,
    stdout: '',
    stderr: "Error: tables.ts exports the table 'app', and no entities of it: export what defineEntity gives.\n",
  })
})

it('whoever closes its output ends nothing, and changes no exit code', async () => {
  // Something breaks: there is no such table.
  expect(await cli(['table', 'diff', 'models.ts'], { folder, closed: 'stdout' })).toEqual({
    code: 1,
    stdout: '',
    stderr: '',
  })
  expect(await cli(['check', 'models.ts'], { folder, closed: 'stderr' })).toEqual({ code: 3, stdout: '', stderr: '' })
})

it('gives the hint to programs too', async () => {
  const { code, stdout } = await run({ AWS_ACCESS_KEY_ID: undefined }, '--json')
  expect(code).toBe(3)
  expect(JSON.parse(stdout)).toMatchObject({
    error: {
      code: 'request.failed',
      hint: expect.stringContaining('AWS_PROFILE'),
      details: { operation: 'CreateTable' },
    },
  })
})
