import type { Table } from '../../table/table-types.js'
import type { InferredEntity, InferredPattern } from '../infer/inferred-model.js'
import { bracketed, comment, indent, property, quote } from './text.js'
import { objectText } from './type-text.js'

/** The definition of an entity as code, with what a reader should know of it. */
export function entityText(entity: InferredEntity, table: Table, tableName: string): string {
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
    discriminator
      ? `discriminator: ${bracketed(
          '{',
          [
            `attribute: ${quote(discriminator.attribute)}`,
            `value: ${quote(discriminator.value)}`,
            ...(discriminator.aliases.length > 0 ? [`aliases: [${discriminator.aliases.map(quote).join(', ')}]`] : []),
          ],
          '}',
          17,
        )}`
      : 'discriminator: false',
  ]
  const head = comment([countText(count), ...entity.notes])
  return `${head}
export const ${name} = defineEntity({
${parts.map(part => indent(`${part},`)).join('\n')}
})
export type ${name} = InferItem<typeof ${name}>`
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
