import type { CompiledEntity } from '../entity/compiled-entity.js'
import { discriminatorValues } from '../entity/compiled-entity.js'
import { DefinitionError } from '../errors/monotable-error.js'
import { formatsOverlap } from '../key/overlap.js'

/**
 * Refuses entities that could write over each other: two whose templates can make one primary key, unless each was given
 * a discriminator of its own, in every index that is queried for them.
 * @throws DefinitionError `definition.overlap`, `definition.database`
 */
export function checkOverlaps(entities: readonly CompiledEntity[]): void {
  for (const [index, one] of entities.entries()) {
    for (const other of entities.slice(index + 1)) {
      if (one.name === other.name)
        throw new DefinitionError('definition.database', { reason: `two entities are named '${one.name}'` })
      if (sharesKeys(one, other) && !toldApart(one, other))
        throw new DefinitionError('definition.overlap', {
          entities: [one.name, other.name],
          reason: `${keyText(one)} and ${keyText(other)}`,
        })
    }
  }
}

/** Whether two entities can make one primary key. */
export const sharesKeys = (one: CompiledEntity, other: CompiledEntity): boolean =>
  one.primaryKey.every((part, index) => {
    const counterpart = other.primaryKey[index]?.format
    return part.format === undefined || counterpart === undefined || formatsOverlap(part.format, counterpart)
  })

function toldApart(
  { discriminator: a, ...one }: CompiledEntity,
  { discriminator: b, ...other }: CompiledEntity,
): boolean {
  if (!one.discriminated || !other.discriminated || !a || a.attribute !== b?.attribute) return false
  const values = discriminatorValues(b)
  const patterns = [...one.patterns.values(), ...other.patterns.values()]
  return (
    !discriminatorValues(a).some(value => values.includes(value)) &&
    patterns.every(({ index: { projection } }) => projection === 'all' || [projection].flat().includes(a.attribute))
  )
}

const keyText = (entity: CompiledEntity) => entity.primaryKey.map(part => `'${part.source}'`).join(' + ')
