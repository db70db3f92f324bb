import { checkOverlaps } from '../../database/overlap.js'
import { type CompiledEntity, compiledEntity } from '../../entity/compiled-entity.js'
import { DefinitionError } from '../../errors/monotable-error.js'
import type { Table } from '../../table/table-types.js'
import type { Candidate } from '../infer/candidate.js'
import type { InferredEntity } from '../infer/inferred-model.js'
import { buildEntity } from './build-entity.js'

/** The entities, defined; or what to go on with where they can't be, and what was given up for good. */
export type Built =
  | { readonly compiled: readonly CompiledEntity[] }
  | { readonly candidates: readonly Candidate[]; readonly refused: string | undefined }

/** Defines the entities that were found, as far as the library takes them. Each answer that is not yet all of them gives something up. */
export function tryBuild(candidates: readonly Candidate[], entities: readonly InferredEntity[], table: Table): Built {
  const compiled: CompiledEntity[] = []
  for (const [index, entity] of entities.entries()) {
    try {
      compiled.push(compiledEntity(buildEntity(entity, table)))
    } catch (error) {
      if (!(error instanceof DefinitionError)) throw error
      const humbler = humbled(candidates[index]!, entity, table)
      return {
        candidates: candidates.flatMap((each, at) => (at !== index ? [each] : humbler ? [humbler] : [])),
        refused: humbler ? undefined : `${entity.name} can't be defined: ${error.message}`,
      }
    }
  }
  try {
    checkOverlaps(compiled)
    return { compiled }
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error
    const { entities: names = [] } = error.details as { readonly entities?: readonly string[] }
    const sharing = entities
      .map(({ name, count }, index) => ({ name, count, index }))
      .filter(({ name }) => names.includes(name))
    const [smallest] = sharing.sort((a, b) => a.count - b.count)
    if (smallest === undefined) throw error
    return { candidates: candidates.filter((_, at) => at !== smallest.index), refused: error.message }
  }
}

/** The same with simpler templates; at last, with a time-to-live that may hold anything. */
function humbled(
  { draft, concessions }: Candidate,
  entity: InferredEntity,
  { timeToLive }: Table,
): Candidate | undefined {
  if (entity.unique.length > 0) return { draft, concessions: { ...concessions, unkept: true } }
  if (!concessions.untemplated) return { draft, concessions: { ...concessions, untemplated: true } }
  if (!concessions.untied) return { draft, concessions: { ...concessions, untied: true } }
  const expiry = entity.attributes.find(({ name, storedName = name }) => storedName === timeToLive)?.name
  const { open = [] } = concessions
  return expiry === undefined || open.includes(expiry)
    ? undefined
    : { draft, concessions: { ...concessions, open: [...open, expiry] } }
}
