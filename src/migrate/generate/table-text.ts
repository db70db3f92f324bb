import type { KeyAttributeModel, Table, TableIndex } from '../../table/table-types.js'
import { bracketed, indent, property, quote } from './text.js'

/** The definition of a table as code. */
export function tableText({ name, partitionKey, sortKey, indexes, timeToLive }: Table, constant: string): string {
  const parts = [
    `name: ${quote(name)}`,
    `partitionKey: ${keyText(partitionKey)}`,
    ...(sortKey ? [`sortKey: ${keyText(sortKey)}`] : []),
    ...(indexes.size > 0
      ? [
          `indexes: {\n${[...indexes.values()].map(index => indent(`${property(index.name)}: ${indexText(index)},`)).join('\n')}\n}`,
        ]
      : []),
    ...(timeToLive === undefined ? [] : [`timeToLive: ${quote(timeToLive)}`]),
  ]
  return `export const ${constant} = defineTable(${bracketed('{', parts, '}', constant.length + 28)})`
}

function indexText({ kind, partitionKey, sortKey, projection }: TableIndex): string {
  const parts = [
    ...(kind === 'local' ? ["type: 'local'"] : [`partitionKey: ${keysText(partitionKey)}`]),
    ...(sortKey.length > 0 ? [`sortKey: ${keysText(sortKey)}`] : []),
    ...(projection === 'all'
      ? []
      : [
          `projection: ${typeof projection === 'string' ? quote(projection) : `[${projection.map(quote).join(', ')}]`}`,
        ]),
  ]
  return bracketed('{', parts, '}', 20)
}

const keysText = (keys: readonly KeyAttributeModel[]) =>
  keys.length === 1 ? keyText(keys[0]!) : `[${keys.map(keyText).join(', ')}]`
const keyText = ({ name, type }: KeyAttributeModel) =>
  type === 'string' ? quote(name) : `{ name: ${quote(name)}, type: ${quote(type)} }`
