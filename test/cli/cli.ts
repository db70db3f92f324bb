import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, vi } from 'vitest'
import { localEndpoint } from '../support/local.js'

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
/** The command line on its sources. */
const onSources = ['--import', tsx, join(root, 'src/cli/main.ts')]

// Each run starts a process that compiles the sources, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

mkdirSync(join(root, '.tmp'), { recursive: true })
/** Of one test file; in the project, so that its packages are found. */
const folders = mkdtempSync(join(root, '.tmp', 'cli-'))
afterAll(() => rmSync(folders, { recursive: true }))

/** What a run of the command line gave. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** The folder that it runs in. */
  readonly folder: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** What stands before the parameters, in the place of the sources. */
  readonly program?: readonly string[]
  /** What nobody reads. */
  readonly closed?: 'stdout' | 'stderr'
  /** Can end it, at any time. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void
  /** Is told of all that has come on stderr, and can end it. */
  readonly onError?: (text: string, kill: (signal: NodeJS.Signals) => void) => void
}

/** The environment of a run: the test's DynamoDB Local, and nothing of whoever runs the tests. */
const environment = (changes: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: '/nowhere',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_REGION: 'us-east-1',
  DYNAMODB_URL: localEndpoint(),
  ...changes,
})

/** Runs the command line as a process, in a pipe. */
export function cli(
  parameters: readonly string[],
  { folder, env, program, closed, onStart, onError }: RunOptions,
): Promise<Ran> {
  const child = spawn(process.execPath, [...(program ?? onSources), ...parameters], {
    cwd: folder,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (closed) child[closed].destroy()
  onStart?.(signal => child.kill(signal))
  return new Promise((resolve, reject) => {
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text
      onError?.(stderr, signal => child.kill(signal))
    })
    child.on('error', reject)
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
}

/** What to type when something is on the screen. */
export type Typed = readonly [seen: RegExp, keys: string]

/** Runs the command line in a terminal of 100 columns, and types each thing when what it waits for is shown. */
export function inTerminal(
  parameters: readonly string[],
  { folder, env }: RunOptions,
  typed: readonly Typed[] = [],
): Promise<{ readonly code: number | null; readonly screen: string }> {
  const command = [process.execPath, ...onSources, ...parameters].map(word => `'${word}'`).join(' ')
  const child = spawn('script', ['-qefc', `stty cols 100 rows 40; ${command}`, '/dev/null'], {
    cwd: folder,
    env: environment({ TERM: 'xterm-256color', ...env }),
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const waiting = [...typed]
  return new Promise((resolve, reject) => {
    let screen = ''
    let read = 0
    child.stdout.setEncoding('utf8').on('data', text => {
      screen += text
      for (let [next] = waiting; next?.[0].test(screen.slice(read)); [next] = waiting) {
        read = screen.length
        child.stdin.write(next[1])
        waiting.shift()
      }
    })
    child.on('error', reject)
    child.on('close', code => resolve({ code, screen }))
  })
}

/** A folder of a user's, with files by their paths; `monotable` is not installed in it. */
export function userFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(folders, 'user-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

/** A file of definitions: users and notes in one table. */
export const models = (table: string) => `
import { createDatabase, defineEntity, defineTable } from 'monotable'
import * as z from 'zod'

export const AppTable = defineTable({
  name: '${table}',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } },
  timeToLive: 'ttl',
})
export const User = defineEntity({
  name: 'User',
  table: AppTable,
  schema: z.object({ team: z.string(), id: z.string(), name: z.string() }),
  key: { partitionKey: 'team#<team>', sortKey: 'user#<id>' },
  indexes: { byName: { index: 'gsi1', partitionKey: 'name#<name>', sortKey: '<id>' } },
})
export const Note = defineEntity({
  name: 'Note',
  table: AppTable,
  schema: z.object({ team: z.string(), no: z.int() }),
  key: { partitionKey: 'team#<team>', sortKey: 'note#<no>' },
})
`
