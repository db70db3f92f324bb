import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { typeOf } from '../../schema/attribute-model.js'
import type { StoredItem } from '../../schema/item-model.js'
import { canonicalNumber } from '../../schema/numbers.js'

/** Whether two values are one to DynamoDB: sets have no order, and numbers one form. */
export function sameValue(one: AttributeValue | undefined, other: AttributeValue | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  const type = typeOf(one)
  if (type === undefined || type !== typeOf(other)) return false
  const [a, b]: readonly any[] = [one[type], other[type]]
  switch (type) {
    case 'N':
      return canonicalNumber(a) === canonicalNumber(b)
    case 'B':
      return a.join() === b.join()
    case 'SS':
    case 'NS':
    case 'BS':
      return sameTexts(a.map(elementText(type)), b.map(elementText(type)))
    case 'L':
      return a.length === b.length && a.every((element: AttributeValue, index: number) => sameValue(element, b[index]))
    case 'M':
      return differences(a, b).length === 0
    default:
      return a === b
  }
}

const elementText = (type: 'SS' | 'NS' | 'BS') => (element: string | Uint8Array) =>
  typeof element !== 'string' ? element.join() : type === 'NS' ? canonicalNumber(element) : element

const sameTexts = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && [...one].sort().every((text, index) => text === [...other].sort()[index])

/** The names under which two items have different values, or one has none. */
export const differences = (one: StoredItem, other: StoredItem): readonly string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(name => !sameValue(one[name], other[name]))
