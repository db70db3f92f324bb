import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Issue } from '../errors/item-errors.js'
import { MonotableError } from '../errors/monotable-error.js'
import { equalItems } from '../expression/stored-values.js'
import { bareObject } from '../schema/bare-object.js'
import { encodeValue } from '../schema/encode.js'
import { anything } from '../schema/generic.js'
import type { StoredItem } from '../schema/item-model.js'
import { itemSize, MAX_ITEM_BYTES, mayBeTooLarge } from '../schema/item-size.js'
import { ENTRY, invalidEntry, invalidValue, type Layout, tooLarge, UNREAD } from './layout.js'

const keyName = 'is the name of a key of the table, and would be lost'
const unread = 'is an attribute that the SDK does not read, and would be lost: it can be in a member, and not be one'

/** The layout in which LlamaIndex's Python store writes: the members of a value are attributes beside the keys. */
export function flatLayout(keyNames: readonly [partitionKey: string, sortKey: string]): Layout {
  const isKey = (name: string) => keyNames.includes(name)
  const isLost = (name: string) => isKey(name) || name === UNREAD
  return {
    about: [],
    chunked: false,
    expiresAt: undefined,
    async encode({ key, value }) {
      const { M: members } = encodeValue(anything, value, [], 'whole', ENTRY)
      if (!members) throw invalidValue(issue(undefined, 'is no object: the flat layout stores members as attributes'))
      const lost = Object.keys(members).filter(isLost)
      if (lost.length > 0) throw invalidValue(...lost.map(name => issue(name, isKey(name) ? keyName : unread)))
      const item = Object.assign(bareObject<AttributeValue>(), members, key)
      const bytes = mayBeTooLarge(item) ? itemSize(item) : 0
      if (bytes > MAX_ITEM_BYTES) throw tooLarge(bytes, MAX_ITEM_BYTES)
      return { item, chunks: [] }
    },
    async decode(stored) {
      const members = bareObject<AttributeValue>()
      for (const name of Object.keys(stored)) if (!isKey(name)) members[name] = stored[name]!
      if (UNREAD in members && members[UNREAD] === undefined) throw invalidEntry(stored, [issue(UNREAD, unread)])
      const issues: Issue[] = []
      const value = anything.unmarshal({ M: members }, issues)
      if (issues.length > 0) throw invalidEntry(stored, issues)
      return value
    },
    chunksOf: () => undefined,
    pieceOf: () => undefined,
    // Another write of the same value looks the same.
    isOf: (stored: StoredItem, { item }) => (equalItems(stored, item) ? undefined : false),
    counter(member) {
      if (!member || isLost(member))
        throw new MonotableError('update.invalid', {
          entity: ENTRY,
          reason: `in the flat layout it takes the member that is the number, which is none of the keys, and not ${UNREAD}`,
        })
      return { attribute: member, zeroWithout: member }
    },
  }
}

const issue = (member: string | undefined, message: string): Issue => ({
  path: member === undefined ? [] : [member],
  code: 'flat',
  message,
})
