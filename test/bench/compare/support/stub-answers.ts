import { type OwnAttributes, storedAgent } from './agent.js'
import type { Answer } from './stub-client.js'

/** How many items a query and a batch answer with. */
export const PAGE = 100

const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))
const numbers = [...Array(PAGE).keys()]

/** Prepared bytes for each operation, with items as one library stores them. */
export function preparedAnswers(own: OwnAttributes, table: string): Answer {
  const items = numbers.map(number => storedAgent(number, own))
  const bodies: Readonly<Record<string, Uint8Array>> = {
    GetItem: bytes({ Item: items[1] }),
    PutItem: bytes({}),
    UpdateItem: bytes({
      Attributes: { ...items[1], active: { BOOL: false }, name: { S: 'New' }, version: { N: '2' } },
    }),
    Query: bytes({ Items: items, Count: PAGE, ScannedCount: PAGE }),
    BatchGetItem: bytes({ Responses: { [table]: items }, UnprocessedKeys: {} }),
    TransactWriteItems: bytes({}),
  }
  return operation => {
    const body = bodies[operation]
    if (body === undefined) throw new Error(`There is no answer to ${operation}`)
    return body
  }
}
