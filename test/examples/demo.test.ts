import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, inject, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs the demo as a user does. */
async function runDemo(environment: NodeJS.ProcessEnv): Promise<string> {
  // It rejects when the exit code is not 0.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'examples/demo.ts'], {
    cwd: root,
    env: { ...process.env, ...environment },
  })
  expect(stderr).not.toContain('NodeVersionSupportWarning')
  return stdout
}

const keyLines = [
  "call        agentsOfTeam(db, 'AT-001')",
  'which is    db.agents.query({ teamCode })',
  "key         pk = 'team#AT-001' AND begins_with(sk, 'agent#')",
  'cost        1 request · 0.5 read units · 2 items read, 2 returned',
  'which is    db.skills.query.bySkill({ skill }).gte({ confidenceScore }).descending()',
  "key         skill = 'pdf_analysis' AND confidenceScore >= 0.8",
  '            REMOVE activeSince, gsi2pk, gsi2sk',
  "key         Type = 'Reasoning Agent'",
  "key         gsi1pk = 'email#ada@example.com'",
  "condition   entity = 'User' AND version = 3",
  'fails       VersionConflictError: This User has changed: version 3 was expected, and it is at 4. Read it again and',
  "            name         'Ada King, Countess of Lovelace'",
]

const storeLines = [
  "key         pk = 'pages' AND begins_with(sk, '/docs/')",
  "gives       [ '/docs/keys', '/docs/queries' ]",
  "gives       theme  'light'",
  "gives       [ 'intro' ]",
]

const orderLines = [
  'sends       TransactWriteItems of Customer+Order+Line+Stock: 6 operations',
  "condition   entity = 'Stock' AND available >= 2 AND price = 4900",
  '              4: update of Stock: condition.failed',
  "key         pk = 'order#2026-1' AND sk BETWEEN 'line#' AND 'order'",
  'update      ADD spent 11800, orders 1',
]

const agentLines = [
  "gives       tool    'refund'",
  "key         pk = 'langgraph#ada-1' AND begins_with(sk, 'checkpoint#%#')",
  'gives       Done: 49.00 was paid back for order 2026-1.',
  'gives       I am sorry, that was not approved.',
]

it('shows each call, what it compiled to, and its result, as plain text where no terminal is', async () => {
  const text = await runDemo({ DYNAMODB_URL: inject('dynamodbEndpoint') })
  expect(text.split('\n')).toEqual(expect.arrayContaining([...keyLines, ...storeLines, ...agentLines, ...orderLines]))
  expect(text).not.toContain('\x1b')
})

it('shows the same where there is nothing but Node', async () => {
  const text = await runDemo({ DYNAMODB_URL: '', JAVA_HOME: '', PATH: '' })
  // Docker is found by its socket, whatever the environment says.
  expect(text).toMatch(/^monotable on (dynalite|DynamoDB Local in Docker)/)
  expect(text.split('\n')).toEqual(expect.arrayContaining([...keyLines, ...storeLines, ...agentLines]))
  if (text.startsWith('monotable on dynalite'))
    expect(text).toContain('Orders are left out: dynalite has no transactions')
})
