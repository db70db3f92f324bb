import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

export interface SizeRow {
  readonly what: string
  /** Bytes, minified. */
  readonly minified: number
  readonly gzipped: number
}

const folder = fileURLToPath(new URL('..', import.meta.url))
const SDK = ['@aws-sdk/*', '@smithy/*']

const subject = (name: string, exported: string) => `export { ${exported} } from './subjects/${name}.js'`

/** Everything that a library has, or what this bench's agent and its operations take of it. */
const bundles: readonly { what: string; code: string; zod?: true }[] = [
  { what: 'monotable: everything', code: `export * from 'monotable'` },
  { what: 'monotable: definitions', code: `export { defineTable, defineEntity, defineCollection } from 'monotable'` },
  { what: 'monotable: the agent', code: subject('monotable', 'monotable') },
  { what: 'monotable: the agent, zod included', code: subject('monotable', 'monotable'), zod: true },
  { what: 'ElectroDB: everything', code: `export * from 'electrodb'` },
  { what: 'ElectroDB: the agent', code: subject('electrodb', 'electrodb') },
  { what: 'DynamoDB-Toolbox: everything', code: `export * from 'dynamodb-toolbox'` },
  { what: 'DynamoDB-Toolbox: the agent', code: subject('toolbox', 'toolbox') },
  {
    what: 'OneTable: everything',
    code: `export * from 'dynamodb-onetable'; export * from 'dynamodb-onetable/Dynamo'`,
  },
  { what: 'OneTable: the agent', code: subject('onetable', 'onetable') },
  { what: 'Dynamoose: everything', code: `export { default } from 'dynamoose'` },
  { what: 'Dynamoose: the agent', code: subject('dynamoose', 'dynamooseSubject') },
]

/** What each library adds to an application's bundle, beside the SDK. */
export async function measureSizes(): Promise<SizeRow[]> {
  const rows: SizeRow[] = []
  for (const { what, code, zod } of bundles) {
    const { outputFiles } = await build({
      stdin: { contents: code, resolveDir: folder, loader: 'ts' },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      target: 'es2022',
      external: zod ? SDK : [...SDK, 'zod', 'zod/*'],
      write: false,
      logLevel: 'silent',
    })
    const minified = outputFiles[0]!.contents
    rows.push({ what, minified: minified.byteLength, gzipped: gzipSync(minified, { level: 9 }).byteLength })
  }
  return rows
}
