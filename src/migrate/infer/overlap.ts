import type { PlaceholderDomain } from '../../key/domain.js'
import { createKeyFormat, type KeyFormat } from '../../key/key-format.js'
import { formatsOverlap } from '../../key/overlap.js'
import { parseTemplate } from '../../key/template.js'
import { charactersOf } from '../../schema/placeholder-domain.js'
import { zodFormat } from './formats.js'
import type { InferredEntity, InferredType } from './inferred-model.js'

/** Whether two entities could make one primary key, and have no discriminators that tell them apart. */
export function overlaps(one: InferredEntity, other: InferredEntity): boolean {
  const [a, b] = [one.discriminator, other.discriminator]
  if (
    a &&
    b &&
    a.attribute === b.attribute &&
    ![a.value, ...a.aliases].some(value => [b.value, ...b.aliases].includes(value))
  )
    return false
  const [partition, sort] = (['partitionKey', 'sortKey'] as const).map(part => {
    const formats = [one, other].map(entity => formatOf(entity, entity.key[part]))
    return formats.some(format => format === undefined) || formatsOverlap(formats[0]!, formats[1]!)
  })
  return Boolean(partition && sort)
}

/** The format of a key template; undefined where what the key holds is not text. */
function formatOf({ attributes }: InferredEntity, template: string | undefined): KeyFormat | undefined {
  if (template === undefined) return undefined
  const parsed = parseTemplate(template)
  const domains = parsed.placeholders.map(({ attribute }) =>
    domainOf(attributes.find(({ name }) => name === attribute)!.type),
  )
  return domains.some(domain => domain === undefined)
    ? undefined
    : createKeyFormat(parsed, domains as PlaceholderDomain[], false)
}

function domainOf(type: InferredType): PlaceholderDomain | undefined {
  if (type.kind === 'boolean') return { type: 'boolean', values: ['true', 'false'] }
  if (type.kind === 'number') return { type: 'number', characters: '0123456789+-.e' }
  if (type.kind !== 'string') return undefined
  const characters = type.format && charactersOf(zodFormat(type.format))
  return { type: 'string', ...(characters && { characters }), ...(type.values && { values: type.values }) }
}
