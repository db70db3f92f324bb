import { marshall } from '@aws-sdk/util-dynamodb'

const places = ['Key', 'Item', 'ExpressionAttributeValues'] as const

/** The input of a document client's command in DynamoDB's own terms, as the document client makes it when it sends. */
export function marshalled(input: object): object {
  const built: Record<string, unknown> = { ...input }
  for (const place of places) {
    const values = built[place]
    if (values !== undefined) built[place] = marshall(values, { removeUndefinedValues: true })
  }
  return built
}
