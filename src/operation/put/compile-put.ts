import type { PutItemCommandInput } from '@aws-sdk/client-dynamodb'
import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { encodeWhole } from '../../entity/encode-item.js'
import { allOf, type Condition } from '../../expression/condition.js'
import { Placeholders } from '../../expression/placeholders.js'
import type { Context } from '../context.js'
import { expressionAttributes } from '../expression-attributes.js'
import type { Expectation } from '../failure.js'
import { absent, absentOrOwn, atVersion, conditional } from '../guards.js'
import { checkVersion } from '../version.js'
import type { PutNode } from './put-node.js'

/** The command, the item as a read would give it back, and what it counts on. */
export interface CompiledPut {
  readonly input: PutItemCommandInput
  readonly item: object
  readonly expected: Expectation
}

/**
 * Compiles `create` and `put` to PutItem.
 * @throws InvalidItemError, InvalidKeyError
 */
export function compilePut({ entity, tableName, now }: Context, node: PutNode): CompiledPut {
  const expected = expectation(entity, node)
  const { item, stored } = encodeWhole(entity, node.item, managedValues(entity, node, expected.version, now()))
  const condition = allOf(guard(entity, expected), node.condition)
  const placeholders = new Placeholders()
  const input: PutItemCommandInput = {
    TableName: tableName,
    Item: stored,
    ...conditional(entity, condition, placeholders),
    ...expressionAttributes(placeholders),
  }
  return { input, item, expected }
}

/** `put` of a versioned item replaces the version that it carries, and without one makes a new item. */
function expectation(entity: CompiledEntity, { kind, item }: PutNode): Expectation {
  const version = entity.managed.version
  if (kind === 'create') return { item: 'absent', version: undefined }
  if (version === undefined) return { item: 'any', version: undefined }
  const given = ownValue(item, version.name)
  if (given === undefined) return { item: 'absent', version: undefined }
  return { item: 'any', version: checkVersion(entity, given) }
}

function guard(entity: CompiledEntity, { item, version }: Expectation): Condition | undefined {
  if (version !== undefined) return atVersion(entity, version)
  return item === 'absent' ? absent(entity) : absentOrOwn(entity)
}

function managedValues(entity: CompiledEntity, { kind, item }: PutNode, version: number | undefined, time: Date) {
  const { managed } = entity
  const values: Record<string, unknown> = {}
  if (managed.version) values[managed.version.name] = (version ?? 0) + 1
  if (managed.updatedAt) values[managed.updatedAt.entry.name] = managed.updatedAt.from(time)
  if (managed.createdAt) {
    const { entry, from } = managed.createdAt
    const given = ownValue(item, entry.name)
    values[entry.name] = given === undefined && (kind === 'create' || version === undefined) ? from(time) : given
  }
  return values
}

/** An attribute may be called as what every object inherits. */
const ownValue = (item: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(item, name) ? item[name] : undefined
