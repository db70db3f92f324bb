import { emptyCheckpoint } from '@langchain/langgraph-checkpoint'
import { DynamoDBSaver } from '../../../src/kv/langgraph/index.js'
import { readSaver } from '../check/saver.js'
import type { Writer } from '../writer.js'
import { names, type Workload } from './workload.js'

const open = (writer: Writer, tableName: string) =>
  writer.open(client => new DynamoDBSaver({ client, tableName, transport: writer.run.transport }))

const threads = names('t', 3)
const LARGE = 450_000

const configOf = (thread_id: string, checkpoint_id?: string) => ({
  configurable: { thread_id, checkpoint_ns: '', ...(checkpoint_id && { checkpoint_id }) },
})

/** Threads of LangGraph, to which each writer adds checkpoints and writes of tasks. */
export const saver: Workload = {
  name: 'saver',
  writers: 2,
  steps: 24,
  read: readSaver,

  async prepare(calm, tableName) {
    await open(calm, tableName)().createTable()
  },

  start(writer, tableName) {
    const saver = open(writer, tableName)
    const { random } = writer
    let steps = 0
    const choices = [put, put, putWrites, putWrites, list, getTuple]
    return () => random.pick(choices)()

    function put() {
      const thread = random.pick(threads)
      const token = writer.token()
      const text = random.chance(0.1) ? token.padEnd(LARGE, '.') : token
      // The order of ids is the order of checkpoints.
      const id = `${String(steps++).padStart(6, '0')}-${token}`
      const checkpoint = { ...emptyCheckpoint(), id, channel_values: { text }, channel_versions: { text: 1 } }
      const metadata = { source: 'loop' as const, step: steps, parents: {} }
      return writer.call('put', [{ kind: 'append', place: `thread/${thread}`, token: id }], () =>
        saver().put(configOf(thread), checkpoint, metadata),
      )
    }
    function putWrites() {
      const thread = random.pick(threads)
      const token = writer.token()
      return writer.call('putWrites', [{ kind: 'append', place: `writes/${thread}`, token }], () =>
        saver().putWrites(
          configOf(thread, 'all'),
          [
            ['a', token],
            ['b', token],
          ],
          token,
        ),
      )
    }
    function list() {
      const thread = random.pick(threads)
      return writer.call(
        'list',
        [],
        async () => {
          const found: string[] = []
          for await (const { checkpoint } of saver().list(configOf(thread))) found.push(checkpoint.id)
          return found
        },
        { seen: tokens => [{ kind: 'list', place: `thread/${thread}`, tokens }] },
      )
    }
    async function getTuple() {
      const found = await writer.call('getTuple', [], () => saver().getTuple(configOf(random.pick(threads))))
      const text = found?.checkpoint.channel_values.text
      if (text === undefined || /^\w+?t\d+\.*$/.test(String(text))) return
      writer.findings.push({ kind: 'unexplained', text: `a checkpoint has the text ${String(text).slice(0, 80)}` })
    }
  },
}
