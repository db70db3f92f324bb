import { MonotableError } from '../errors/monotable-error.js'
import type { Where } from '../expression/condition-types.js'
import type { ItemModel } from '../schema/item-model.js'

type Attributes = Readonly<Record<string, unknown>>

/** A write that is about to be compiled, as extensions see it. */
export interface PendingWrite {
  /** Which operation it is. */
  readonly kind: 'create' | 'put' | 'update' | 'upsert' | 'delete'
  /** The attributes of the primary key. */
  readonly key: Attributes
  /** The whole item of `create` and `put`, with what earlier extensions have set. */
  readonly item: Attributes | undefined
  /** The version that `ifVersion` or the item of `put` carries. */
  readonly version: number | undefined
  /** The time of the write: the same for all that it changes. */
  readonly now: Date
}

/** The same on its way through the extensions, with what earlier ones have set, which the item does not have yet. */
export interface ExtendedWrite extends PendingWrite {
  readonly earlier: Attributes
}

/** What an extension adds to a write. Values are as the application has them, and validated with the rest. */
export interface WriteAdditions {
  /** Attributes to set, whatever was given for them. */
  readonly set?: Attributes | undefined
  /** Attributes to set where the item has none: not given to `create` or `put`, not there before an `upsert`. */
  readonly setIfMissing?: Attributes | undefined
  /** Numbers to add to what is there, or to 0 where nothing is; for `update` and `upsert`. */
  readonly increment?: Readonly<Record<string, number>> | undefined
  /** What must hold of the item as it is, beside the write's own conditions. */
  readonly condition?: Where<any> | undefined
}

/**
 * Something that happens with every write and every read of an entity. Extensions run in the order in which they are
 * listed, behind the library's own, which keep the version and the timestamps: none replaces another.
 */
export interface Extension {
  /** For error messages. */
  readonly name: string
  /**
   * Is asked when a write is compiled: once more where that is made anew, for what it was made of has changed.
   * @example beforeWrite: ({ kind }) => (kind === 'delete' ? undefined : { set: { changedBy: currentUser() } })
   */
  beforeWrite?(write: PendingWrite): WriteAdditions | undefined
  /**
   * Changes an item that was read, decoded and valid; must leave its type as it is. Of a projection it sees what was asked for.
   * @example afterRead: item => ({ ...item, name: item.name.trim() })
   */
  afterRead?(item: any): object
}

/**
 * An extension whose additions are checked: it changes attributes of the schema, and none that `fixed` names, which the key or
 * the library keeps.
 */
export function checkedExtension(extension: Extension, model: ItemModel, fixed: ReadonlySet<string>): Extension {
  const { name } = extension
  return {
    name,
    beforeWrite({ earlier, item, ...write }: ExtendedWrite) {
      // A copy of its own: what it does to the item is nothing that it adds.
      const added = extension.beforeWrite?.({ ...write, item: item && { ...item, ...earlier } })
      const refuse = (reason: string) => new MonotableError('update.invalid', { entity: model.entity, reason })
      for (const attribute of [added?.set, added?.setIfMissing, added?.increment].flatMap(each =>
        Object.keys(each ?? {}),
      )) {
        if (!model.attributes.has(attribute))
          throw refuse(`the extension '${name}' sets '${attribute}', which is no attribute of the schema`)
        if (fixed.has(attribute))
          throw refuse(`the extension '${name}' sets '${attribute}', which is part of the key or kept by the library`)
      }
      return added
    },
    afterRead: item => extension.afterRead?.(item) ?? item,
  }
}
