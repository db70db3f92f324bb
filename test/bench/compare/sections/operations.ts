import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Effort, type Timing, timingOf } from '../support/timing.js'
import type { OperationSamples } from './operation-samples.js'

export interface OperationRow extends Timing {
  readonly operation: string
  readonly subject: string
}

const worker = fileURLToPath(new URL('operation-worker.ts', import.meta.url))

async function inProcess(names: readonly string[], effort: Effort): Promise<readonly OperationSamples[]> {
  const child = fork(worker, [JSON.stringify({ names, effort })])
  const answer = once(child, 'message').then(([found]) => found)
  const end = once(child, 'exit').then(([code]) => {
    throw new Error(`the operations' process ended with ${code}`)
  })
  // It ends after its answer, which is no failure then.
  end.catch(() => undefined)
  return Promise.race([answer, end])
}

/**
 * CPU time of each operation with each library. All of them run in one process, and that several times over: what the compiler
 * makes of the same code differs from process to process by more than from turn to turn.
 */
export async function measureOperations(
  names: readonly string[],
  effort: Effort,
  processes: number,
): Promise<OperationRow[]> {
  const found: OperationSamples[] = []
  for (let count = 0; count < processes; count++) found.push(...(await inProcess(names, effort)))
  const first = found.slice(0, found.length / processes)
  return first.map(({ operation, subject }) => {
    const same = found.filter(one => one.operation === operation && one.subject === subject)
    return { operation, subject, ...timingOf(same.flatMap(({ samples }) => samples)) }
  })
}
