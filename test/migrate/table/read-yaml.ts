interface Line {
  readonly indent: number
  readonly text: string
}

/** Reads the part of YAML that templates are written in: blocks, plain words, whole numbers, texts in double quotes. */
export function readYaml(text: string): unknown {
  const lines = text
    .trimEnd()
    .split('\n')
    // An element of a list is a block of its own, two columns on.
    .flatMap(line => {
      const [, spaces, dashes, rest] = /^( *)((?:- )*)(.*)$/.exec(line)!
      const marks = Array.from({ length: dashes!.length / 2 }, (_, at) => ({
        indent: spaces!.length + at * 2,
        text: '-',
      }))
      return [...marks, { indent: spaces!.length + dashes!.length, text: rest! }]
    })
  return readBlock(lines)
}

function readBlock(lines: readonly Line[]): unknown {
  const [first] = lines as readonly [Line]
  const starts = lines.flatMap((line, at) => (line.indent === first.indent ? [at] : []))
  const parts = starts.map((start, at) => lines.slice(start, starts[at + 1]) as [Line, ...Line[]])
  if (first.text === '-') return parts.map(([, ...inside]) => readBlock(inside))
  const members = parts.map(([line, ...inside]) => {
    const [, name, value] = /^("(?:[^"\\]|\\.)*"|[^":]+):(?: (.*))?$/.exec(line.text) ?? []
    return name === undefined
      ? undefined
      : [readScalar(name), value === undefined ? readBlock(inside) : readScalar(value)]
  })
  return members.some(member => member === undefined) ? readScalar(first.text) : Object.fromEntries(members as never)
}

function readScalar(text: string): unknown {
  if (text.startsWith('"')) return JSON.parse(text)
  if (text === 'true' || text === 'false') return text === 'true'
  if (/^\d+$/.test(text)) return Number(text)
  // All that YAML 1.1 takes for something else, or that starts something else, must be quoted.
  if (!/^[A-Za-z][\w./:-]*$/.test(text) || /^(y|n|yes|no|on|off|null)$/i.test(text) || /: |:$/.test(text))
    throw new Error(`${text} is no plain text.`)
  return text
}
