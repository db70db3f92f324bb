import type { CompiledEntity } from '../entity/compiled-entity.js'
import type { AttributePath } from '../expression/attribute-path.js'
import type { Condition } from '../expression/condition.js'

/** A stored attribute that the library itself knows. */
export const storedPath = (name: string): AttributePath => ({ kind: 'stored', name })

/** No item is there. */
export const absent = (entity: CompiledEntity): Condition => ({
  kind: 'notExists',
  path: storedPath(entity.partitionKey.name),
})

/** An item is there, and it is this entity's as far as a discriminator tells. */
export const present = (entity: CompiledEntity): Condition =>
  own(entity) ?? { kind: 'exists', path: storedPath(entity.partitionKey.name) }

/** No write may land on another entity's item. Nothing to check where key templates alone tell entities apart. */
export function absentOrOwn(entity: CompiledEntity): Condition | undefined {
  const mine = own(entity)
  return mine && { kind: 'or', conditions: [absent(entity), mine] }
}

/** What the discriminator says, as a condition. */
export function own({ discriminator }: CompiledEntity): Condition | undefined {
  if (discriminator === undefined) return undefined
  const [value, ...aliases] = [discriminator.value, ...(discriminator.aliases ?? [])].map(
    name => ({ kind: 'raw', value: { S: name } }) as const,
  )
  const left = storedPath(discriminator.attribute)
  return aliases.length === 0
    ? { kind: 'compare', operator: 'eq', left, right: value! }
    : { kind: 'in', operand: left, values: [value!, ...aliases] }
}

/** The item has this version; an item from before versioning has version 0. */
export function atVersion(entity: CompiledEntity, version: number): Condition {
  const path = storedPath(entity.managed.version!.storedName)
  return version === 0
    ? { kind: 'and', conditions: [present(entity), { kind: 'notExists', path }] }
    : allOf(own(entity), {
        kind: 'compare',
        operator: 'eq',
        left: path,
        right: { kind: 'raw', value: { N: String(version) } },
      })!
}

/** All of the conditions that there are. */
export function allOf(...conditions: readonly (Condition | undefined)[]): Condition | undefined {
  const some = conditions.filter(condition => condition !== undefined)
  return some.length > 1 ? { kind: 'and', conditions: some } : some[0]
}
