import { setTimeout as sleep } from 'node:timers/promises'
import { BatchIncompleteError, type ErrorCode, MonotableError } from '../../src/index.js'
import type { Random } from '../support/random.js'
import { isSurprising } from '../support/surprising.js'
import type { All } from './model.js'

/** What one operation is made of. */
export interface Setting extends All {
  readonly random: Random
  /** Lives as long as the program does, as that of a server's shutdown does: whoever listens to it must stop to. */
  readonly shutdown: AbortSignal
}

type Operation = (setting: Setting) => PromiseLike<unknown>

const TEAMS = 6
const IDS = 40
const types = ['reasoning', 'vision', 'speech'] as const

const teamOf = ({ random }: Setting) => ({ team: `T${random.below(TEAMS)}` })
const keyOf = (setting: Setting) => ({ ...teamOf(setting), id: `I${setting.random.below(IDS)}` })
const text = ({ random }: Setting) => 'lorem ipsum '.repeat(1 + random.below(40))
const partsOf = (setting: Setting) => ({
  type: setting.random.pick(types),
  capability: { domain: text(setting), confidence: setting.random.next(), skills: ['pdf', 'summary', text(setting)] },
  tags: new Set(['a', `t${setting.random.below(9)}`]),
})
const agentOf = (setting: Setting) => ({ ...keyOf(setting), ...partsOf(setting) })
const memberOf = (setting: Setting) => ({ ...keyOf(setting), email: `m${setting.random.below(300)}@x.org` })

async function pagesOf(setting: Setting): Promise<number> {
  const { db, random } = setting
  const query = db.agents.query.byType({ type: random.pick(types) }).limit(10)
  let cursor: string | undefined
  let pages = 0
  do {
    const page = await query.after(cursor)
    cursor = page.cursor
  } while (cursor !== undefined && ++pages < 3)
  return pages
}

/** A reader that leaves in the middle of an iteration. */
async function firstOf(setting: Setting): Promise<unknown> {
  for await (const agent of setting.db.agents.query(teamOf(setting)).pageSize(5).signal(setting.shutdown).items())
    return agent
  return undefined
}

/** An operation that is given up: before it is sent, while it is under way, or too late. */
async function abortedOf(setting: Setting): Promise<unknown> {
  const { db, random } = setting
  const controller = new AbortController()
  const after = random.below(12)
  if (after === 0) controller.abort()
  else sleep(after).then(() => controller.abort())
  const { signal } = controller
  return random.pick<() => PromiseLike<unknown>>([
    () => db.agents.get(keyOf(setting)).signal(signal),
    () => db.agents.query(teamOf(setting)).signal(signal).all(),
    () => db.members.put(memberOf(setting)).signal(signal),
    () => db.agents.update(keyOf(setting)).add({ runs: 1 }).signal(signal),
    () => db.batchGet([db.agents.get(keyOf(setting)), db.members.get(keyOf(setting))]).signal(signal),
  ])()
}

/** What a caller gets wrong: refused before it is sent, or by DynamoDB. */
const wrong: Operation = setting => {
  const { db, random } = setting
  return random.pick<() => PromiseLike<unknown>>([
    async () => db.agents.create({ ...agentOf(setting), id: '' }),
    async () => db.agents.create({ ...agentOf(setting), capability: null as never }),
    async () => db.agents.query(teamOf(setting)).after('bm9wZQ'),
    async () => db.agents.getOrThrow({ team: 'none', id: 'none' }),
    async () => db.agents.update(keyOf(setting)).set({ note: 'x' }).ifVersion(999_999),
    async () => db.agents.delete(keyOf(setting)).condition((agent, { eq }) => eq(agent.note, 'never')),
  ])()
}

