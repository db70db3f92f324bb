/**
 * Storage adapters for Keyv, versions 5 and 6.
 * @module monotable/keyv
 */
export { Keyv5DynamoDB } from './keyv-5.js'
export { type KeyvCapabilities, KeyvDynamoDB } from './keyv-6.js'
export type { KeyvAdapterOptions } from './keyv-adapter.js'
