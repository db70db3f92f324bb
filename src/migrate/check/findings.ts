import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'
import type { Finding } from './check-report.js'
import { exampleKey } from './example-key.js'
import { type FindingKind, findingKinds } from './finding-kinds.js'

/** What is found in one item. */
export interface Found {
  readonly kind: FindingKind
  readonly entity?: string | undefined
  readonly subject?: string | undefined
  readonly reason: string
}

/** So many groups are kept apart; what is found after that is counted by its kind and entity alone, so memory has a bound. */
const MOST_GROUPS = 1000

interface Group {
  readonly found: Found
  count: number
  readonly examples: Finding['examples'][number][]
}

/** Gathers what is found in items, by what it is. */
export class Findings {
  readonly #groups = new Map<string, Group>()

  /**
   * @param examples how many keys of each group are kept
   * @param tolerated kinds that are notes
   */
  constructor(
    private readonly table: Table,
    private readonly examples: number,
    private readonly tolerated: ReadonlySet<FindingKind>,
  ) {}

  add(found: Found, stored: StoredItem): void {
    const group = this.#groupOf(found)
    group.count++
    if (group.examples.length < this.examples) group.examples.push(exampleKey(this.table, stored))
  }

  /** All of them, frozen: violations first, kinds in their order, and of one kind the most frequent first. */
  list(): readonly Finding[] {
    const kinds = Object.keys(findingKinds)
    const findings = Array.from(this.#groups.values(), ({ found, count, examples }): Finding => {
      const { kind, entity, subject, reason } = found
      const severity = this.tolerated.has(kind) ? 'note' : findingKinds[kind].severity
      for (const example of examples) Object.freeze(example)
      return Object.freeze({
        kind,
        severity,
        ...(entity !== undefined && { entity }),
        ...(subject !== undefined && { subject }),
        reason,
        count,
        examples: Object.freeze(examples),
      })
    })
    const rank = ({ severity, kind }: Finding) => (severity === 'note' ? kinds.length : 0) + kinds.indexOf(kind)
    return Object.freeze(findings.sort((a, b) => rank(a) - rank(b) || b.count - a.count))
  }

  #groupOf(found: Found): Group {
    const { kind, entity, subject, reason } = found
    const id = JSON.stringify([kind, entity, subject, reason])
    const known = this.#groups.get(id)
    if (known) return known
    if (this.#groups.size >= MOST_GROUPS && reason !== OTHERS) return this.#groupOf({ kind, entity, reason: OTHERS })
    const group: Group = { found, count: 0, examples: [] }
    this.#groups.set(id, group)
    return group
  }
}

const OTHERS = 'others of this kind, of which there are too many to tell apart'
