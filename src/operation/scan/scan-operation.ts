import type { ScanCommandInput } from '@aws-sdk/client-dynamodb'
import type { PathOf, Projected } from '../../expression/projection-types.js'
import { ReadBuilder } from '../pages/read-builder.js'
import type { ReadPlan } from '../pages/read-plan.js'
import type { Reading } from '../pages/reading.js'
import { wholeNumber } from '../whole-number.js'
import { compileScan } from './compile-scan.js'
import type { ScanNode } from './scan-node.js'

/** DynamoDB's limit on the segments of a scan. */
export const MAX_SEGMENTS = 1_000_000

/** Reads the whole table, and gives the items of one entity in no particular order (Scan). Charged for all of the table. */
export interface Scan<Item, P = never> extends Reading<Item, Projected<Item, P>> {
  /** Reads what every earlier write left, at twice the cost. */
  consistent(): this
  /** Reads so many parts of the table (1 to 1,000,000) side by side: a request of each at a time. */
  segments(count: number): this
  /**
   * Gives only these paths of each item; DynamoDB reads, and charges, the whole of it.
   * @example .project('id', 'capability.domain')
   */
  project<const Q extends PathOf<Item> = never>(...paths: Q[]): Scan<Item, Q>
  compile(): ScanCommandInput
}

export class ScanBuilder extends ReadBuilder<ScanNode> {
  readonly kind = 'scan'
  protected readonly command = 'Scan'

  segments(count: number): this {
    return this.with({ segments: wholeNumber('query.invalid', 'segments', count, MAX_SEGMENTS) })
  }

  protected plan(counting?: boolean): ReadPlan {
    return compileScan(this.context, this.node, counting)
  }
}
