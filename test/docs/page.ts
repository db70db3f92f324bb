import { readFileSync } from 'node:fs'
import ts from 'typescript'

/** A page of documentation, its TypeScript as modules that have each line where the page has it. */
export interface Page {
  /** Under the project's folder: `docs/keys.md`. */
  readonly path: string
  readonly text: string
  /** First the one that runs, of the blocks that build on each other; then those that are files of their own. */
  readonly modules: readonly Module[]
}

export interface Module {
  readonly code: string
  readonly remarks: readonly Remark[]
}

/**
 * What a comment says of the statement before it: the result (`→`), the request that DynamoDB gets (`⇒`), or why the
 * compiler refuses it (`✗`). An ellipsis in its text stands for anything.
 */
export interface Remark {
  readonly mark: '→' | '⇒' | '✗'
  readonly text: string
  /** Counted from 1. */
  readonly line: number
  readonly statement: ts.Statement
}

interface Block {
  readonly kind: 'run' | 'no-run' | 'refused' | 'file' | 'theirs'
  /** The indexes of the fences' lines. */
  readonly start: number
  readonly end: number
}

/** @param theirs whether the code of other libraries is part of it: `<!-- theirs -->` */
export function readPage(root: string, path: string, theirs = false): Page {
  const text = readFileSync(`${root}/${path}`, 'utf8')
  return { path, text, modules: modulesOf(path, text, theirs) }
}

/** The modules of a page; refused blocks and those that do not run are functions that nobody calls. */
export function modulesOf(path: string, text: string, theirs = false): Module[] {
  const lines = text.split('\n')
  const blocks = findBlocks(path, lines)
  const shared = blocks.filter(({ kind }) => kind !== 'file' && (theirs || kind !== 'theirs'))
  const files = blocks.filter(({ kind }) => kind === 'file')
  const compose = (chosen: readonly Block[]): string => {
    const code = lines.map(() => '')
    for (const { kind, start, end } of chosen) {
      for (let index = start + 1; index < end; index++) code[index] = lines[index]!
      if (kind !== 'no-run' && kind !== 'refused') continue
      code[start] = `async function shown${start}() {`
      code[end] = '}'
    }
    return `${code.join('\n')}\nexport {}\n`
  }
  const of = (chosen: readonly Block[], runs: boolean): Module => {
    const code = compose(chosen)
    const remarks = findRemarks(path, code)
    const idle = remarks.find(({ mark, statement }) => mark !== '✗' && !(runs && ts.isSourceFile(statement.parent)))
    if (idle) throw new Error(`${path}:${idle.line} remarks on what does not run`)
    return { code, remarks }
  }
  return [of(shared, true), ...files.map(block => of([block], false))]
}

function findBlocks(path: string, lines: readonly string[]): Block[] {
  const blocks: Block[] = []
  for (let start = 0; start < lines.length; start++) {
    const [, fence, language] = /^(```+)(\w*)\s*$/.exec(lines[start]!) ?? []
    if (fence === undefined) continue
    const end = lines.indexOf(fence, start + 1)
    if (end === -1) throw new Error(`${path}:${start + 1} opens a block that nothing closes`)
    const marker = /^<!-- (.+) -->$/.exec(lines[start - 1] ?? '')?.[1] ?? 'run'
    // What names a file is part of a walk, which has its own test.
    if (language === 'ts' && !marker.startsWith('file: '))
      blocks.push({ kind: kindOf(marker, lines.slice(start, end), `${path}:${start}`), start, end })
    start = end
  }
  return blocks
}

function kindOf(marker: string, code: readonly string[], place: string): Block['kind'] {
  if (marker !== 'run' && marker !== 'no-run' && marker !== 'file' && marker !== 'theirs')
    throw new Error(`${place} has no meaning: '${marker}'`)
  return marker === 'run' && code.some(line => /\/\/ ✗/.test(line)) ? 'refused' : marker
}

/** The remarks of a module; each belongs to the statement that it follows, on its last line or below it. */
function findRemarks(path: string, code: string): Remark[] {
  const file = parse(code)
  const remarks: Remark[] = []
  const lines = code.split('\n')
  const lineOf = (position: number) => file.getLineAndCharacterOfPosition(position).line
  const take = (statement: ts.Statement) => {
    const end = lineOf(statement.end)
    const comments = [
      { index: end, text: lines[end]!.slice(file.getLineAndCharacterOfPosition(statement.end).character) },
    ]
    for (let index = end + 1; /^\s*\/\//.test(lines[index] ?? ''); index++)
      comments.push({ index, text: lines[index]! })
    let last: { mark: Remark['mark']; text: string; line: number; statement: ts.Statement } | undefined
    for (const { index, text } of comments) {
      const [, mark, said = ''] = /^\s*\/\/\s*([→⇒✗])?\s*(.*?)\s*$/.exec(text) ?? []
      if (mark !== undefined) {
        last = { mark: mark as Remark['mark'], text: said, line: index + 1, statement }
        remarks.push(last)
      } else if (last) last.text += ` ${said}`
    }
  }
  for (const statement of file.statements) {
    take(statement)
    if (ts.isFunctionDeclaration(statement)) for (const inner of statement.body?.statements ?? []) take(inner)
  }
  for (const [index, line] of lines.entries()) {
    if (/\/\/\s*[→⇒✗]/.test(line) && !remarks.some(remark => remark.line === index + 1))
      throw new Error(`${path}:${index + 1} remarks on no statement`)
  }
  return remarks
}

const parse = (code: string): ts.SourceFile => ts.createSourceFile('page.ts', code, ts.ScriptTarget.ESNext, true)

/** Whether a text is as a remark says: white space aside, and with anything in the place of an ellipsis. */
export function agrees(remark: string, text: string): boolean {
  const squeeze = (written: string) => written.replace(/\s+/g, ' ').trim()
  const pattern = squeeze(remark)
    .split('…')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  return new RegExp(`^${pattern}$`, 's').test(squeeze(text))
}
