import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSigner, nodeCrypto } from '../../src/driver/signer.js'

const name = fc.oneof(
  fc.constantFrom(
    'content-type',
    'host',
    'user-agent',
    'X-Amz-Target',
    'amz-sdk-request',
    'proxy-x',
    'Sec-Y',
    'expect',
    '__proto__',
  ),
  fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/),
)
const isGenerated = (each: string) =>
  /^(authorization|x-amz-date|date|x-amz-content-sha256|x-amz-security-token)$/i.test(each)
const value = fc.oneof(fc.string(), fc.constantFrom('a  b', ' a ', '\ta\r\nb', 'ä'))

it('signs thousands of random requests as the SDK does', async () => {
  const sign = createSigner(nodeCrypto()!)
  let signed = 0
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(
        fc.tuple(
          name.filter(each => !isGenerated(each)),
          value,
        ),
        { selector: ([each]) => each.toLowerCase(), maxLength: 8 },
      ),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.record({
        accessKeyId: fc.string({ minLength: 1 }),
        secretAccessKey: fc.string({ minLength: 1 }),
        sessionToken: fc.option(fc.string(), { nil: undefined }),
      }),
      fc.constantFrom('us-east-1', 'eu-west-1'),
      fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
      async (entries, body, credentials, region, date) => {
        const headers: Record<string, string> = Object.create(null)
        for (const [each, text] of entries) headers[each] = text
        const client = new DynamoDBClient({ region, credentials: credentials as never })
        const signer: any = await (client.config as any).signer({
          signingName: 'dynamodb',
          signingRegion: region,
          properties: {},
        })
        const request = { method: 'POST', protocol: 'https:', hostname: 'h', path: '/', query: {}, body }
        const expected = await signer.sign({ ...request, headers: Object.fromEntries(entries) }, { signingDate: date })
        sign(headers, body, credentials, { region, service: 'dynamodb' }, date)
        for (const each of Object.keys(expected.headers)) expect(headers[each]).toBe(expected.headers[each])
        signed++
      },
    ),
    { numRuns: 2500 },
  )
  expect(signed).toBeGreaterThanOrEqual(2500)
})
