import type { AttributeDefinition, KeySchemaElement } from '@aws-sdk/client-dynamodb'

/** A key as names with types: those of the partition key, and those of the sort key. */
export interface KeyNames {
  readonly partition: readonly AttributeDefinition[]
  readonly sort: readonly AttributeDefinition[]
}

/** Joins a key schema with the types of its attributes. */
export function keyNames(
  schema: readonly KeySchemaElement[] = [],
  definitions: readonly AttributeDefinition[] = [],
): KeyNames {
  const part = (role: string) =>
    schema
      .filter(({ KeyType }) => KeyType === role)
      .map(({ AttributeName }) => definitions.find(each => each.AttributeName === AttributeName)!)
  return { partition: part('HASH'), sort: part('RANGE') }
}

/** Whether a key is of more than one attribute on a side. */
export const isComposite = ({ partition, sort }: KeyNames): boolean => partition.length > 1 || sort.length > 1
