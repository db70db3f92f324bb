/**
 * A driver for unstorage and Nitro.
 * @module monotable/unstorage
 */
export { dynamodbDriver, dynamodbDriver as default, type UnstorageDriver, type UnstorageOptions } from './driver.js'
export type { Change } from './watch.js'
