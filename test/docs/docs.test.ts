import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { definitionErrors } from '../../src/errors/definition-errors.js'
import { itemErrors } from '../../src/errors/item-errors.js'
import { keyErrors } from '../../src/errors/key-errors.js'
import { operationErrors } from '../../src/errors/operation-errors.js'
import { writeErrors } from '../../src/errors/write-errors.js'
import { type Page, readPage } from './page.js'
import { runPage } from './run-page.js'
import { typeCheck } from './type-check.js'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map(name => `docs/${name}`)]
  .filter(path => path.endsWith('.md'))
  .map(path => readPage(root, path))
const withCode = pages.filter(({ modules }) => modules.some(({ code }) => code.trim() !== 'export {}'))
const all = [...pages, ...['CONTRIBUTING.md', 'CHANGELOG.md'].map(path => readPage(root, path))]

describe('the TypeScript of the docs', () => {
  const environment = { ...process.env }
  let folder: string
  let refusals: ReadonlyMap<Page, readonly string[]>

  beforeAll(() => {
    const endpoint = inject('dynamodbEndpoint')
    Object.assign(process.env, {
      // `new DynamoDBClient({})` and `startLocalDynamoDB()` then mean the run's one server.
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      DYNAMODB_URL: endpoint,
    })
    mkdirSync(join(root, '.tmp'), { recursive: true })
    folder = mkdtempSync(join(root, '.tmp', 'docs-'))
    refusals = typeCheck(root, withCode)
  }, 300_000) // the compiler reads all pages at once
  afterAll(() => {
    process.env = environment
    rmSync(folder, { recursive: true })
  })

  it.each(withCode.map(page => [page.path, page] as const))('%s compiles, and is refused where it says so', (_, page) =>
    expect(refusals.get(page)!.join('\n\n')).toBe(''),
  )

  it.each(withCode.map(page => [page.path, page] as const))('%s does what it says', async (path, page) => {
    const wrong = await runPage(page, join(folder, `${path}.ts`), name => `${name}-${randomUUID()}`)
    expect(wrong.join('\n\n')).toBe('')
  })
})

describe('the pages', () => {
  it.each(all.map(page => [page.path, page.text] as const))('%s links to what is there', (path, text) => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)]
    const broken = links.filter(([, file, anchor]) => {
      const target = file === '' ? join(root, path) : join(root, dirname(path), file!)
      return !existsSync(target) || (anchor && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor))
    })
    expect(broken.map(([link]) => link)).toEqual([])
  })

  it('name scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const named = all.flatMap(({ text }) => [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name))
    expect(named.filter(name => !(name! in scripts))).toEqual([])
  })

  it('explain every error code, and no other', () => {
    const codes = [definitionErrors, itemErrors, keyErrors, operationErrors, writeErrors].flatMap(Object.keys)
    const text = readFileSync(join(root, 'docs/errors.md'), 'utf8')
    const explained = [...text.matchAll(/^\| `([a-z]+\.\w+)`/gm)].map(([, code]) => code)
    expect(explained.sort()).toEqual(codes.sort())
  })

  it('list every folder of src', () => {
    const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter(entry => entry.isDirectory())
    expect(folders.filter(({ name }) => !text.includes(`\`${name}/\``)).map(({ name }) => name)).toEqual([])
    const files = [...text.matchAll(/`((?:\w[\w-]*\/)+[\w-]+\.ts)`/g)].map(([, file]) => file!)
    expect(files.filter(file => !existsSync(join(root, 'src', file)) && !existsSync(join(root, file)))).toEqual([])
  })
})

/** The anchors that GitHub gives to the headings of a page. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
