import type { AttributeModel } from '../../schema/attribute-model.js'
import type { ItemModel } from '../../schema/item-model.js'
import type { Path } from '../../schema/path.js'

/** A path without what differs from item to item: `[*]` for elements of lists, `.*` for members of records. */
export function generalPath({ attributes }: ItemModel, path: Path): string {
  let model: AttributeModel | undefined
  let text = ''
  path.forEach((segment, at) => {
    if (at === 0) {
      model = attributes.get(String(segment))?.model
      text = String(segment)
      return
    }
    if (typeof segment === 'number') text += '[*]'
    else text += model && isOpen(model, segment) ? '.*' : `.${segment}`
    model = model?.child(segment)
  })
  return text
}

/** Whether the names of members are values, and not the schema's. */
const isOpen = ({ kind, map }: AttributeModel, segment: string): boolean =>
  kind === 'record' || kind === 'any' || (map?.rest !== undefined && !map.members.has(segment))
