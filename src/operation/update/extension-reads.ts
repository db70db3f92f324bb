import { partsOf } from '../../entity/compiled-entity.js'
import type { UpdateAction } from '../../expression/update.js'
import type { Context } from '../context.js'
import { extend } from '../write/extend.js'
import { namesOf } from './index-key-actions.js'
import { touchesUnique } from './tracked.js'
import type { UpdateNode } from './update-node.js'

/**
 * Whether the item must be read before an update, for an extension changes what a unique value or the time-to-live of its
 * sentinel is made of, or a part of an index key of which the update does not say the rest: the compiler can't ask for what it does not see.
 */
export function extensionsNeedOld({ entity, now }: Context, node: UpdateNode): boolean {
  const { patterns, unique, extensions, managed } = entity
  const ours = [managed.version, managed.createdAt, managed.updatedAt].filter(Boolean).length
  if (extensions.length === ours || patterns.size + unique.length === 0) return false
  const { set, setIfMissing, increment } = extend(entity, node, {
    key: node.key,
    item: undefined,
    version: node.version,
    now: now(),
  })
  const computed = [...Object.keys(increment), ...(node.kind === 'upsert' ? Object.keys(setIfMissing) : [])]
  // The compiler asks for `createdAt` where a key is made of it.
  const changed = [...Object.keys(set), ...computed].filter(name => name !== managed.createdAt?.entry.name)
  if (touchesUnique(entity, changed)) return true
  const known = new Set([
    ...entity.keyEntries.map(entry => entry.name),
    ...node.actions.filter(isPlain).map(({ path }) => String(path.segments[0])),
    ...Object.keys(set),
  ])
  for (const name of computed) known.delete(name)
  return [...patterns.values()].some(pattern => {
    const names = namesOf(partsOf(pattern))
    return names.some(name => changed.includes(name)) && names.some(name => !known.has(name))
  })
}

/** Whether what an action leaves of an attribute is known. */
const isPlain = (action: UpdateAction): boolean =>
  action.path.segments.length === 1 &&
  (action.kind === 'remove' || (action.kind === 'set' && action.value.kind === 'value'))
