/** A line that the compiler must refuse: `// @ts-expect-error <phrase>` stands above it. */
export interface Refusal {
  readonly file: string
  /** Of the refused line, counted from 1. */
  readonly line: number
  /** One of them must be in the compiler's text; none where the directive gives no phrase. */
  readonly phrases: readonly string[]
}

export interface Diagnostic {
  readonly file: string
  readonly line: number
  /** With its continuation lines. */
  readonly text: string
}

const directive = /^\s*\/\/ @ts-expect-error\b[ \t]*(.*?)\s*$/

/** The refusals that a file asks for. */
export function findRefusals(file: string, source: string): Refusal[] {
  const lines = source.split('\n')
  return lines.flatMap((text, index) => {
    const phrase = directive.exec(text)?.[1]
    if (phrase === undefined) return []
    const refused = lines.findIndex((line, at) => at > index && !/^\s*(\/\/.*)?$/.test(line))
    return [{ file, line: refused + 1, phrases: phrase === '' ? [] : phrase.split(' | ') }]
  })
}

/** The source with its directives made ordinary comments, so that the compiler says what it refuses. */
export function neutralise(source: string): string {
  return source.replaceAll('@ts-expect-error', '@ts_expect_error')
}

/** What `tsc --pretty false` printed. */
export function parseDiagnostics(output: string): Diagnostic[] {
  const diagnostics: { file: string; line: number; text: string }[] = []
  for (const text of output.split('\n')) {
    const [, file, line, message] = /^(\S.*?)\((\d+),\d+\): (error .*)$/.exec(text) ?? []
    const last = diagnostics.at(-1)
    if (file !== undefined)
      diagnostics.push({ file: file.replaceAll('\\', '/'), line: Number(line), text: message ?? '' })
    else if (/^error /.test(text)) diagnostics.push({ file: '', line: 0, text })
    else if (last !== undefined && /^\s+\S/.test(text)) last.text += `\n${text}`
  }
  return diagnostics
}

/** What is not as asked: a line that compiles or is refused with another text, and an error where none is expected. */
export function mismatches(refusals: readonly Refusal[], diagnostics: readonly Diagnostic[]): string[] {
  const at = ({ file, line }: { file: string; line: number }) => `${file}:${line}`
  const unmet = refusals.flatMap(refusal => {
    const texts = diagnostics.filter(diagnostic => at(diagnostic) === at(refusal)).map(({ text }) => text)
    if (texts.length === 0) return [`${at(refusal)} compiles, and must be refused`]
    const met =
      refusal.phrases.length === 0 || refusal.phrases.some(phrase => texts.some(text => text.includes(phrase)))
    return met ? [] : [`${at(refusal)} is refused without '${refusal.phrases.join("' or '")}':\n${texts.join('\n')}`]
  })
  const expected = new Set(refusals.map(at))
  const others = diagnostics.filter(diagnostic => !expected.has(at(diagnostic)))
  return [...unmet, ...others.map(diagnostic => `${at(diagnostic)} must compile:\n${diagnostic.text}`)]
}
