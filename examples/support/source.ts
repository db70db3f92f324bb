import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A call as somebody wrote it. */
export interface WrittenCall {
  readonly call: string
  /** The body of the function that is called, where that is defined beside its caller. */
  readonly body: string | undefined
}

/**
 * Reads out of a source file the `() => …` that was given to the caller of `reader`. The file is the truth: what
 * `toString` gives of a function has neither its types nor its layout.
 */
export function readWrittenCall(reader: Function): WrittenCall {
  const { path, line, column } = callSite(reader)
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .slice(line - 1)
  const text = lines.join('\n').slice(column - 1)
  const call = untilClosed(text.slice(text.indexOf('() =>') + '() =>'.length).trimStart())
  const name = /^\w+/.exec(call)?.[0] ?? ''
  return { call: dedent(call), body: findBody(dirname(path), name) }
}

/** Where the caller of `reader` was called, in terms of the sources, to which tsx maps stacks. */
function callSite(reader: Function) {
  const trace: { stack?: string } = {}
  Error.captureStackTrace(trace, reader)
  const frame = trace.stack!.split('\n')[2]!
  const [, file, line, column] = /\(?([^\s()]+):(\d+):(\d+)\)?$/.exec(frame)!
  const path = file!.startsWith('file:') ? fileURLToPath(file!) : file!
  return { path, line: Number(line), column: Number(column) }
}

/** The text up to the bracket that closes what it stands in, or to the comma after it. */
function untilClosed(text: string): string {
  let depth = 0
  for (const { 0: token, index } of text.matchAll(/'(?:[^'\\]|\\.)*'|`[^`]*`|[()[\]{},]/g)) {
    if (depth === 0 && /^[)\]},]$/.test(token)) return text.slice(0, index).trim()
    if (/^[([{]$/.test(token)) depth++
    if (/^[)\]}]$/.test(token)) depth--
  }
  return text
}

/** The body of an exported function in a folder; of one that only returns something, what it returns. */
function findBody(folder: string, name: string): string | undefined {
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8')
    const start = text.search(new RegExp(`^export (async )?function ${name}\\(`, 'm'))
    if (start < 0) continue
    const body = dedent(text.slice(text.indexOf('{\n', start) + 2, text.indexOf('\n}', start)))
    return body.replace(/^return (?=.*(\n +.*)*$)/, '')
  }
  return undefined
}

/** The text moved to the left, as far as all of its lines allow. */
function dedent(text: string): string {
  const [first = '', ...rest] = text.split('\n')
  const indents = [...(/^ /.test(first) ? [first] : []), ...rest].map(line => line.search(/\S/)).filter(at => at >= 0)
  const shared = Math.min(...indents)
  return [first.trimStart(), ...rest.map(line => line.slice(shared))].join('\n')
}
