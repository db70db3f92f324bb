import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Issue } from '../errors/item-errors.js'
import type { AttributeModel } from '../schema/attribute-model.js'
import { decodeValue } from '../schema/decode.js'
import type { ItemModel, StoredItem } from '../schema/item-model.js'
import { isPlainObject } from '../schema/maps.js'
import type { Path } from '../schema/path.js'
import { readPath } from './attribute-path.js'
import { ownPart } from './stored-values.js'

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

type Segment = string | number

/** The places that paths lead to, as a tree of their segments. An empty one means all that is there. */
type Selection = ReadonlyMap<Segment, Selection>
interface Growing extends Map<Segment, Growing> {}

/**
 * Plans how paths of an item are read.
 * @param paths as users write them: `'name'`, `'capability.skills[0]'`
 * @throws MonotableError `expression.unknownPath`
 */
export function planProjection(model: ItemModel, paths: readonly string[]): ProjectionPlan {
  const selection: Growing = new Map()
  for (const path of paths) select(selection, readPath(model, path))
  const entryOf = (name: Segment) => model.attributes.get(String(name))!
  return {
    fetch: [...selection].flatMap(([name, inner]) => {
      const { stored, storedName, model } = entryOf(name)
      return stored ? pathsToFetch(model, inner, [storedName]) : []
    }),
    decode: (item, restored, issues) =>
      pick({}, selection, (_, segment, inner) => {
        const { name, stored, storedName, model } = entryOf(segment)
        const kept = restored.has(name) ? model.marshal(restored.get(name)) : undefined
        return decodePlace(model, inner, stored ? ownPart(item, storedName) : kept, [name], issues)
      }),
  }
}

/** Adds a path: what is within another's place is part of that. */
function select(selection: Growing, [segment, ...rest]: Path): void {
  if (segment === undefined) {
    selection.clear()
    return
  }
  const known = selection.get(segment)
  if (known?.size === 0) return
  const inner: Growing = known ?? new Map()
  selection.set(segment, inner)
  select(inner, rest)
}

const isMap = ({ kind }: AttributeModel) => kind === 'map' || kind === 'record'

/**
 * Whether members can be fetched without the rest. Where the whole may be missing or null it is fetched, for of a member that
 * is not in the answer nobody could say which is missing; and so are lists, whose elements come back without their indexes.
 */
const isFetchedInParts = (model: AttributeModel) => isMap(model) && !model.optional && !model.nullable

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
  const missing = stored === undefined && isFetchedInParts(model) ? {} : undefined
  const whole = model.kind === 'list' ? stored?.L : isMap(model) ? (stored?.M ?? missing) : undefined
  // Null, a default, something of a union: it is known only when it is decoded.
  if (selection.size === 0 || whole === undefined) return cut(decodeValue(model, stored, path, issues), selection)
  return pick<AttributeValue>(whole, selection, (part, segment, inner) =>
    // What a list or record does not hold is not missing from it.
    part || model.kind === 'map'
      ? decodePlace(model.child(segment)!, inner, part, [...path, segment], issues)
      : undefined,
  )
}

/** Of a decoded value only what is selected. What has no inside is all there is of it. */
const cut = (value: unknown, selection: Selection): unknown =>
  selection.size > 0 && (Array.isArray(value) || isPlainObject(value))
    ? pick(value, selection, (part, _, inner) => cut(part, inner))
    : value

/** What `make` makes of the selected members, or elements in their order. What is undefined is left out. */
function pick<T>(
  whole: readonly T[] | Readonly<Record<string, T>>,
  selection: Selection,
  make: (part: T | undefined, segment: Segment, inner: Selection) => unknown,
): object {
  const isList = Array.isArray(whole)
  const parts = [...selection]
    .filter(([segment]) => (typeof segment === 'number') === isList)
    .map(([segment, inner]) => [segment, make(ownPart(whole, segment), segment, inner)] as const)
    .filter(([, part]) => part !== undefined)
  return isList ? parts.sort(([a], [b]) => Number(a) - Number(b)).map(([, part]) => part) : Object.fromEntries(parts)
}
