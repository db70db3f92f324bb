import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { readWire, writeWire } from '../driver/wire.js'
import { base64Of, bytesOfBase64 } from '../key/order.js'
import { toUtf8 } from '../operation/pages/base64url.js'

const base64 = { encode: base64Of, decode: bytesOfBase64 }

/** A stored value as bytes: the JSON in which it goes to DynamoDB, in UTF-8. */
export const toBytes = (stored: AttributeValue): Uint8Array<ArrayBuffer> => toUtf8(writeWire(stored, base64))

/** The stored value of such bytes. @throws where they are damaged */
export const fromBytes = (bytes: Uint8Array): AttributeValue =>
  readWire(new TextDecoder('utf-8', { fatal: true }).decode(bytes), base64) as AttributeValue
