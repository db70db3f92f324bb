import { expect, it } from 'vitest'
import { translateError } from '../../src/driver/translate-error.js'

const outcomeOf = (error: object, operation = 'PutItem', lost = false) =>
  (translateError(error, operation, 'app', undefined, lost).details as { outcome: string }).outcome
const refusal = { name: 'ValidationException', $metadata: { httpStatusCode: 400 } }

it('knows that a write was not made where DynamoDB has refused it, or where there was nothing to sign it with', () => {
  expect(outcomeOf(refusal)).toBe('not written')
  expect(outcomeOf({ name: 'CredentialsProviderError', message: 'Could not load credentials' })).toBe('not written')
})

it('does not know it of an answer that was lost, before it or with it', () => {
  expect(outcomeOf(refusal, 'PutItem', true)).toBe('unknown')
  expect(outcomeOf({ name: 'TimeoutError' })).toBe('unknown')
  expect(outcomeOf({ name: 'TimeoutError' }, 'Query')).toBe('not written')
  expect(outcomeOf({ ...refusal, name: 'TransactionInProgressException' }, 'TransactWriteItems')).toBe('unknown')
})

it('leaves out what DynamoDB says of values', () => {
  const message = 'One or more parameter values were invalid: AttributeValue: {S:secret}, {N:1}'
  const { message: told } = translateError({ ...refusal, message }, 'Query', 'app', undefined)
  expect(told).toContain('AttributeValue: {…}')
  expect(told).not.toContain('secret')
})
