import { MonotableError } from '../errors/monotable-error.js'
import type { AttributeModel } from '../schema/attribute-model.js'
import type { ItemModel } from '../schema/item-model.js'
import { formatPath, type Path } from '../schema/path.js'

/** A place by its stored names: what the library itself knows, or what was found in a schema. */
export interface StoredPath {
  readonly kind: 'stored'
  readonly segments: Path
}

/** A place in an item, by the names of its schema or by stored ones. */
export type AttributePath = StoredPath | { readonly kind: 'attribute'; readonly segments: Path }

/** A place found in the schema: as the schema names it, as DynamoDB knows it, and what is there. */
export interface Place {
  readonly entity: string
  readonly path: Path
  readonly stored: Path
  /** Undefined for what only the library knows. */
  readonly model: AttributeModel | undefined
}

/** What finds the places of an expression. */
export type FindPlace = (path: AttributePath) => Place

/**
 * Finds a place in the schema.
 * @throws MonotableError `expression.unknownPath`
 */
export function findPlace({ entity, attributes }: ItemModel, { kind, segments }: AttributePath): Place {
  if (kind === 'stored') return { entity, path: segments, stored: segments, model: undefined }
  const [name] = segments
  const entry = attributes.get(String(name))
  let model = entry?.model
  if (entry && segments.length === 1) return { entity, path: [entry.name], stored: [entry.storedName], model }
  const inner = segments.slice(1).map(text => {
    // References hear of `list[0]` and `record['0']` alike, as text. Where a list may be, it is the list's element.
    const segment = model?.types.includes('L') && /^(0|[1-9]\d*)$/.test(String(text)) ? Number(text) : text
    model = model && childOf(model, segment)
    return segment
  })
  if (!entry || !model) throw unknownPath(formatPath(segments))
  return { entity, path: [entry.name, ...inner], stored: [entry.storedName, ...inner], model }
}

/**
 * Finds a place that DynamoDB can find too.
 * @throws MonotableError `expression.unknownPath`, `expression.keyOnly`
 */
export function findStoredPlace(model: ItemModel, path: AttributePath): Place {
  const place = findPlace(model, path)
  if (path.kind === 'attribute' && !model.attributes.get(String(place.path[0]))!.stored)
    throw new MonotableError('expression.keyOnly', { path: formatPath(path.segments) })
  return place
}

/**
 * Only lists have elements by number, and NaN is none: a map's member `0` is a name. What a codec makes of a value has
 * other members than what is stored of it, so it is a place as a whole.
 */
function childOf(model: AttributeModel, segment: string | number): AttributeModel | undefined {
  const isConverted = model.converts && !model.parts.some(part => part.converts)
  // DynamoDB has no names without text, and none that have no UTF-8.
  if (segment === '' || !String(segment).isWellFormed()) return undefined
  if (isConverted || (typeof segment === 'number' && !(segment >= 0 && model.types.includes('L')))) return undefined
  return model.child(segment)
}

/**
 * Reads a path as users write it, `'capability.skills[0]'`, into its segments. Names that have dots or brackets themselves
 * are understood where the schema declares them; keys of records are not.
 * @throws MonotableError `expression.unknownPath`
 */
export function readPath({ attributes }: ItemModel, text: string): Path {
  const path = readSegments(name => attributes.get(String(name))?.model, `.${text}`)
  if (path === undefined) throw unknownPath(text)
  return path
}

/** Reads `.name` or `[0]`, the shortest that leaves a rest with a meaning, and that rest. */
function readSegments(child: (segment: string | number) => AttributeModel | undefined, text: string): Path | undefined {
  if (text === '') return []
  for (let end = 1; end <= text.length; end++) {
    if (!'.['.includes(text[end] ?? '.')) continue
    const token = text.slice(1, end)
    const segment = text[0] === '.' ? token : Number(/^(0|[1-9]\d*)\]$/.exec(token)?.[1])
    const model = child(segment)
    const rest = model && readSegments(next => childOf(model, next), text.slice(end))
    if (rest) return [segment, ...rest]
  }
  return undefined
}

const unknownPath = (path: string) => new MonotableError('expression.unknownPath', { path })

export const invalidValue = (path: Path, reason: string): MonotableError =>
  new MonotableError('expression.invalidValue', { path: formatPath(path), reason })
