import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { $ZodUnknown } from 'zod/v4/core'
import type { AttributeModel, Storage } from './attribute-model.js'
import { typeOf } from './attribute-model.js'
import { listStorage, setStorage } from './collections.js'
import { mismatch } from './fault.js'
import { mapStorage } from './maps.js'
import { Model } from './model.js'
import { readInteger, readNumber } from './numbers.js'
import { kindOf, scalars } from './scalars.js'

const unknown = new $ZodUnknown({ type: 'unknown' })
/** Whatever DynamoDB can store. */
export const anything = new Model(unknown, unknown, () => anyStorage)

/** What the schema leaves open: each value is stored by what it is. */
export const anyStorage: Storage = {
  kind: 'any',
  types: ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'],
  element: anything,
  child: () => anything,
  marshal(value, at) {
    const storage = byKind[kindOf(value)]
    if (storage === undefined) throw mismatch('something that DynamoDB can store', value)
    return storage.marshal(value, at)
  },
  unmarshal: (stored, issues, at) => byType[typeOf(stored)!]?.unmarshal(stored, issues, at),
}

const [list, set, map] = [
  listStorage([], anything),
  setStorage(anything),
  mapStorage('any', { members: new Map(), rest: anything }),
]

const number: Storage = {
  ...scalars.number,
  // An integer that a number could not be written from again is read as a bigint.
  unmarshal(stored, issues, at) {
    return readNumber(stored.N!) ?? readInteger(stored.N!) ?? scalars.number.unmarshal(stored, issues, at)
  },
}

const byKind: Readonly<Record<string, Storage>> = { ...scalars, number, list, set, map }
const byType: Readonly<Record<string, Storage>> = {
  S: scalars.string,
  N: number,
  B: scalars.binary,
  BOOL: scalars.boolean,
  NULL: scalars.null,
  L: list,
  M: map,
  SS: set,
  NS: set,
  BS: set,
}

/** A model of anything at all, for values that somebody else stores: `marshal` makes what stands for one. */
export function openModel(marshal: (value: unknown) => AttributeValue): AttributeModel {
  const model: AttributeModel = new Model(unknown, unknown, () => storage)
  const storage: Storage = { ...anyStorage, element: model, child: () => model, marshal }
  return model
}
