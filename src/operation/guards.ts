import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { type CompiledEntity, discriminatorValues } from '../entity/compiled-entity.js'
import type { StoredPath } from '../expression/attribute-path.js'
import { compileCondition } from '../expression/compile-condition.js'
import { allOf, type Condition, type Test } from '../expression/condition.js'
import type { Placeholders } from '../expression/placeholders.js'

/** A stored attribute that the library itself knows. */
export const storedPath = (name: string): StoredPath => ({ kind: 'stored', segments: [name] })

/** A test of a stored attribute. */
export const storedTest = (name: string, kind: Test, ...values: readonly AttributeValue[]): Condition => ({
  kind,
  operands: [storedPath(name), ...values.map(value => ({ kind: 'raw', value }) as const)],
})

/** No item is there. */
export const absent = ({ partitionKey }: CompiledEntity): Condition => storedTest(partitionKey.name, 'notExists')

/** An item is there, and it is this entity's as far as a discriminator tells. */
export const present = (entity: CompiledEntity): Condition =>
  own(entity) ?? storedTest(entity.partitionKey.name, 'exists')

/** No write may land on another entity's item. Nothing to check where key templates alone tell entities apart. */
export function absentOrOwn(entity: CompiledEntity): Condition | undefined {
  const mine = own(entity)
  return mine && { kind: 'or', operands: [absent(entity), mine] }
}

/** What the discriminator says, as a condition. */
export function own({ discriminator }: CompiledEntity): Condition | undefined {
  if (discriminator === undefined) return undefined
  const values = discriminatorValues(discriminator)
  return storedTest(discriminator.attribute, values.length === 1 ? 'eq' : 'in', ...values.map(S => ({ S })))
}

/** The item has this version; an item from before versioning has version 0. */
export function atVersion(entity: CompiledEntity, version: number): Condition {
  const name = entity.managed.version!.storedName
  return version === 0
    ? allOf(present(entity), storedTest(name, 'notExists'))!
    : allOf(own(entity), storedTest(name, 'eq', { N: String(version) }))!
}

/** The part of a write's command that holds its condition. */
export const conditional = ({ model }: CompiledEntity, condition: Condition | undefined, placeholders: Placeholders) =>
  condition && {
    ConditionExpression: compileCondition(condition, model, placeholders),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  }
