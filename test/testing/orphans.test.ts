import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { serversOf } from './process-list.js'

const parent = fileURLToPath(new URL('./parent.ts', import.meta.url))

interface Parent {
  readonly program: ChildProcess
  /** The next line that it prints. */
  readonly line: () => Promise<string | undefined>
  readonly endpoint: string
}

/** A user's program in a process of its own, once its DynamoDB Local answers. */
async function startParent(mode: 'work' | 'forget' | 'stop'): Promise<Parent> {
  const program = spawn(process.execPath, ['--import', 'tsx', parent, mode], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface(program.stdout)[Symbol.asyncIterator]()
  const line = async () => (await lines.next()).value
  return { program, line, endpoint: (await line()) ?? '' }
}

const noServers = (endpoint: string) =>
  vi.waitFor(() => expect(serversOf(endpoint)).toEqual([]), { timeout: 10_000, interval: 100 })

describe.skipIf(process.platform === 'win32')('the server of a program that', () => {
  for (const signal of ['SIGKILL', 'SIGINT', 'SIGTERM'] as const) {
    it(`ends by ${signal} ends too, and the signal is not swallowed`, async () => {
      const { program, endpoint } = await startParent('work')
      const exit = once(program, 'exit')
      expect(serversOf(endpoint)).toHaveLength(2)
      program.kill(signal)
      expect(await exit).toEqual([null, signal])
      await noServers(endpoint)
    })
  }

  it('stops it is gone when stop() is done', async () => {
    const { program, line, endpoint } = await startParent('stop')
    const exit = once(program, 'exit')
    expect(await line()).toBe('stopped')
    expect(serversOf(endpoint)).toEqual([])
    expect(await exit).toEqual([0, null])
  })

  it('forgets to stop it does not hang, and the server ends with it', async () => {
    const { program, endpoint } = await startParent('forget')
    if (program.exitCode === null) await once(program, 'exit')
    expect(program.exitCode).toBe(0)
    await noServers(endpoint)
  })
})
