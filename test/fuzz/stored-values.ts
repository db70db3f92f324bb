import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { conditionsOver, type Holder } from '../properties/filter-arbitraries.js'
import { Digits, type Left, type Operand, type Test } from '../properties/filter-oracle.js'

/** A stored value as the oracle of filters takes it. */
export function plainOf({ S, N, B, BOOL, NULL, L, M, SS, NS, BS }: AttributeValue): unknown {
  if (S !== undefined) return S
  if (N !== undefined) return new Digits(N)
  if (B) return B
  if (NULL) return null
  if (L) return L.map(plainOf)
  if (M) return Object.fromEntries(Object.entries(M).map(([name, value]) => [name, plainOf(value)]))
  if (SS ?? BS) return new Set<unknown>(SS ?? BS)
  return NS ? new Set(NS.map(each => new Digits(each))) : BOOL
}

/** A place with the values that were found there, and how each is stored. */
export interface Found extends Holder {
  readonly plain: Map<unknown, unknown>
}

const isOpen = (value: unknown): value is Readonly<Record<string, unknown>> => {
  const prototype = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined
  return prototype === null || prototype === Object.prototype
}

/** What is known of a place, while items are walked. */
interface Growing {
  readonly path: (string | number)[]
  readonly plain: Map<unknown, unknown>
  readonly elements: Map<unknown, unknown>
  /** DynamoDB's types of what is there, and of the elements of lists. */
  readonly types: Set<string>
  readonly elementTypes: Set<string>
}

const typeOf = (stored: AttributeValue): string => Object.keys(stored)[0]!

/** All places in items, with what is there: by walking what was written and what is stored side by side. */
export function placesIn(pairs: readonly (readonly [item: object, stored: AttributeValue])[]): Found[] {
  const found = new Map<string, Growing>()
  const visit = (path: (string | number)[], value: any, stored: AttributeValue): void => {
    const name = JSON.stringify(path)
    const place = found.get(name) ?? {
      path,
      plain: new Map(),
      elements: new Map(),
      types: new Set(),
      elementTypes: new Set(),
    }
    found.set(name, place)
    place.plain.set(value, plainOf(stored))
    place.types.add(typeOf(stored))
    const inside = (segment: string | number, part: unknown, kept: AttributeValue | undefined) => {
      if (kept && path.length < 4) visit([...path, segment], part, kept)
    }
    if (stored.L && Array.isArray(value))
      for (const [at, part] of value.entries()) {
        place.elements.set(part, plainOf(stored.L[at]!))
        place.elementTypes.add(typeOf(stored.L[at]!))
        inside(at, part, stored.L[at])
      }
    // What a codec makes of a value has other members than what is stored. And in what has a kind, a value may be stored in
    // another way by each of the options: which is meant, a value that is compared does not tell.
    if (stored.M && isOpen(value) && !('kind' in value))
      for (const name of Object.keys(value)) inside(name, value[name], stored.M[name])
    if (value instanceof Set)
      for (const [at, part] of [...value].entries()) {
        const { SS, NS, BS } = stored
        place.elements.set(part, NS ? new Digits(NS[at]!) : (SS ?? BS)![at])
      }
  }
  for (const [item, stored] of pairs)
    for (const [name, value] of Object.entries(item)) if (stored.M![name]) visit([name], value, stored.M![name])
  return [...found.values()].map(holderOf)
}

function holderOf({ path, plain, elements, types, elementTypes }: Growing): Found {
  const all = [...types]
  const only = (...some: string[]) => all.every(type => some.includes(type))
  const values = [...plain.keys()]
  // Which of several types a text in a list has, its value does not tell.
  const hasElements = only('L', 'SS', 'NS', 'BS') && elements.size > 0 && elementTypes.size < 2
  return {
    path,
    values,
    plain: new Map([...plain, ...elements]),
    ...(only('S', 'N', 'B') && { ordered: true }),
    ...(!all.some(type => ['N', 'BOOL', 'NULL'].includes(type)) && { sized: true }),
    ...(only('S') && { prefixes: values.filter(each => typeof each === 'string') }),
    ...(hasElements && { elements: [...elements.keys()] }),
  } as Found
}

export const conditionsIn = (places: readonly Found[]) =>
  conditionsOver(places.filter(({ prefixes }) => prefixes === undefined || prefixes.length > 0))

/** The same condition about stored values, for the oracle. */
export function storedTest(test: Test): Test {
  const operand = (each: Operand): Operand => {
    if (!('value' in each) || !each.like) return each
    return { value: (each.like as Found).plain.get(each.value) }
  }
  const left = (each: Left) => each
  switch (test.op) {
    case 'and':
    case 'or':
      return { ...test, tests: test.tests.map(storedTest) }
    case 'not':
      return { ...test, test: storedTest(test.test) }
    case 'between':
      return { ...test, low: operand(test.low), high: operand(test.high) }
    case 'in':
      return { ...test, values: test.values.map(operand) }
    case 'beginsWith':
    case 'contains':
      return { ...test, part: operand(test.part) }
    case 'exists':
    case 'notExists':
    case 'type':
      return test
    default:
      return { ...test, left: left(test.left), right: operand(test.right) }
  }
}
