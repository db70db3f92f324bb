import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Issue } from '../errors/item-errors.js'
import type { AttributeModel } from '../schema/attribute-model.js'
import { decodeValue } from '../schema/decode.js'
import type { AttributeEntry, ItemModel, StoredItem } from '../schema/item-model.js'
import type { Path } from '../schema/path.js'
import { readPath } from './attribute-path.js'
import { cut, indexesIn, namesIn, objectOf, type Selection, selectionOf } from './selection.js'
import { memberOf } from './stored-values.js'

/** What to fetch for a projection, and how to make of it what was asked for. */
export interface ProjectionPlan {
  /** Stored paths, none within another. Attributes that are kept in the key alone are not among them. */
  readonly fetch: readonly Path[]
  /**
   * Decodes what was fetched, or a whole item, to what the paths lead to; what does not fit is told in `issues`.
   * @param restored the encoded values of attributes that are kept in the key alone, by name
   */
  decode(stored: StoredItem, restored: ReadonlyMap<string, unknown>, issues: Issue[]): object
}

/**
 * Plans how paths of an item are read.
 * @param paths as users write them: `'name'`, `'capability.skills[0]'`
 * @throws MonotableError `expression.unknownPath`
 */
export function planProjection(model: ItemModel, paths: readonly string[]): ProjectionPlan {
  const selected = [...selectionOf(paths.map(path => readPath(model, path)))].map(([name, inner]) => ({
    entry: model.attributes.get(String(name))!,
    inner,
  }))
  return {
    fetch: selected
      .filter(({ entry }) => entry.stored)
      .flatMap(({ entry, inner }) => pathsToFetch(entry.model, inner, [entry.storedName])),
    decode(stored, restored, issues) {
      const members = selected.map(({ entry, inner }) => {
        const value = entry.stored ? memberOf(stored, entry.storedName) : restore(entry, restored)
        return [entry.name, decodePlace(entry.model, inner, value, [entry.name], issues)] as const
      })
      return objectOf(members)
    },
  }
}

function restore({ name, model }: AttributeEntry, restored: ReadonlyMap<string, unknown>): AttributeValue | undefined {
  return restored.has(name) ? model.marshal(restored.get(name)) : undefined
}

/**
 * Whether members can be fetched without the rest. Where the whole may be missing or null it is fetched, for of a member that
 * is not in the answer nobody could say which is missing; and so are lists, whose elements come back without their indexes.
 */
function isFetchedInParts({ kind, optional, nullable }: AttributeModel): boolean {
  return (kind === 'map' || kind === 'record') && !optional && !nullable
}

function pathsToFetch(model: AttributeModel, selection: Selection, stored: Path): readonly Path[] {
  if (selection.size === 0 || !isFetchedInParts(model)) return [stored]
  return [...selection].flatMap(([segment, inner]) => pathsToFetch(model.child(segment)!, inner, [...stored, segment]))
}

/** Decodes place by place, so that what was not asked for need not be valid. */
function decodePlace(
  model: AttributeModel,
  selection: Selection,
  stored: AttributeValue | undefined,
  path: Path,
  issues: Issue[],
): unknown {
  if (selection.size === 0) return decodeValue(model, stored, path, issues)
  const decode = (segment: string | number, inner: Selection, value: AttributeValue | undefined) =>
    decodePlace(model.child(segment)!, inner, value, [...path, segment], issues)

  const elements = stored?.L
  if (elements && model.kind === 'list')
    return indexesIn(selection, elements.length).map(index => decode(index, selection.get(index)!, elements[index]))

  const members = stored === undefined && isFetchedInParts(model) ? {} : stored?.M
  if (members && (model.kind === 'map' || model.kind === 'record')) {
    const decodeMember = (name: string, inner: Selection) => {
      const value = memberOf(members, name)
      // What a record does not hold is not missing from it.
      return value === undefined && model.kind === 'record' ? undefined : decode(name, inner, value)
    }
    return objectOf(namesIn(selection).map(name => [name, decodeMember(name, selection.get(name)!)]))
  }
  // Null, a default, something of a union: it is known only when it is decoded.
  return cut(decodeValue(model, stored, path, issues), selection)
}
