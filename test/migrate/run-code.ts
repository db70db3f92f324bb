import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { AnyEntity, StoredItem } from 'monotable'
import * as monotable from 'monotable'
import ts from 'typescript'
import * as zod from 'zod'
import { differences } from '../../src/migrate/generate/same-value.js'

interface AnyClient {
  decode(item: StoredItem): object
  encode(item: object): StoredItem
}
type AnyDatabase = Readonly<Record<string, AnyClient>> & { entityOf(item: object): string | undefined }

interface Exported {
  readonly entities: Readonly<Record<string, AnyEntity>>
  readonly connect: (options: object) => AnyDatabase
}

/** Runs generated code as it stands, and gives what it exports. */
export function runCode(code: string): Exported {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const modules: Readonly<Record<string, unknown>> = { monotable, zod }
  const exported: Partial<Exported> = {}
  new Function('require', 'exports', outputText)((name: string) => modules[name], exported)
  return exported as Exported
}

/** The items that do not come out of generated code as they went in, or are refused by it, through the public API alone. */
export function lostBy(code: string, items: readonly StoredItem[]): readonly StoredItem[] {
  const db = runCode(code).connect({ client: new DynamoDBClient({ region: 'us-east-1' }) })
  return items.filter(item => {
    const name = db.entityOf(item)
    if (name === undefined) return true
    try {
      return differences(item, db[name]!.encode(db[name]!.decode(item))).length > 0
    } catch (error) {
      if (error instanceof monotable.InvalidItemError) return true
      throw error
    }
  })
}
