import { quoted } from './quoted.js'

/** What can be written as YAML here. */
type Value = string | number | boolean | null | undefined | readonly Value[] | { readonly [name: string]: Value }

/** Words that YAML takes for something else than text. */
const RESERVED = /^(?:true|false|yes|no|on|off|y|n|null|nan)$/i

/** Data as YAML in blocks. Text is quoted wherever it could be read as anything but itself. */
export const yamlText = (value: object): string => `${linesOf(value as Value).join('\n')}\n`

function linesOf(value: Value): readonly string[] {
  if (Array.isArray(value))
    return value.flatMap((element: Value) => {
      const [first, ...rest] = linesOf(element)
      return [`- ${first}`, ...rest.map(line => `  ${line}`)]
    })
  if (typeof value !== 'object' || value === null) return [scalar(value)]
  return Object.entries(value as Readonly<Record<string, Value>>).flatMap(([name, member]) => {
    const lines = linesOf(member)
    if (typeof member !== 'object' || member === null) return [`${scalar(name)}: ${lines[0]}`]
    return [`${scalar(name)}:`, ...lines.map(line => `  ${line}`)]
  })
}

function scalar(value: string | number | boolean | null | undefined): string {
  if (typeof value !== 'string') return String(value ?? null)
  if (/^[A-Za-z][\w./-]*$/.test(value) && !RESERVED.test(value)) return value
  return /^AWS(?:::[A-Za-z0-9]+)+$/.test(value) ? value : quoted(value)
}
