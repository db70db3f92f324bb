import { tell } from '../operation/tell.js'
import type { StoredItem } from '../schema/item-model.js'
import type { Table } from '../table/table-types.js'
import { type CodeOptions, codeOf } from './generate/code.js'
import { concede } from './generate/concede.js'
import { type Coverage, coverageOf } from './generate/coverage.js'
import { tryBuild } from './generate/try-build.js'
import { type Verification, verify } from './generate/verify.js'
import type { Candidate } from './infer/candidate.js'
import { noteSharedKeys } from './infer/entity-notes.js'
import { findEnums } from './infer/enums.js'
import { inferDrafts } from './infer/infer-drafts.js'
import type { InferredEntity, InferredModel, LeftOver } from './infer/inferred-model.js'
import { findManaged } from './infer/managed.js'
import { couldBeOfPattern } from './infer/of-pattern.js'
import { type Ask, createQuestions } from './infer/questions.js'
import { settle } from './infer/settle.js'
import { throwIfAborted } from './source/aborted.js'
import type { ItemSource } from './source/item-source.js'

/** What `pull` takes. */
export interface PullOptions extends CodeOptions {
  /** Answers what the items don't decide, with the number of a choice, from 0. Without it the safer one is taken. */
  readonly ask?: Ask | undefined
  /** Ends it before the next item, with `request.aborted`. */
  readonly signal?: AbortSignal | undefined
  /** Is told where it is: how many items were read in a pass, and which pass that is. What it throws fails nothing. */
  readonly onProgress?: ((progress: PullProgress) => void) | undefined
}

/** How far `pull` has come. */
export interface PullProgress {
  /** `infer` finds what there is, `verify` compares every item with what would be written. */
  readonly phase: 'infer' | 'verify'
  /** How many items were read in this pass. */
  readonly read: number
  /** How many there are, where that is known. */
  readonly total: number | undefined
}

/** What `pull` found. */
export interface PullReport {
  /** What was found, as data. */
  readonly model: InferredModel
  /** The definitions as TypeScript. */
  readonly code: string
  /** How many items the definitions cover. */
  readonly coverage: Coverage
}

/** So often something is given up and all items are read once more; what still does not fit then is left over. */
const ROUNDS = 6

/**
 * Finds the entities of an existing table, and writes their definitions. It reads all items once to find them, and once more to see
 * that each comes out of its entity as it is stored, attribute by attribute, with the keys made again from the templates. Where
 * one does not, what was found is loosened, and all are read again. Nothing is ever written to the table.
 * @throws MonotableError what the source throws; `request.aborted`
 * @example
 * const { code, coverage } = await pull(await tableSource(new DynamoDBClient({}), 'app'))
 * console.log(coverage.sentence) // 734 of 736 items match; 2 do not: …
 */
export async function pull(source: ItemSource, options: PullOptions = {}): Promise<PullReport> {
  const questions = createQuestions(options.ask)
  const inferred = await inferDrafts(() => read(source, 'infer', options), source, questions)
  const { drafts, itemCount, table, typeAttribute } = inferred
  const refused: string[] = []
  let candidates: readonly Candidate[] = drafts.map(draft => ({ draft, concessions: {} }))
  for (let rounds = ROUNDS; ; ) {
    const settled = settle(candidates, table, typeAttribute)
    const built = tryBuild(settled.candidates, settled.entities, table)
    if ('candidates' in built) {
      candidates = built.candidates
      if (built.refused !== undefined) refused.push(built.refused)
      continue
    }
    const verification = await verify(read(source, 'verify', options), built.compiled, table)
    rounds--
    const loosened = rounds > 0 && loosen(settled.candidates, settled.entities, verification, table)
    if (loosened) {
      candidates = loosened
      continue
    }
    const counted = settled.entities.map(entity => ({ ...entity, count: verification.counts.get(entity.name) ?? 0 }))
    const managed = await findManaged(noteSharedKeys(counted), settled.candidates, table, questions)
    const model: InferredModel = Object.freeze({
      table,
      itemCount,
      entities: await findEnums(managed, questions),
      leftOver: leftOverOf(verification, [...new Set([...refused, ...settled.leftOver.map(({ reason }) => reason)])]),
      questions: questions.asked,
    })
    const coverage = coverageOf(model, verification)
    return Object.freeze({ model, code: codeOf(model, coverage, source.notes, options), coverage })
  }
}

/** The candidates with what has to be given up, so that more items come out as they are stored; undefined where nothing helps. */
function loosen(
  candidates: readonly Candidate[],
  entities: readonly InferredEntity[],
  { failures }: Verification,
  table: Table,
): readonly Candidate[] | undefined {
  const next = candidates.map((candidate, index) => {
    const entity = entities[index]!
    // What is of no entity may be of this one's pattern all the same: its digits are too many.
    const own = failures.filter(
      ({ entity: name = entity.name, kind, items }) =>
        kind !== 'ambiguous' &&
        kind !== 'own' &&
        name === entity.name &&
        (kind !== 'unclaimed' || items.some(item => couldBeOfPattern(candidate.draft, item, table))),
    )
    const concessions = own.length > 0 ? concede(candidate, entity, own, table) : undefined
    if (!concessions) return candidate
    const { draft } = candidate
    const isWhole = concessions.unglued && draft.whole
    return { draft: isWhole ? { ...draft, ...draft.whole, whole: undefined } : draft, concessions }
  })
  return next.some((candidate, index) => candidate !== candidates[index]) ? next : undefined
}

/** What does not come out as it is stored, by why; `refused` are the reasons for which kinds of item were given up as a whole. */
const leftOverOf = ({ failures }: Verification, refused: readonly string[]): readonly LeftOver[] =>
  failures.map(({ kind, reason, count, examples }) => ({
    reason: kind === 'unclaimed' && refused.length > 0 ? [reason, ...refused].join(' ') : reason,
    count,
    examples,
  }))

/** How many items are read between two words of progress. */
const STEP = 1000

async function* read(
  source: ItemSource,
  phase: PullProgress['phase'],
  { signal, onProgress }: PullOptions,
): AsyncGenerator<StoredItem> {
  throwIfAborted(signal, 'pull')
  let count = 0
  const report = () => tell(onProgress, { phase, read: count, total: source.itemCount })
  for await (const item of source.items({ signal })) {
    throwIfAborted(signal, 'pull')
    if (++count % STEP === 0) report()
    yield item
  }
  if (count % STEP > 0 || count === 0) report()
}
