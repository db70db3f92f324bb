import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'
import type { Finding, KindCount } from './check-report.js'
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
  readonly #kinds = new Map<FindingKind, { items: number; complaints: number }>()

  /**
   * @param examples how many keys of each group are kept
   * @param tolerated kinds that are notes
   */
  constructor(
    private readonly table: Table,
    private readonly examples: number,
    private readonly tolerated: ReadonlySet<FindingKind>,
  ) {}

  /** Takes all that is found in an item, in one reading. */
  add(found: readonly Found[], stored: StoredItem): void {
    for (const each of found) {
      const group = this.#groupOf(each)
      group.count++
      if (group.examples.length < this.examples) group.examples.push(exampleKey(this.table, stored))
    }
    for (const kind of new Set(found.map(each => each.kind))) {
      const { items, complaints } = this.#kinds.get(kind) ?? { items: 0, complaints: 0 }
      const more = found.filter(each => each.kind === kind).length
      this.#kinds.set(kind, { items: items + 1, complaints: complaints + more })
    }
  }

  /** Whether one of these is a violation here. */
  areWrong = (found: readonly Found[]): boolean => found.some(({ kind }) => this.#severityOf(kind) === 'violation')

  /** How much there is of each kind, frozen: violations first, kinds in their order. */
  kinds(): readonly KindCount[] {
    const counts = Array.from(this.#kinds, ([kind, count]): KindCount => {
      const tolerated = this.tolerated.has(kind) && findingKinds[kind].severity === 'violation'
      return Object.freeze({ kind, severity: this.#severityOf(kind), tolerated, ...count })
    })
    return Object.freeze(counts.sort((a, b) => rank(a) - rank(b)))
  }

  /** All of them, frozen: violations first, kinds in their order, and of one kind the most frequent first. */
  list(): readonly Finding[] {
    const findings = Array.from(this.#groups.values(), ({ found, count, examples }): Finding => {
      const { kind, entity, subject, reason } = found
      const severity = this.#severityOf(kind)
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
    return Object.freeze(findings.sort((a, b) => rank(a) - rank(b) || b.count - a.count))
  }

  #severityOf = (kind: FindingKind): Finding['severity'] =>
    this.tolerated.has(kind) ? 'note' : findingKinds[kind].severity

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

const order = Object.keys(findingKinds)
const rank = ({ severity, kind }: Pick<Finding, 'severity' | 'kind'>): number =>
  (severity === 'note' ? order.length : 0) + order.indexOf(kind)

const OTHERS = 'others of this kind, of which there are too many to tell apart'
