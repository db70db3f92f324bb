import type { Table } from '../../table/table-types.js'
import type { InferredEntity, InferredPattern, InferredUnique } from '../infer/inferred-model.js'
import { isPlain } from './build-entity.js'
import { bracketed, comment, indent, property, quote } from './text.js'
import { objectText } from './type-text.js'

/** The definition of an entity as code, a constant with what a reader should know of it. */
export function entityText(entity: InferredEntity, constant: string, table: Table, tableName: string): string {
  const { name, count, key, discriminator, version, createdAt, updatedAt, timeToLive } = entity
  const renamed = entity.attributes.filter(({ storedName }) => storedName !== undefined)
  const timestamps = [
    ...(createdAt === undefined ? [] : [`createdAt: ${quote(createdAt)}`]),
    ...(updatedAt === undefined ? [] : [`updatedAt: ${quote(updatedAt)}`]),
  ]
  const parts = [
    `name: ${quote(name)}`,
    `table: ${tableName}`,
    `schema: ${objectText(entity.attributes, 200, count)}`,
    `key: ${bracketed('{', keyParts(key), '}', 7)}`,
    ...(entity.indexes.length > 0
      ? [
          `indexes: {\n${entity.indexes.map(each => indent(`${property(each.name)}: ${patternText(each, table)},`)).join('\n')}\n}`,
        ]
      : []),
    ...(version === undefined ? [] : [`version: ${quote(version)}`]),
    ...(timestamps.length > 0 ? [`timestamps: { ${timestamps.join(', ')} }`] : []),
    ...(timeToLive === undefined ? [] : [`timeToLive: ${quote(timeToLive)}`]),
    ...(entity.unique.length > 0 ? [`unique: ${bracketed('[', entity.unique.map(uniqueText), ']', 11)}`] : []),
    ...(entity.keyOnly.length > 0 ? [`keyOnly: ${bracketed('[', entity.keyOnly.map(quote), ']', 11)}`] : []),
    ...(renamed.length > 0
      ? [
          `storedAs: ${bracketed(
            '{',
            renamed.map(each => `${property(each.name)}: ${quote(each.storedName!)}`),
            '}',
            12,
          )}`,
        ]
      : []),
    ...discriminatorText(discriminator),
  ]
  const head = comment([countText(count), ...entity.notes])
  return `${head}
export const ${constant} = defineEntity({
${parts.map(part => indent(`${part},`)).join('\n')}
})
export type ${constant} = InferItem<typeof ${constant}>`
}

function discriminatorText(discriminator: InferredEntity['discriminator']): readonly string[] {
  if (!discriminator) return ['discriminator: false']
  if (discriminator.isDefault) return []
  const { attribute, value, aliases } = discriminator
  const parts = [
    `attribute: ${quote(attribute)}`,
    `value: ${quote(value)}`,
    ...(aliases.length > 0 ? [`aliases: [${aliases.map(quote).join(', ')}]`] : []),
  ]
  return [`discriminator: ${bracketed('{', parts, '}', 17)}`]
}

function uniqueText(unique: InferredUnique): string {
  if (isPlain(unique)) return quote(unique.attributes[0]!)
  const parts = [
    `name: ${quote(unique.name)}`,
    `attributes: [${unique.attributes.map(quote).join(', ')}]`,
    ...(unique.partitionKey === undefined ? [] : [`partitionKey: ${quote(unique.partitionKey)}`]),
  ]
  return bracketed('{', parts, '}', 6)
}

/** How many items there are; of one or two it is hard to tell. */
function countText(count: number): string {
  const items = `${count} ${count === 1 ? 'item' : 'items'}`
  return count > 2 ? `${items}.` : `${items}: what is literal in the key, and what a value, is a guess.`
}

const keyParts = ({ partitionKey, sortKey }: InferredEntity['key']) => [
  `partitionKey: ${quote(partitionKey)}`,
  ...(sortKey === undefined ? [] : [`sortKey: ${quote(sortKey)}`]),
]

function patternText({ index, partitionKey, sortKey }: InferredPattern, { indexes }: Table): string {
  const template = (given: string | readonly string[]) =>
    typeof given === 'string' ? quote(given) : bracketed('[', given.map(quote), ']')
  const parts = [
    `index: ${quote(index)}`,
    ...(indexes.get(index)?.kind === 'local' ? [] : [`partitionKey: ${template(partitionKey)}`]),
    ...(sortKey === undefined ? [] : [`sortKey: ${template(sortKey)}`]),
  ]
  return bracketed('{', parts, '}', 20)
}
