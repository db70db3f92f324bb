import type { PutItemCommandInput } from '@aws-sdk/client-dynamodb'
import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { keyOf } from '../../entity/decode-item.js'
import { encodeWhole } from '../../entity/encode-item.js'
import { MonotableError } from '../../errors/monotable-error.js'
import { allOf, type Condition } from '../../expression/condition.js'
import { equalStored } from '../../expression/stored-values.js'
import type { Context } from '../context.js'
import type { Expectation } from '../failure.js'
import { absent, absentOrOwn, atVersion, conditional, notNewer, ofLiving, present } from '../guards.js'
import { checkVersion, versionOf } from '../version.js'
import type { CompiledWrite, Old } from '../write/compiled-write.js'
import { extend, extendItem, ownValue } from '../write/extend.js'
import { keyOfStored, leavingHolder, oldGuard, wholeOf } from '../write/holder.js'
import { sentinelChanges } from '../write/sentinels.js'
import type { PutNode } from './put-node.js'

/**
 * Compiles `create` and `put` to PutItem.
 * @throws InvalidItemError, InvalidKeyError
 */
export function compilePut(context: Context, node: PutNode, old?: Old): CompiledWrite & { item: object } {
  const { entity, tableName } = context
  const now = context.now()
  const expected = expectation(entity, node)
  const { version } = expected
  const { item: given } = node
  const extended = extend(entity, node, { key: keyOf(entity, given), item: given, version, now })
  const { item, encoded, stored } = encodeWhole(entity, extendItem(given, extended))
  const key = keyOfStored(entity, stored)
  const expires = stored[entity.timeToLive?.entry.storedName ?? '']?.N
  const after = { key, value: (name: string) => encoded[name], expires }
  // A transaction gives nothing back: what is answered is what was read.
  const guard = old && oldGuard(entity, old, node.returning === 'old' ? wholeOf(entity, old.item) : [])
  const asked = allOf(extended.condition, node.condition)
  const all = allOf(
    guard,
    demand(entity, expected, now),
    expected.newest === undefined ? undefined : notNewer(entity),
    expected.item === 'present' ? asked : ofLiving(entity, asked, now),
  )
  const input: PutItemCommandInput = { TableName: tableName, Item: stored, ...conditional(entity, all) }
  if (node.returning === 'old') input.ReturnValues = 'ALL_OLD'
  return {
    command: 'PutItem',
    blind: !asked && !guard && version === undefined && expected.item === 'any' && expected.newest === undefined,
    input,
    key,
    expected,
    guard,
    sentinels: sentinelChanges(entity, old?.item && leavingHolder(entity, old.item), after),
    unrepeatable: false,
    item,
    isDone: current => {
      if (current === undefined) return undefined
      if (equalStored({ M: current }, { M: stored })) return true
      // What it was to replace is there, or what another made of that. A version that is further on, or went back, does not tell.
      const steps = entity.managed.version && versionOf(entity, stored) - versionOf(entity, current)
      return steps === 0 || steps === 1 ? false : undefined
    },
    after: () => stored,
  }
}

/** Whether what it replaces must be read, for its unique values are to be given free. */
export const putReadsFirst = (entity: CompiledEntity, node: PutNode): boolean =>
  entity.unique.length > 0 && expectation(entity, node).item !== 'absent'

/** `put` of a versioned item replaces the version that it carries, and without one makes a new item. */
function expectation(entity: CompiledEntity, { kind, item, presence, version: asked }: PutNode): Expectation {
  const version = entity.managed.version
  if (kind === 'create' || presence === 'absent') return { item: 'absent', version: undefined }
  const wanted = presence ?? 'any'
  const newest = entity.evolution?.version
  if (version === undefined) return { item: wanted, version: undefined, newest }
  const given = asked ?? ownValue(item, version.name)
  if (given === undefined && presence === 'present')
    // The version would begin anew, and who has read the item before could not tell.
    throw new MonotableError('update.invalid', {
      entity: entity.name,
      reason: 'to replace an item that has a version, give the version',
    })
  if (given === undefined) return { item: 'absent', version: undefined }
  return { item: wanted, version: checkVersion(entity, given), newest }
}

function demand(entity: CompiledEntity, { item, version }: Expectation, now: Date): Condition | undefined {
  if (version !== undefined) return atVersion(entity, version, now)
  if (item === 'absent') return absent(entity, now)
  return item === 'present' ? present(entity, now) : absentOrOwn(entity)
}
