import { SCHEMA_VERSION } from '../../entity/evolution.js'
import type { Table } from '../../table/table-types.js'
import type { Candidate } from './candidate.js'
import type { InferredAttribute, InferredEntity } from './inferred-model.js'
import type { Questions } from './questions.js'

type Role = 'version' | 'createdAt' | 'updatedAt'

const roles: Readonly<Record<Role, { readonly name: RegExp; readonly what: string }>> = {
  version: { name: /^_*(version|rev|revision|lock_?version)_*$/i, what: 'a version that each write raises by one' },
  createdAt: {
    name: /^_*(created|created_?at|creation_?(date|time)|creationDateTime)_*$/i,
    what: 'the time at which an item was made',
  },
  updatedAt: {
    name: /^_*(updated|updated_?at|modified|modified_?at|last_?(updated|modified)(_?at)?)_*$/i,
    what: 'the time of the last write',
  },
}

/** Looks for attributes that the library could keep, and asks whether it is to: what it does with them changes writes. */
export async function findManaged(
  entities: readonly InferredEntity[],
  candidates: readonly Candidate[],
  table: Table,
  questions: Questions,
): Promise<readonly InferredEntity[]> {
  let found = entities.map(entity => withSchemaVersion(withTimeToLive(entity, table)))
  for (const role of Object.keys(roles) as Role[]) {
    const fitting = found.map((entity, index) =>
      entity.attributes.find(attribute => fits(role, attribute, entity, candidates[index]!)),
    )
    const owners = found.flatMap(({ name }, index) => (fitting[index] ? [name] : []))
    if (owners.length === 0) continue
    const names = new Set(fitting.flatMap(attribute => (attribute ? [`'${attribute.name}'`] : [])))
    const more = owners.length > 3 ? ` and ${owners.length - 2} more` : ''
    const { what } = roles[role]
    const answer = await questions.ask({
      text: `Is ${[...names].join(', ')} of ${owners.slice(0, more ? 2 : 3).join(', ')}${more} ${what}, which monotable is to keep from now on?`,
      choices: ['no, it is an attribute like others', 'yes, monotable keeps it'],
      chosen: 0,
      why: 'It is named so; whether other writers keep it too is not to be seen.',
    })
    found = found.map((entity, index) => {
      const attribute = fitting[index]
      if (attribute === undefined) return entity
      if (answer === 1) return { ...entity, [role]: attribute.name }
      const option =
        role === 'version' ? `version: '${attribute.name}'` : `timestamps: { ${role}: '${attribute.name}' }`
      const note = `monotable can keep it: ${option}`
      return { ...entity, attributes: entity.attributes.map(each => (each === attribute ? { ...each, note } : each)) }
    })
  }
  return found
}

function fits(role: Role, attribute: InferredAttribute, entity: InferredEntity, { draft }: Candidate): boolean {
  const { type, name } = attribute
  const stored = attribute.storedName ?? name
  const isInKey = Object.values(entity.key).some(template => template.includes(`<${name}`))
  if (!roles[role].name.test(stored) || isInKey) return false
  if (role === 'version') return type.kind === 'number' && type.integer && !type.exact
  const inIndex = entity.indexes.some(index => JSON.stringify(index).includes(`<${name}`))
  if (role === 'updatedAt' && inIndex) return false
  // Seconds are not what it would write.
  return type.kind === 'string'
    ? type.format === 'datetime'
    : type.kind === 'number' && draft.attributes.get(stored)!.least > 1e11
}

/** The attribute by which DynamoDB deletes items is known where the table is. */
function withTimeToLive(entity: InferredEntity, { timeToLive }: Table): InferredEntity {
  const attribute = entity.attributes.find(({ name, storedName = name }) => storedName === timeToLive)
  return attribute && timeToLive !== undefined && attribute.type.kind === 'number'
    ? { ...entity, timeToLive: attribute.name }
    : entity
}

/** What the library itself writes where a schema has versions: upgrades can't be seen in items. */
const withSchemaVersion = (entity: InferredEntity): InferredEntity => ({
  ...entity,
  attributes: entity.attributes.map(each =>
    (each.storedName ?? each.name) === SCHEMA_VERSION && each.type.kind === 'number'
      ? { ...each, note: 'if monotable wrote it, leave it out: schemaVersion, and the upgrades to it, keep it' }
      : each,
  ),
})
