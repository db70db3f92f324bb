import type { QueryCommandInput } from '@aws-sdk/client-dynamodb'
import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { invalidStored, isOwn, matchesKey, parseKeys, storedKey } from '../../entity/decode-item.js'
import type { Issue } from '../../errors/item-errors.js'
import { decodeValue } from '../../schema/decode.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Context } from '../context.js'
import { DeleteBuilder } from '../delete/delete-operation.js'
import { keyText } from '../key-text.js'
import { compileQuery } from '../query/compile-query.js'
import { emptyWriteNode } from '../write/write-node.js'
import { BatchBuilder, type BatchNode } from './batch-builder.js'
import type { BatchCommand } from './batch-operation.js'
import { planWrites } from './plan-writes.js'
import { runWrites } from './run-writes.js'
import { Tally } from './tally.js'

export interface DeletePartitionNode extends BatchNode {
  readonly partition: Readonly<Record<string, unknown>>
}

/** Deletes all items of an entity in a partition: a page of their keys, then these items, then the next page. */
export class DeletePartitionBuilder extends BatchBuilder<DeletePartitionNode, number, Context> {
  compile(): readonly BatchCommand[] {
    return [{ command: 'Query', input: this.query() }]
  }

  explain(): string {
    const { entity, tableName, sharesKeys } = this.context
    const alone =
      entity.unique.length > 0 ? 'it has unique values' : sharesKeys ? 'another entity can have its keys' : undefined
    return [
      `All ${entity.name} items of a partition of table '${tableName}'`,
      '  read    Query of their keys: 1 read unit for each 4 KB of the items, up to 1 MB a request',
      `  delete  ${alone ? `each alone, for ${alone}` : 'BatchWriteItem of 25'}, up to ${this.node.concurrency} requests at a time`,
      '  cost    1 write unit for each 1 KB of each item, and of its entry in each index',
    ].join('\n')
  }

  protected async run(): Promise<number> {
    const { context, sending } = this
    const { entity, transport } = context
    const query = this.query()
    let deleted = 0
    let start: StoredItem | undefined
    do {
      const input: QueryCommandInput = { ...query, ...(start && { ExclusiveStartKey: start }) }
      const page = await this.read(() => transport.send('Query', input, { ...sending, entity: entity.name }), deleted)
      const own = (page.Items ?? []).filter(stored => isMeant(entity, stored))
      deleted = await this.deletePage(own, deleted)
      start = page.LastEvaluatedKey
    } while (start)
    return deleted
  }

  /** What goes wrong with a read once something is deleted must not hide that. */
  private async read<T>(work: () => Promise<T>, deleted: number): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw new Tally(nothing, undefined, undefined, deleted).error(error)
    }
  }

  /** Deletes the items of a page; gives how many are deleted then. */
  private async deletePage(items: readonly StoredItem[], before: number): Promise<number> {
    const { context, node, sending } = this
    const { entity } = context
    const found: { readonly stored: StoredItem; readonly write: DeleteBuilder }[] = []
    const wrong: (readonly [stored: StoredItem, error: unknown])[] = []
    for (const stored of items)
      try {
        const key = keyAttributes(entity, stored)
        const write = new DeleteBuilder(context, { ...emptyWriteNode, kind: 'delete', key, returning: 'none' })
        // A codec can read several texts as one value, and write one of them: the delete would be of another key.
        if (keyText(entity.table, write.compiled().key) !== keyText(entity.table, stored))
          throw otherKey(entity, stored, 'makes another key than the item has')
        found.push({ stored, write })
      } catch (error) {
        wrong.push([stored, error])
      }
    const all = [...found.map(({ stored }) => stored), ...wrong.map(([stored]) => stored)]
    const subject = (position: number) => ({
      entity: entity.name,
      operation: 'delete',
      key: found[position]?.write.key ?? storedKey(entity, all[position]!),
    })
    const tally = new Tally(subject, undefined, node.onProgress, before)
    for (const [index, [, error]] of wrong.entries()) tally.fail(found.length + index, error)
    const writes = found.map(({ write }) => write)
    await runWrites(context, writes, planWrites(writes), tally, node.concurrency, sending)
    tally.finish(0)
    return tally.done
  }

  private query(): QueryCommandInput {
    const { partition } = this.node
    return compileQuery(this.context, {
      kind: 'query',
      pattern: undefined,
      partition,
      sort: undefined,
      descending: false,
      projection: [],
      consistent: true,
      // Those too whose time is over: DynamoDB would delete them late.
      includeExpired: true,
      signal: undefined,
    }).input as QueryCommandInput
  }
}

/** A read that fails has nothing left over that could be named. */
const nothing = (): never => {
  throw new Error('unreachable')
}

/** Whether a stored item is the entity's: by its discriminator, or by its key. */
const isMeant = (entity: CompiledEntity, stored: StoredItem): boolean =>
  isOwn(entity, stored) && (entity.discriminator !== undefined || matchesKey(entity, stored))

/**
 * The attributes that make the key which an item has. They are read from that key, so that items can be deleted which don't
 * fit their schema.
 * @throws InvalidItemError where the key is not of the templates
 */
function keyAttributes(entity: CompiledEntity, stored: StoredItem): Readonly<Record<string, unknown>> {
  const values = parseKeys(entity, stored)
  if (!values) throw otherKey(entity, stored, 'is not of its templates')
  const attributes: Record<string, unknown> = Object.create(null)
  const issues: Issue[] = []
  for (const { name, model } of entity.keyEntries) {
    const encoded = values.get(name)
    attributes[name] = model.converts ? decodeValue(model, model.marshal(encoded), [name], issues) : encoded
  }
  if (issues.length > 0) throw invalidStored(entity, stored, issues)
  return attributes
}

const otherKey = (entity: CompiledEntity, stored: StoredItem, message: string) =>
  invalidStored(entity, stored, [{ path: [], code: 'key', message }])
