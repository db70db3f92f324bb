import * as z from 'zod'
import { createDatabase, defineEntity } from '../../../src/index.js'
import { readTransactions } from '../check/transactions.js'
import type { Effect } from '../history.js'
import { outcomeOf } from '../outcome.js'
import type { Writer } from '../writer.js'
import { connection, FaultsTable, names, type Workload } from './workload.js'

/** Money, of which there is as much as there was. */
const Wallet = defineEntity({
  name: 'Wallet',
  table: FaultsTable,
  schema: z.object({ id: z.string(), balance: z.int(), version: z.int() }),
  key: { partitionKey: 'wallet#<id>', sortKey: 'wallet' },
  version: 'version',
})
/** Is written with the two changes that it tells of. */
const Transfer = defineEntity({
  name: 'Transfer',
  table: FaultsTable,
  schema: z.object({ id: z.string(), from: z.string(), to: z.string(), amount: z.int() }),
  key: { partitionKey: 'transfers', sortKey: 'transfer#<id>' },
})
/** Two numbers that are added to together. */
const Twin = defineEntity({
  name: 'Twin',
  table: FaultsTable,
  schema: z.object({ pair: z.string(), side: z.enum(['left', 'right']), count: z.int() }),
  key: { partitionKey: 'twin#<pair>', sortKey: '<side>' },
})
/** There is one: it is deleted, and another one made, in one transaction. */
const Baton = defineEntity({
  name: 'Baton',
  table: FaultsTable,
  schema: z.object({ id: z.string() }),
  key: { partitionKey: 'baton', sortKey: 'baton#<id>' },
})

const open = (writer: Writer, tableName: string) =>
  writer.open(client =>
    createDatabase({
      ...connection(writer, client, tableName),
      entities: { wallets: Wallet, transfers: Transfer, twins: Twin, batons: Baton },
    }),
  )

const wallets = names('w', 4)
const pairs = names('t', 2)

/** Wallets and twins are there all the time: that one is not found is wrong. */
const there = { isThere: true } as const

const added = (pair: string): readonly Effect[] =>
  ['left', 'right'].map(side => ({ kind: 'add', place: `twin/${pair}/${side}`, amount: 1 }))

export const transactions: Workload = {
  name: 'transactions',
  writers: 4,
  steps: 35,
  read: readTransactions,

  async prepare(calm, tableName) {
    const db = open(calm, tableName)()
    await db.createTable()
    for (const id of wallets) await db.wallets.create({ id, balance: 1000 })
    for (const pair of pairs)
      for (const side of ['left', 'right'] as const) await db.twins.create({ pair, side, count: 0 })
    const token = calm.token()
    await calm.call('create', [{ kind: 'write', place: 'baton', token }], () => db.batons.create({ id: token }))
  },

  start(writer, tableName) {
    const db = open(writer, tableName)
    const { random } = writer
    const choices = [transfer, transfer, transfer, addToTwins, addToTwins, addWithToken, readTwins, pass]
    return () => random.pick(choices)()

    function transfer() {
      const [from, to] = random.some(wallets, 2) as [string, string]
      const token = writer.token()
      const amount = 1 + random.below(50)
      const signal = writer.signal()
      return writer.call(
        'transactWrite',
        [{ kind: 'write', place: `transfer/${token}`, token, fresh: true }],
        () =>
          db()
            .transactWrite([
              db().wallets.update({ id: from }).add({ balance: -amount }),
              db().wallets.update({ id: to }).add({ balance: amount }),
              db().transfers.create({ id: token, from, to, amount }),
            ])
            .signal(signal),
        there,
      )
    }
    /** Nothing of this fails where it is made twice. */
    function addToTwins() {
      const pair = random.pick(pairs)
      const signal = writer.signal()
      return writer.call('transactWrite', added(pair), () => db().transactWrite(additions(pair)).signal(signal), there)
    }
    /** An application that sends the same again, with a token of its own, until it is made. */
    function addWithToken() {
      const pair = random.pick(pairs)
      const token = writer.token()
      const send = async () => {
        let lost: unknown
        for (let attempt = 1; ; attempt++)
          try {
            return await db().transactWrite(additions(pair), { token })
          } catch (error) {
            if (outcomeOf(error) === 'unknown') lost = error
            if (attempt === 4) throw lost ?? error
          }
      }
      return writer.call('transactWrite with a token', added(pair), send, there)
    }
    function additions(pair: string) {
      return [
        db().twins.update({ pair, side: 'left' }).add({ count: 1 }),
        db().twins.update({ pair, side: 'right' }).add({ count: 1 }),
      ]
    }
    async function readTwins() {
      const pair = random.pick(pairs)
      const found = await writer.call('transactGet', [], () =>
        db().transactGet([db().twins.get({ pair, side: 'left' }), db().twins.get({ pair, side: 'right' })]),
      )
      if (!found) return
      const [left, right] = found.map(twin => twin?.count)
      if (left === undefined || left !== right)
        writer.findings.push({ kind: 'unexplained', text: `transactGet of ${pair} saw ${left} and ${right}` })
    }
    async function pass() {
      const found = await writer.call('query', [], () => db().batons.query({}).consistent().all(), {
        seen: all => all.map(({ id }) => ({ kind: 'register', place: 'baton', token: id })),
      })
      if (!found) return
      const [baton, ...others] = found
      if (!baton || others.length > 0)
        return void writer.findings.push({ kind: 'unexplained', text: `there are ${found.length} batons` })
      const token = writer.token()
      await writer.call('transactWrite', [{ kind: 'write', place: 'baton', token }], () =>
        db().transactWrite([db().batons.delete({ id: baton.id }).ifExists(), db().batons.create({ id: token })]),
      )
    }
  },
}
