import type { InferredAttribute, InferredType, StringFormat } from '../infer/inferred-model.js'
import { bracketed, call, chained, type Part, property, quote } from './text.js'

const formats: Readonly<Record<StringFormat, string>> = {
  uuid: 'z.uuid()',
  guid: 'z.guid()',
  ulid: 'z.ulid()',
  email: 'z.email()',
  url: 'z.url()',
  datetime: 'z.iso.datetime()',
  offsetDatetime: 'z.iso.datetime({ offset: true })',
  localDatetime: 'z.iso.datetime({ local: true })',
  date: 'z.iso.date()',
}

/** The schema of a type as code; `before` is how many characters stand before it on its line. */
function typeText(type: InferredType, before = 0): string {
  switch (type.kind) {
    case 'string':
      if (type.format) return formats[type.format]
      return type.values ? `z.enum(${bracketed('[', type.values.map(quote), ']', before + 8)})` : 'z.string()'
    case 'number':
      if (!type.exact) return type.integer ? 'z.int()' : 'z.number()'
      return type.integer ? 'z.bigint()' : "z.string().meta({ dynamodb: 'N' })"
    case 'boolean':
      return 'z.boolean()'
    case 'null':
      return 'z.null()'
    case 'binary':
      return 'z.instanceof(Uint8Array)'
    case 'unknown':
      return 'z.any()'
    case 'set':
      return `z.set(${{ string: 'z.string()', number: 'z.number()', binary: 'z.instanceof(Uint8Array)' }[type.element]})`
    case 'list':
      return call('z.array', [typeText(type.element, before + 8)])
    case 'record':
      return call('z.record', ['z.string()', typeText(type.element, before + 22)])
    case 'map':
      return objectText(type.members, before, type.count)
    case 'mixed': {
      const texts = type.types.flatMap(each => (each.type.kind === 'null' ? [] : [typeText(each.type, before + 10)]))
      const text = texts.length === 1 ? texts[0]! : `z.union(${bracketed('[', texts, ']', before + 9)})`
      return texts.length < type.types.length ? chained(text, '.nullable()', before) : text
    }
  }
}

/** The schema of a map, or of an item: a line for each member where they do not fit on one. `outOf` is how many could have each. */
export function objectText(members: readonly InferredAttribute[], before: number, outOf: number): string {
  return `z.object(${bracketed(
    '{',
    members.map(member => memberText(member, outOf)),
    '}',
    before + 10,
  )})`
}

function memberText({ name, type, optional, present, note }: InferredAttribute, outOf: number): Part {
  const before = name.length + 6
  const text = typeText(type, before)
  const code = `${property(name)}: ${optional ? chained(text, '.optional()', before) : text}`
  const notes = [
    ...(optional ? [present === 0 || present > outOf ? 'not in all' : `${present} of ${outOf}`] : []),
    ...(type.kind === 'mixed'
      ? [
          type.types
            .map(each => `${each.count} ${each.count === 1 ? nounOf(each.type) : `${nounOf(each.type)}s`}`)
            .join(', '),
        ]
      : []),
    ...wordsIn(type),
    ...(type.kind === 'null' ? ['always null'] : []),
    ...(isEmpty(type) ? ['always empty'] : []),
    ...(note === undefined ? [] : [note]),
  ]
  return notes.length > 0 ? { code, remark: notes.join('; ') } : code
}

/** Whether nothing was ever in a list or a record, and its elements may be anything. */
const isEmpty = (type: InferredType): boolean =>
  type.kind === 'mixed'
    ? type.types.some(each => isEmpty(each.type))
    : (type.kind === 'list' || type.kind === 'record') && type.element.kind === 'unknown'

/** The few words that a text was seen to be, alone, among others, or in a list. */
function wordsIn(type: InferredType): readonly string[] {
  if (type.kind === 'mixed') return type.types.flatMap(each => wordsIn(each.type))
  if (type.kind === 'list' || type.kind === 'record') return wordsIn(type.element)
  return type.kind === 'string' && type.seen
    ? [type.seen.map(({ value, count }) => `${quote(value)} (${count})`).join(', ')]
    : []
}

const nounOf = ({ kind }: InferredType): string =>
  (({ binary: 'binary value', unknown: 'value', mixed: 'value', null: 'null' }) as Record<string, string>)[kind] ?? kind
