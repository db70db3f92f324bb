import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { inspect } from 'node:util'
import type { Hooks, ResponseEvent } from 'monotable'
import ts from 'typescript'
import { describeRequests } from '../../examples/support/request.js'
import { agrees, type Module, type Page, type Remark } from './page.js'

/** In definitions of tables, and in constants that are called after what they are. */
const tableNames = /(?<=(?:defineTable\(\{\s*name: |const \w*[tT]able\w* = (?:process\.env\.\w+ \?\? )?)')[^']+/g

type Claim = Pick<Remark, 'mark' | 'text' | 'line'>

/** What the code of a page uses to check the remarks in it. */
interface Checks {
  readonly hooks: Hooks
  check(claims: readonly Claim[], work: () => unknown): Promise<unknown>
}

/**
 * Runs the blocks of a page, and tells which of their remarks are wrong.
 * @param file where the code is put: in the project, so that its imports are found
 * @param rename gives a table of the page a name that is nobody else's
 */
export async function runPage(page: Page, file: string, rename: (table: string) => string): Promise<readonly string[]> {
  const wrong: string[] = []
  const tables = new Map<string, string>()
  const sent: ResponseEvent[] = []
  const onPage = (text: string) => [...tables].reduce((all, [used, name]) => all.replaceAll(used, name), text)
  const checks: Checks = {
    hooks: { values: true, onResponse: event => sent.push(event) },
    async check(claims, work) {
      sent.length = 0
      const outcome = await settle(work)
      const requests = describeRequests(sent)
        .filter(({ label }) => label !== 'cost')
        .map(({ label, text }) => (label === 'sends' ? text : `${label} ${text}`))
        .join('\n')
      for (const { mark, text, line } of claims) {
        const actual = mark === '⇒' ? [requests] : outcome.texts
        if (!actual.some(one => agrees(text, onPage(one))))
          wrong.push(`${page.path}:${line} says\n  ${text}\nand it is\n  ${onPage(actual[0]!)}`)
      }
      if ('error' in outcome && !claims.some(({ mark }) => mark === '→')) throw outcome.error
      return outcome.value
    },
  }
  const code = withChecks(page.modules[0]!)
  mkdirSync(dirname(file), { recursive: true })
  const renamed = (name: string) => {
    const used = rename(name)
    tables.set(used, name)
    return used
  }
  const usedFor = (name: string) => [...tables].find(([, known]) => known === name)?.[0] ?? renamed(name)
  writeFileSync(
    file,
    code
      .replace(tableNames, renamed)
      // What is not defined, several clients and stores of a page can share.
      .replace(/(?<=tableName: '|fromTableName\(')[^']+/g, usedFor),
  )
  Object.assign(globalThis, { checks })
  try {
    await import(/* @vite-ignore */ file)
  } catch (error) {
    wrong.push(`${page.path} ends early: ${(error as Error).stack}`.replaceAll(file, page.path))
  }
  return wrong
}

/** What came of the work, and the texts that it may be described by. */
async function settle(work: () => unknown): Promise<{ texts: readonly string[]; value?: unknown; error?: unknown }> {
  try {
    const value = await work()
    const shown = inspect(value, { depth: 12, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: null })
    return {
      texts: [
        shown.replace(/(Bare <)?\[Object: null prototype\] (\{\}> )?/g, ''),
        ...(typeof value === 'string' ? [value] : []),
      ],
      value,
    }
  } catch (error) {
    return { texts: [String(error)], error }
  }
}

/** The code of a module with every statement that is remarked on inside a check. */
function withChecks({ code, remarks }: Module): string {
  let checked = code
  const claimed = remarks.filter(({ mark }) => mark !== '✗')
  // From the last to the first, so that the places of those before stay what they are.
  for (const statement of [...new Set(claimed.map(({ statement }) => statement))].reverse()) {
    const expression = checkable(statement)
    const claims = claimed
      .filter(remark => remark.statement === statement)
      .map(({ mark, text, line }): Claim => ({ mark, text, line }))
    const call = `await checks.check(${JSON.stringify(claims)}, async () => (${expression.getText()}))`
    checked = checked.slice(0, expression.getStart()) + call + checked.slice(expression.end)
  }
  return checked.replace(
    /(createDatabase|new DynamoDBKVStore(<\w+>)?)\(\{|fromTableName\('[^']*', \{/g,
    '$& hooks: checks.hooks,',
  )
}

function checkable(statement: ts.Statement): ts.Expression {
  if (ts.isExpressionStatement(statement)) return statement.expression
  const value = ts.isVariableStatement(statement) ? statement.declarationList.declarations[0]?.initializer : undefined
  if (value === undefined) throw new Error(`Only an expression or a const can be checked: ${statement.getText()}`)
  return value
}
