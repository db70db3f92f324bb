import { MonotableError } from '../errors/monotable-error.js'
import type { AttributeModel } from '../schema/attribute-model.js'
import type { AttributeEntry, ItemModel } from '../schema/item-model.js'
import { formatPath, type Path } from '../schema/path.js'

/** A place in an item: by the names of its schema, or a stored top-level attribute that the library itself knows. */
export type AttributePath =
  | { readonly kind: 'attribute'; readonly segments: Path }
  | { readonly kind: 'stored'; readonly name: string }

/** A place found in the schema: as the schema names it, as DynamoDB knows it, and what is there. */
export interface Place {
  readonly path: Path
  readonly stored: Path
  /** Undefined for what only the library knows. */
  readonly model: AttributeModel | undefined
}

/**
 * Finds a place in the schema.
 * @throws MonotableError `expression.unknownPath`
 */
export function findPlace(model: ItemModel, path: AttributePath): Place {
  if (path.kind === 'stored') return { path: [path.name], stored: [path.name], model: undefined }
  const [name, ...inner] = path.segments
  const entry = entryOf(model, path)
  const segments: (string | number)[] = []
  let place = entry.model
  for (const written of inner) {
    const segment = typeof written === 'string' && isIndex(place, written) ? Number(written) : written
    const child = childOf(place, segment)
    if (child === undefined) throw unknownPath(path.segments)
    segments.push(segment)
    place = child
  }
  return { path: [name!, ...segments], stored: [entry.storedName, ...segments], model: place }
}

/**
 * Finds a place that DynamoDB can find too.
 * @throws MonotableError `expression.unknownPath`, `expression.keyOnly`
 */
export function findStoredPlace(model: ItemModel, path: AttributePath): Place {
  if (path.kind === 'attribute' && !entryOf(model, path).stored)
    throw new MonotableError('expression.keyOnly', { path: formatPath(path.segments) })
  return findPlace(model, path)
}

/** The stored top-level attribute that a path begins with. */
export function storedRoot(model: ItemModel, path: AttributePath): string {
  return path.kind === 'stored' ? path.name : entryOf(model, path).storedName
}

function entryOf(model: ItemModel, { segments }: AttributePath & { kind: 'attribute' }): AttributeEntry {
  const entry = model.attributes.get(String(segments[0]))
  if (entry === undefined) throw unknownPath(segments)
  return entry
}

/**
 * Only lists have elements by number: a map's member `0` is a name. What a codec makes of a value has other members than
 * what is stored of it, so it is a place as a whole.
 */
function childOf(model: AttributeModel, segment: string | number): AttributeModel | undefined {
  const isConverted = model.converts && !model.parts.some(part => part.converts)
  if (isConverted || (typeof segment === 'number' && !model.types.includes('L'))) return undefined
  return model.child(segment)
}

/** References hear of `list[0]` and `record['0']` alike, as text. Where a list may be, it is the list's element. */
function isIndex(model: AttributeModel, segment: string): boolean {
  return /^(0|[1-9]\d*)$/.test(segment) && model.types.includes('L')
}

function unknownPath(path: Path): MonotableError {
  return new MonotableError('expression.unknownPath', { path: formatPath(path) })
}

/**
 * Reads a path as users write it, `'capability.skills[0]'`, into its segments. Names that have dots or brackets themselves
 * are understood where the schema declares them; keys of records are not.
 * @throws MonotableError `expression.unknownPath`
 */
export function readPath(model: ItemModel, text: string): Path {
  const path = readName(name => model.attributes.get(name)?.model, text)
  if (path === undefined) throw new MonotableError('expression.unknownPath', { path: text })
  return path
}

/** The shortest name that leaves a rest with a meaning. */
function readName(child: (name: string) => AttributeModel | undefined, text: string): Path | undefined {
  for (const { index } of text.matchAll(/[.[]|$/g)) {
    const name = text.slice(0, index)
    const model = child(name)
    const rest = model && readRest(model, text.slice(index))
    if (rest !== undefined) return [name, ...rest]
  }
  return undefined
}

function readRest(model: AttributeModel, text: string): Path | undefined {
  if (text === '') return []
  if (text[0] === '.') return readName(name => childOf(model, name), text.slice(1))
  const [token, digits] = /^\[(0|[1-9]\d*)\]/.exec(text) ?? ['']
  const index = Number(digits)
  const element = digits === undefined ? undefined : childOf(model, index)
  const rest = element && readRest(element, text.slice(token.length))
  return rest && [index, ...rest]
}
