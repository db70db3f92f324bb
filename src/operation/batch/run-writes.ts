import type { SharedContext } from '../context.js'
import { inParallel } from '../in-parallel.js'
import type { SendOptions } from '../transport.js'
import { runWrite } from '../write/run-write.js'
import type { WriteBuilder } from '../write/write-builder.js'
import type { BatchedWrite, SingleWrite, WritePlan } from './plan-writes.js'
import type { Tally } from './tally.js'
import { writeChunk } from './write-chunk.js'

type Sending = Omit<SendOptions, 'entity'>

/** Makes planned writes, and notes what has become of each. Nothing that goes wrong with one keeps the others from being made. */
export async function runWrites(
  context: SharedContext,
  writes: readonly WriteBuilder[],
  { chunks, chains }: WritePlan,
  tally: Tally,
  concurrency: number,
  sending: Sending,
): Promise<void> {
  const together = chunks.map(chunk => () => writeTogether(context, writes, chunk, tally, sending))
  const alone = chains.map(chain => () => writeChain(chain, tally, sending))
  await inParallel([...together, ...alone], concurrency, work => work())
}

async function writeTogether(
  context: SharedContext,
  writes: readonly WriteBuilder[],
  chunk: readonly BatchedWrite[],
  tally: Tally,
  sending: Sending,
): Promise<void> {
  const { left, cause } = await writeChunk(context, writes[0]!.context.entity.table, chunk, sending, written => {
    for (const { positions } of written)
      for (const position of positions) tally.succeed(position, resultOf(writes[position]!))
    tally.report()
  })
  for (const { positions } of left) for (const position of positions) tally.fail(position, cause)
  tally.report()
}

/** What a write gives that went with others: the item that was put, where it was not said that nothing is wanted. */
const resultOf = (write: WriteBuilder): object | undefined =>
  write.node.returning === 'new' ? write.compiled().item : undefined

/** Writes on one key, one after another. Where one fails, those behind it are not made: they were meant to come after it. */
async function writeChain(chain: readonly SingleWrite[], tally: Tally, sending: Sending): Promise<void> {
  for (const [index, { position, write }] of chain.entries()) {
    const { context, node } = write
    try {
      const result = await runWrite(context, write, { ...sending, entity: context.entity.name })
      tally.succeed(position, node.kind === 'delete' && !node.returningAsked ? undefined : result)
    } catch (error) {
      for (const { position } of chain.slice(index)) tally.fail(position, error)
      break
    } finally {
      tally.report()
    }
  }
}
