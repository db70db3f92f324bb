import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Page, readPage } from './page.js'
import { runPage } from './run-page.js'
import { typeCheck } from './type-check.js'

// Their code takes its part in the pages where they are installed: what one library writes, the other one reads.

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const bench = join(root, 'test', 'bench')
const installed = existsSync(join(bench, 'node_modules', '.package-lock.json'))
if (!installed)
  console.info('Other libraries are not installed, and their code in docs/ is not run: npm run test:rivals')

const pages = readdirSync(join(root, 'docs'))
  .filter(name => name.startsWith('coming-from-'))
  .map(name => readPage(root, `docs/${name}`, true))

describe.skipIf(!installed)('the pages with the code of other libraries', () => {
  const environment = { ...process.env }
  let folder: string
  let refusals: ReadonlyMap<Page, readonly string[]>

  beforeAll(() => {
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: inject('dynamodbEndpoint'),
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    })
    mkdirSync(join(bench, '.tmp'), { recursive: true })
    folder = mkdtempSync(join(bench, '.tmp', 'docs-'))
    refusals = typeCheck(root, pages, bench)
  }, 300_000) // the compiler reads all pages at once
  afterAll(() => {
    process.env = environment
    rmSync(folder, { recursive: true })
  })

  it.each(pages.map(page => [page.path, page] as const))('%s compiles, and is refused where it says so', (_, page) =>
    expect(refusals.get(page)!.join('\n\n')).toBe(''),
  )

  it.each(pages.map(page => [page.path, page] as const))('%s does what it says', async (path, page) => {
    const wrong = await runPage(page, join(folder, `${path}.ts`), name => `${name}-${randomUUID()}`)
    expect(wrong.join('\n\n')).toBe('')
  })
})
