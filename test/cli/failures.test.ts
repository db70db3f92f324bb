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
