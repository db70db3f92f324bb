import { isIdentifier } from '../infer/names.js'

/** Lines are no longer than that, where they can be. */
const WIDTH = 110

/** A text as it is written in code. */
export function quote(text: string): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replace(/[\u2028\u2029]/g, escapeCharacter)
  return `'${escaped.replaceAll("'", "\\'")}'`
}

const escapeCharacter = (character: string) => `\\u${character.charCodeAt(0).toString(16)}`

/** The name of a property. */
export const property = (name: string): string => (isIdentifier(name) ? name : quote(name))

export const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ')

/** A member of a list: code, or code with a comment at the end of its last line. */
export type Part = string | { readonly code: string; readonly remark: string }

/** A list in brackets: on one line where it fits behind so many characters. */
export function bracketed(open: string, parts: readonly Part[], close: string, before = 0): string {
  if (parts.length === 0) return `${open}${close}`
  const codes = parts.filter(part => typeof part === 'string')
  const space = open.endsWith('[') || open.endsWith('(') ? '' : ' '
  const line = `${open}${space}${codes.join(', ')}${space}${close}`
  if (codes.length === parts.length && !line.includes('\n') && line.length + before <= WIDTH) return line
  const lines = parts.map(part =>
    typeof part === 'string' ? `${part},` : `${part.code}, // ${part.remark.replace(/\s+/g, ' ')}`,
  )
  return `${open}\n${lines.map(indent).join('\n')}\n${close}`
}

/** A call: on one line where its arguments are on one. */
export const call = (name: string, parts: readonly string[]): string =>
  parts.some(part => part.includes('\n'))
    ? `${name}(\n${parts.map(part => `${indent(part)},`).join('\n')}\n)`
    : `${name}(${parts.join(', ')})`

/** A method called on what a call makes: on a line of its own where that does not fit on one. */
export const chained = (text: string, method: string, before: number): string =>
  text.includes('\n') || text.length + method.length + before > WIDTH
    ? text.startsWith('z\n')
      ? `${text}\n  ${method}`
      : `z\n${indent(text.slice(1))}\n  ${method}`
    : `${text}${method}`

/** A comment of sentences, and of lines that stay as they are. */
export function comment(sentences: readonly string[], rows: readonly string[] = []): string {
  const lines = [
    ...sentences.flatMap(sentence => wrap(harmless(sentence.replace(/\s+/g, ' ')))),
    ...(rows.length > 0 ? ['', ...rows.map(row => cut(harmless(row.replace(/\s/g, ' '))))] : []),
  ]
  return lines.length === 1
    ? `/** ${lines[0]} */`
    : ['/**', ...lines.map(line => ` * ${line}`.trimEnd()), ' */'].join('\n')
}

/** What does not end the comment that it stands in. */
const harmless = (text: string) => text.replaceAll('*/', '* /')
const cut = (row: string) => (row.length > WIDTH ? `${row.slice(0, WIDTH - 1)}…` : row)

function wrap(sentence: string): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of sentence.split(' ')) {
    if (line && line.length + word.length + 4 > WIDTH) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  return [...lines, line]
}
