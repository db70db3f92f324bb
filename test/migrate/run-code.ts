import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from 'monotable'
import * as monotable from 'monotable'
import ts from 'typescript'
import * as zod from 'zod'
import { differences } from '../../src/migrate/generate/same-value.js'

interface AnyClient {
  decode(item: StoredItem): object
  encode(item: object): StoredItem
}
type AnyDatabase = Readonly<Record<string, AnyClient>> & { entityOf(item: object): string | undefined }

/** Runs generated code as it stands, and gives the database that its `connect` makes. */
function runCode(code: string): AnyDatabase {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const modules: Readonly<Record<string, unknown>> = { monotable, zod }
  const exported: { connect?: (options: object) => AnyDatabase } = {}
  new Function('require', 'exports', outputText)((name: string) => modules[name], exported)
  return exported.connect!({ client: new DynamoDBClient({ region: 'us-east-1' }) })
}

/** The items that do not come out of generated code as they went in, through the public API alone. */
export function lostBy(code: string, items: readonly StoredItem[]): readonly StoredItem[] {
  const db = runCode(code)
  return items.filter(item => {
    const name = db.entityOf(item)
    return name === undefined || differences(item, db[name]!.encode(db[name]!.decode(item))).length > 0
  })
}
