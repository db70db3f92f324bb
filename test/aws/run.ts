// The suite against AWS: tells why it does nothing, or runs the tests, and deletes their tables however that ends.
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { startLocalDynamoDB } from '../../src/testing/index.js'
import { sweep } from './sweep.js'
import { allTables } from './target.js'

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
const { values: options, positionals: filters } = parseArgs({
  allowPositionals: true,
  options: {
    endpoint: { type: 'string' },
    local: { type: 'boolean' },
    clean: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})

/** What DynamoDB Local takes for credentials, where the environment has none. */
const local = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  MONOTABLE_AWS_PREFIX: 'local',
}

if (options.help) {
  console.log(`npm run test:aws                        the suite, on tables that begin with MONOTABLE_AWS_PREFIX
  -- index-lag                          the files whose names have that
  -- --clean                            deletes what earlier runs have left, and runs nothing
  -- --endpoint http://localhost:8000   on DynamoDB Local
  -- --local                            on a DynamoDB Local of its own`)
} else if (options.local) {
  const server = await startLocalDynamoDB({ timeout: 120_000 })
  try {
    await main({ ...process.env, ...local, AWS_ENDPOINT_URL_DYNAMODB: server.endpoint })
  } finally {
    await server.stop()
  }
} else if (options.endpoint) {
  await main({ ...local, ...process.env, AWS_ENDPOINT_URL_DYNAMODB: options.endpoint })
} else await main(process.env)

async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const prefix = env.MONOTABLE_AWS_PREFIX
  if (!prefix)
    return console.log(
      'Nothing is run: MONOTABLE_AWS_PREFIX is to say what the names of the tables begin with that it makes.',
    )
  if (!/^[\w.-]{1,100}$/.test(prefix))
    throw new Error('MONOTABLE_AWS_PREFIX has 1 to 100 of the characters a-z, A-Z, 0-9, _, . and -.')
  Object.assign(process.env, env)
  const client = new DynamoDBClient({})
  const wanting = await wantingOf(client)
  if (wanting) return console.log(`Nothing is run: ${wanting}`)
  if (options.clean) return clean(client, allTables(prefix), 'were left')

  const tables = `${allTables(prefix)}${Date.now().toString(36)}-`
  let interrupted = false
  const interrupt = () => {
    if (!interrupted) console.log('\nInterrupted: the tables are being deleted.')
    interrupted = true
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt)
  try {
    const code = await runTests({ ...env, MONOTABLE_AWS_TABLES: tables }, () => interrupted)
    process.exitCode = interrupted ? 130 : code
  } finally {
    await clean(client, tables, 'were made')
  }
  process.exit()
}

/** What there has to be before anything can be asked. */
async function wantingOf({ config }: DynamoDBClient): Promise<string | undefined> {
  const tries = {
    'no region is given, as by AWS_REGION.': () => config.region(),
    'there are no credentials, as by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.': () =>
      config.credentials(),
  }
  for (const [wanting, find] of Object.entries(tries)) {
    try {
      await find()
    } catch (error) {
      return `${wanting} (${error instanceof Error ? error.message : error})`
    }
  }
  return undefined
}

async function clean(client: DynamoDBClient, beginning: string, what: string): Promise<void> {
  const names = await sweep(client, beginning)
  console.log(names.length === 0 ? `No tables ${what}.` : `Deleted the tables that ${what}:\n  ${names.join('\n  ')}`)
}

/** Runs Vitest to its end, or until it is interrupted; its exit code. */
function runTests(env: NodeJS.ProcessEnv, isInterrupted: () => boolean): Promise<number> {
  const words = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.aws.config.ts', ...filters]
  // In a group of its own, so that a Ctrl-C is ours alone.
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'inherit', 'inherit'], detached: true })
  const watch = setInterval(() => isInterrupted() && child.pid && process.kill(-child.pid, 'SIGKILL'), 200)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => {
      clearInterval(watch)
      resolve(code ?? 1)
    })
  })
}
