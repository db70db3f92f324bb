import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Runs in a small Node process between us and the program. Its standard input is a pipe from us, which the operating
 * system closes when we end, even by SIGKILL: then the program is killed. Nothing else survives every kind of crash.
 * It removes the folder in which both work, for DynamoDB Local leaves a file where it works.
 */
const guardScript = `
const { spawn } = require('node:child_process')
const { rmSync } = require('node:fs')

const [program, ...args] = process.argv.slice(1)
const folder = process.cwd()
process.once('exit', () => {
  process.chdir('..')
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], windowsHide: true })
const kill = () => child.kill('SIGKILL')
child.once('error', error => {
  console.error(error.message)
  process.exit(1)
})
child.once('exit', code => process.exit(code ?? 1))
process.stdin.on('end', kill).on('close', kill).on('error', kill).resume()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, kill)
`

const keptOutput = 8_192

export interface GuardedProcess {
  readonly running: boolean
  /** The end of what it printed. */
  readonly output: string
  /** Kills it and waits until it is gone; safe to call more than once. */
  kill(): Promise<void>
}

/**
 * Starts a program that ends with this process at the latest, however this process ends. It gets no Ctrl-C of its own,
 * no signal handler is installed here, and it does not keep this process alive. It works in a temporary folder.
 */
export function startGuarded(program: string, args: readonly string[]): GuardedProcess {
  const folder = mkdtempSync(join(tmpdir(), 'monotable-'))
  const guard = spawn(process.execPath, ['-e', guardScript, '--', program, ...args], {
    stdio: 'pipe',
    // A session of its own: a Ctrl-C in the terminal reaches us only, and we may still want the server to clean up.
    detached: true,
    windowsHide: true,
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  let running = true
  let output = ''
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-keptOutput)
  }
  guard.stdout.on('data', keep)
  guard.stderr.on('data', keep)
  // The guard may be gone before it has read anything; that shows as its exit.
  guard.stdin.on('error', () => {})

  const gone = new Promise<void>(resolve => {
    guard.once('error', error => {
      output += error.message
      running = false
      resolve()
    })
    guard.once('exit', (_code, signal) => {
      if (signal === null) return
      killGroup(guard.pid)
      rmSync(folder, { recursive: true, force: true })
    })
    // Later than 'exit': all that it printed is here then.
    guard.once('close', () => {
      running = false
      resolve()
    })
  })

  const handles = [guard, ...[guard.stdin, guard.stdout, guard.stderr].map(pipe => pipe as unknown as Socket)]
  for (const handle of handles) handle.unref()

  return {
    get running() {
      return running
    },
    get output() {
      return output
    },
    async kill() {
      for (const handle of handles) handle.ref()
      guard.stdin.end()
      await gone
    },
  }
}

/** Kills what a guard that was itself killed left behind: on POSIX systems its program is in its process group. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined || process.platform === 'win32') return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // The group is gone already.
  }
}