/** All that is done, by name, with how often it is in a hundred or so. */
export const operations: Readonly<Record<string, readonly [weight: number, operation: Operation]>> = {
  get: [18, setting => setting.db.agents.get(keyOf(setting)).signal(setting.shutdown)],
  project: [5, setting => setting.db.agents.get(keyOf(setting)).project('type', 'capability.skills')],
  query: [9, setting => setting.db.agents.query(teamOf(setting)).beginsWith({ id: 'I1' }).all()],
  filter: [
    5,
    setting =>
      setting.db.agents
        .query(teamOf(setting))
        .filter((agent, { gt }) => gt(agent.runs, 2))
        .count(),
  ],
  pages: [4, pagesOf],
  iterate: [3, firstOf],
  collection: [3, setting => setting.team.query(teamOf(setting)).signal(setting.shutdown).all()],
  scan: [1, ({ db }) => db.members.scan().segments(2).project('email').limit(50)],
  put: [6, setting => setting.db.members.put(memberOf(setting)).expires({ hours: 1 })],
  create: [5, setting => setting.db.agents.create(agentOf(setting))],
  update: [
    9,
    setting =>
      setting.db.agents
        .update(keyOf(setting))
        .set({ note: text(setting) })
        .add({ tags: new Set(['n']) }),
  ],
  add: [4, setting => setting.db.agents.update(keyOf(setting)).add({ runs: 1 }).exactlyOnce()],
  refresh: [
    2,
    setting =>
      setting.db.agents
        .update(keyOf(setting))
        .refresh()
        .set({ type: setting.random.pick(types) }),
  ],
  delete: [3, setting => setting.db.agents.delete(keyOf(setting)).signal(setting.shutdown)],
  transactWrite: [
    3,
    setting =>
      setting.db.transactWrite([
        setting.db.agents.upsert(keyOf(setting)).refresh().set(partsOf(setting)),
        setting.db.members.delete({ team: 'T0', id: `gone${setting.random.below(9)}` }),
      ]),
  ],
  transactGet: [
    2,
    ({ db, ...rest }) =>
      db.transactGet([db.agents.get(keyOf({ db, ...rest })), db.members.get(keyOf({ db, ...rest }))]),
  ],
  batchGet: [
    3,
    setting => setting.db.agents.getMany(Array.from({ length: 12 }, () => keyOf(setting))).signal(setting.shutdown),
  ],
  batchWrite: [2, setting => setting.db.members.deleteMany(Array.from({ length: 4 }, () => keyOf(setting)))],
  'kv put': [
    4,
    setting =>
      setting.store.put(keyOf(setting).id, { text: text(setting), at: new Date(0).toISOString() }, { collection: 'c' }),
  ],
  'kv get': [5, setting => setting.store.get(keyOf(setting).id, 'c')],
  'kv getMany': [1, ({ store }) => store.getMany(['I1', 'I2', 'I3'], 'c')],
  'kv list': [1, ({ store }) => store.getAll({ collection: 'c', prefix: 'I1' })],
  'kv large': [0.3, ({ store, random }) => store.put(`large${random.below(2)}`, noise(random, 450_000), 'large')],
  'plain get': [
    2,
    ({ plain, random }) => plain.get({ pk: `team#T${random.below(TEAMS)}`, sk: `agent#I${random.below(IDS)}` }),
  ],
  aborted: [3, abortedOf],
  wrong: [3, wrong],
}

/** Text that no compression makes small: it is stored in pieces. */
const noise = (random: Random, length: number): string =>
  Array.from({ length: length / 10 }, () => String(random.next()).slice(2, 12)).join('')

const names = Object.entries(operations).flatMap(([name, [weight]]) => Array<string>(Math.ceil(weight * 10)).fill(name))

/** An operation of the mix. */
export const chooseOperation = (random: Random): string => random.pick(names)

/** Errors that such traffic, with such faults, must meet now and then. Everything else that is thrown is a fault of the library's. */
const expected: ReadonlySet<string> = new Set<ErrorCode>([
  'item.exists',
  'item.notFound',
  'item.invalid',
  'condition.failed',
  'version.conflict',
  'unique.taken',
  'write.contended',
  'write.unread',
  'transaction.failed',
  'batch.incomplete',
  'cursor.invalid',
  'key.emptyValue',
  'request.failed',
  'request.aborted',
])

/** The code of an error that is to be expected, of a batch with all that it failed with; undefined for any other. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof MonotableError) || !expected.has(error.code)) return undefined
  const { name = '' } = error.details as { readonly name?: string }
  const causes = error instanceof BatchIncompleteError ? error.failed.map(({ cause }) => cause) : []
  const isExpected = causes.every(cause => cause === undefined || codeOf(cause) !== undefined)
  // This proxy sends no body that is no JSON, or ends too soon.
  return isSurprising(name) || name === 'SyntaxError' || !isExpected ? undefined : error.code
}
