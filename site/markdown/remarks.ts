/** What a remark of the docs says of the statement before it, by its mark. */
const kinds = { '→': 'result', '⇒': 'request', '✗': 'refusal' } as const

export type RemarkKind = (typeof kinds)[keyof typeof kinds]

/** For each line of a code block the kind of remark that it is part of: from the mark to the last line of comment below it. */
export function remarkLines(code: string): readonly (RemarkKind | undefined)[] {
  let kind: RemarkKind | undefined
  return code.split('\n').map(line => {
    const mark = /\/\/ ([→⇒✗]) /.exec(`${line} `)?.[1] as keyof typeof kinds | undefined
    if (mark) kind = kinds[mark]
    else if (!/^\s*\/\//.test(line)) kind = undefined
    return kind
  })
}

/** The parts of a syntax tree that the transformer looks at: https://github.com/syntax-tree/hast */
interface Node {
  readonly type: string
  readonly value?: string
  readonly properties?: Record<string, unknown>
  readonly children?: readonly Node[]
}

const textOf = ({ value = '', children = [] }: Node): string => value + children.map(textOf).join('')

/** Gives the comments of remarks a class, for Shiki. */
export const remarks = {
  name: 'remarks',
  line(this: { source: string }, line: Node, number: number): void {
    const kind = remarkLines(this.source)[number - 1]
    if (!kind) return
    const start = line.children!.findIndex(span => /^\s*\/\/( |$)/.test(textOf(span)))
    for (const span of start === -1 ? [] : line.children!.slice(start))
      if (span.properties) span.properties.class = `remark remark-${kind}`
  },
}
