import * as z from 'zod/mini'
import type { InferredAttribute, InferredType, StringFormat } from '../infer/inferred-model.js'

type Schema = z.ZodMiniType

const formats: Readonly<Record<StringFormat, () => Schema>> = {
  uuid: () => z.uuid(),
  guid: () => z.guid(),
  ulid: () => z.ulid(),
  email: () => z.email(),
  url: () => z.url(),
  datetime: () => z.iso.datetime(),
  offsetDatetime: () => z.iso.datetime({ offset: true }),
  localDatetime: () => z.iso.datetime({ local: true }),
  date: () => z.iso.date(),
}

/** The schema that the text of `type-text.ts` means. */
function buildSchema(type: InferredType): Schema {
  switch (type.kind) {
    case 'string':
      return type.format ? formats[type.format]() : type.values ? z.enum(type.values as [string]) : z.string()
    case 'number':
      if (!type.exact) return type.integer ? z.int() : z.number()
      return type.integer ? z.bigint() : z.string().register(z.globalRegistry, { dynamodb: 'N' })
    case 'boolean':
      return z.boolean()
    case 'null':
      return z.null()
    case 'binary':
      return z.instanceof(Uint8Array)
    case 'unknown':
      return z.any()
    case 'set':
      return z.set(
        { string: () => z.string(), number: () => z.number(), binary: () => z.instanceof(Uint8Array) }[type.element](),
      )
    case 'list':
      return z.array(buildSchema(type.element))
    case 'record':
      return z.record(z.string(), buildSchema(type.element))
    case 'map':
      return buildObject(type.members)
    case 'mixed': {
      const schemas = type.types.flatMap(each => (each.type.kind === 'null' ? [] : [buildSchema(each.type)]))
      const schema = schemas.length === 1 ? schemas[0]! : z.union(schemas)
      return schemas.length < type.types.length ? z.nullable(schema) : schema
    }
  }
}

/** The schema of a map, or of an item. */
export const buildObject = (members: readonly InferredAttribute[]) =>
  z.object(
    Object.fromEntries(
      members.map(({ name, type, optional }) => [name, optional ? z.optional(buildSchema(type)) : buildSchema(type)]),
    ),
  )
