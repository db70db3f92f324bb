import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { type AttributeModel, type Storage, typeOf } from './attribute-model.js'
import { Fault, mismatch } from './fault.js'
import { canonicalNumber } from './numbers.js'
import { once } from './once.js'
import { join } from './union.js'

/** An array, or a tuple: `items` have models of their own, `rest` is the model of what follows. */
export function listStorage(items: readonly AttributeModel[], rest?: AttributeModel): Storage {
  const parts = rest ? [...items, rest] : items
  const element = once(() => join(parts))
  const modelAt = (index: number) => (index < items.length ? items[index] : undefined) ?? rest
  return {
    kind: 'list',
    types: ['L'],
    parts,
    fixed: items.length,
    get element() {
      return element()
    },
    child: segment => (typeof segment === 'number' ? modelAt(segment) : undefined),
    marshal(value, at) {
      if (!Array.isArray(value)) throw mismatch('an array', value)
      const stored: AttributeValue[] = []
      for (let index = 0; index < value.length; index++) {
        at.push(index)
        const model = modelAt(index)
        if (model === undefined) throw new Fault('tooManyElements', 'is one element too many')
        stored.push(model.marshal(value[index], at))
        at.pop()
      }
      return { L: stored }
    },
    unmarshal({ L: stored }, issues, at) {
      if (stored === undefined) return undefined
      const value: unknown[] = []
      for (let index = 0; index < stored.length; index++) {
        at.push(index)
        // An element too many is read as undefined: zod tells of it.
        value.push(modelAt(index)?.unmarshal(stored[index], issues, at))
        at.pop()
      }
      return value
    },
  }
}

/** What DynamoDB refuses of a set. */
export const notAlike = 'not all strings, all numbers or all binaries'

const setTypes: Readonly<Record<string, 'SS' | 'NS' | 'BS'>> = { S: 'SS', N: 'NS', B: 'BS' }

/** A set, of elements that are all stored as strings, as numbers or as binaries. */
export function setStorage(element: AttributeModel): Storage {
  const types = element.types.flatMap(type => setTypes[type] ?? [])
  return {
    kind: 'set',
    types,
    parts: [element],
    element,
    marshal(value, at) {
      if (!(value instanceof Set)) throw mismatch('a Set', value)
      // DynamoDB refuses a set that has two equal elements.
      const stored = new Map<string, unknown>()
      let setType: string | undefined
      for (const each of value) {
        const scalar = element.marshal(each, at)
        const type = typeOf(scalar)!
        setType ??= setTypes[type]
        if (setType === undefined || setType !== setTypes[type])
          throw new Fault('mixedSet', `is a set whose elements are ${notAlike}`)
        // A Buffer's own text is its UTF-8, in which different bytes look the same: joined, they are told apart.
        const same = scalar.N === undefined ? (scalar.B?.join() ?? scalar.S!) : canonicalNumber(scalar.N)
        stored.set(same, scalar[type])
      }
      if (setType === undefined)
        throw new Fault(
          'emptySet',
          'is an empty set, which DynamoDB does not store: make it optional, and leave it out',
        )
      return { [setType]: [...stored.values()] } as unknown as AttributeValue
    },
    unmarshal(stored, issues, at) {
      if (stored.SS && element.kind === 'string') return new Set(stored.SS)
      const type = types.find(type => stored[type])
      if (type === undefined) return undefined
      const elements: readonly unknown[] = stored[type]!
      return new Set(
        elements.map(content => element.unmarshal({ [type[0]!]: content } as unknown as AttributeValue, issues, at)),
      )
    },
  }
}
