import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { DynamoDBKVStore } from '../../src/kv/index.js'
import { itemSize, MAX_ITEM_BYTES } from '../../src/schema/item-size.js'
import { failure, ids, note, useTable } from './support.js'

const table = useTable('large-items')
const { db } = table
const team = 'docs'
const MINUTE = 60_000

/** A note that takes so many bytes as it is stored. */
function noteOf(id: string, bytes: number) {
  const empty = { team, id, text: '', count: 0 }
  return { ...empty, text: 'x'.repeat(bytes - itemSize(db.notes.encode(empty))) }
}

describe('an item of 400 KB', { timeout: 5 * MINUTE }, () => {
  beforeAll(() => table.create())

  it('is taken to the last byte, and read again; one of a byte more is refused before it is sent', async () => {
    const largest = noteOf('largest', MAX_ITEM_BYTES)
    await db.notes.create(largest)
    expect(await db.notes.get({ team, id: 'largest' }).consistent()).toEqual(largest)
    expect((await failure(db.notes.create(noteOf('larger', MAX_ITEM_BYTES + 1)))).code).toBe('item.tooLarge')
  })

  it('is what DynamoDB itself takes at most: the library counts bytes as it does', async () => {
    const put = (id: string, bytes: number) => {
      const { text, ...rest } = noteOf(id, MAX_ITEM_BYTES)
      const Item = { ...db.notes.encode({ ...rest, text: '' }), text: { S: text + 'x'.repeat(bytes - MAX_ITEM_BYTES) } }
      return table.client.send(new PutItemCommand({ TableName: table.name, Item }))
    }
    await put('raw', MAX_ITEM_BYTES)
    await expect(put('raw-larger', MAX_ITEM_BYTES + 1)).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it('of numbers, sets, lists and bytes has the size that the library says, or a little less', async () => {
    const rest = {
      n: { N: '-123456789012345678901234567890.00012' },
      ns: { NS: ['1', '-2.5', '1e20'] },
      b: { B: new Uint8Array(1000) },
      l: { L: [{ BOOL: true }, { NULL: true }, { M: { ä: { SS: ['é', 'x'] } } }] },
      pk: { S: 'mixed' },
      sk: { S: 'mixed' },
    } as const
    const fill = (bytes: number) => ({
      ...rest,
      s: { S: 'x'.repeat(bytes - itemSize({ ...rest, s: { S: '' } } as never)) },
    })
    const put = (bytes: number) =>
      table.client.send(new PutItemCommand({ TableName: table.name, Item: fill(bytes) as never }))
    await put(MAX_ITEM_BYTES)
    let most = MAX_ITEM_BYTES
    const taken = async (bytes: number) =>
      put(bytes).then(
        () => true,
        () => false,
      )
    while (most < MAX_ITEM_BYTES + 64 && (await taken(most + 1))) most++
    note(`DynamoDB took ${most - MAX_ITEM_BYTES} bytes more than the library would.`)
    expect(most - MAX_ITEM_BYTES).toBeLessThan(32)
  })

  it('goes in batches and comes in pages, however many there are', async () => {
    const notes = ids(12).map(id => noteOf(`page-${id}`, 390_000))
    await db.notes.putMany(notes)
    const pages = db.notes.query({ team }).beginsWith({ id: 'page-' }).consistent().pages()
    const counts: number[] = []
    for await (const { items } of pages) counts.push(items.length)
    // A request reads 1 MB: two of them, and the third that goes over.
    expect(counts.length).toBeGreaterThanOrEqual(4)
    expect(counts.reduce((sum, count) => sum + count)).toBe(12)
    const found = await db.notes.getMany(notes.map(({ id }) => ({ team, id }))).consistent()
    expect(found.every((each, at) => each?.text === notes[at]!.text)).toBe(true)
  })

  it('is not the end: the store makes pieces of what is larger', async () => {
    const store = new DynamoDBKVStore({ tableName: table.name, client: table.client, prefix: 'large/', chunk: true })
    const large = Array.from({ length: 300_000 }, (_, n) => (n * 7_919) % 65_521).join()
    await store.put('large', large)
    expect(await store.get('large')).toBe(large)
    expect(await store.delete('large')).toBe(true)
  })
})
