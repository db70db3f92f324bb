import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { isExpired, secondsOf } from '../../entity/time-to-live.js'
import { isSentinelKey, OWNER, type UniqueConstraint } from '../../entity/unique.js'
import { keyOfStored, leavingHolder } from '../../operation/write/holder.js'
import { keptKey } from '../../operation/write/sentinels.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'
import type { Found } from './findings.js'
import { Fingerprints, type SortedFingerprints } from './fingerprints.js'

/** A unique value that an item has: of which constraint, and the texts by which it and its sentinel are known. */
interface Claim {
  readonly constraint: UniqueConstraint
  /** The value, as the key of its sentinel. */
  readonly value: string
  /** The value and the item that has it. */
  readonly held: string
}

/**
 * Compares unique values with the sentinels that keep them, in bounded memory: of all items it keeps hashes, 16 bytes for each unique
 * value and 8 for each sentinel. Where they do not agree, a second reading of all items tells which ones they are.
 */
export class UniqueValues {
  readonly #values = new Fingerprints()
  readonly #claims = new Fingerprints()
  readonly #kept = new Fingerprints()
  #suspects: { duplicates: SortedFingerprints; missing: SortedFingerprints; orphaned: SortedFingerprints } | undefined

  constructor(
    private readonly table: Table,
    private readonly entities: readonly CompiledEntity[],
    private readonly now: Date,
  ) {}

  /** Notes what an item has. An expired one gives its values to whoever asks, and may have them as long as nobody does. */
  noteItem(entity: CompiledEntity, stored: StoredItem): void {
    const living = !isExpired(entity, stored, this.now)
    for (const { value, held } of this.#claimsOf(entity, stored)) {
      if (living) this.#values.add(value)
      this.#claims.add(held)
    }
  }

  /** Notes what a sentinel keeps. */
  noteSentinel(stored: StoredItem): void {
    this.#kept.add(this.#heldBy(stored))
  }

  /** After all items were noted: whether they have to be read once more, to see which ones are to blame. */
  compare(): boolean {
    const [values, claims, kept] = [this.#values.sort(), this.#claims.sort(), this.#kept.sort()]
    const duplicates = values.repeated()
    const missing = claims.without(kept)
    const orphaned = kept.without(claims)
    this.#suspects = { duplicates, missing, orphaned }
    return duplicates.length + missing.length + orphaned.length > 0
  }

  /** In the second reading: what is to be said of an item. */
  judgeItem(entity: CompiledEntity, stored: StoredItem): readonly Found[] {
    if (isExpired(entity, stored, this.now)) return []
    const { duplicates, missing } = this.#suspects!
    return this.#claimsOf(entity, stored).flatMap(({ constraint, value, held }): Found[] => {
      const about = { entity: entity.name, subject: constraint.name }
      if (duplicates.has(value)) return [{ kind: 'duplicate', ...about, reason: 'another item has the same value' }]
      if (missing.has(held))
        return [{ kind: 'sentinelMissing', ...about, reason: 'no sentinel keeps its value for it' }]
      return []
    })
  }

  /** In the second reading: what is to be said of a sentinel of a known constraint. */
  judgeSentinel(stored: StoredItem): readonly Found[] {
    const found = this.constraintOf(stored)
    if (!found || this.#isOver(stored) || !this.#suspects!.orphaned.has(this.#heldBy(stored))) return []
    const about = { entity: found.entity.name, subject: found.constraint.name }
    return [{ kind: 'sentinelOrphaned', ...about, reason: 'its item is gone, or has another value' }]
  }

  /** The constraint that a sentinel is of. */
  constraintOf(stored: StoredItem) {
    for (const entity of this.entities)
      for (const constraint of entity.unique)
        if (isSentinelKey(this.table, [constraint], stored)) return { entity, constraint }
    return undefined
  }

  #claimsOf(entity: CompiledEntity, stored: StoredItem): readonly Claim[] {
    if (entity.unique.length === 0) return []
    const holder = leavingHolder(entity, stored)
    const owner = this.#keyText(keyOfStored(entity, stored))
    return entity.unique.flatMap(constraint => {
      const key = keptKey(this.table, constraint, holder)
      if (!key) return []
      const value = this.#keyText(key)
      return [{ constraint, value, held: value + owner }]
    })
  }

  #heldBy = (stored: StoredItem) => this.#keyText(stored) + this.#keyText(stored[OWNER]?.M ?? {})

  /** Tables with unique values have keys that are strings. */
  #keyText(key: StoredItem): string {
    const { partitionKey, sortKey } = this.table
    return JSON.stringify([key[partitionKey.name]?.S, sortKey && key[sortKey.name]?.S])
  }

  #isOver(stored: StoredItem): boolean {
    const expires = stored[this.table.timeToLive ?? '']?.N
    return expires !== undefined && Number(expires) <= secondsOf(this.now)
  }
}
