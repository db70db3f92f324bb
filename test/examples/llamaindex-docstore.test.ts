import { Document } from '@llamaindex/core/schema'
import type { KVDocumentStore } from '@llamaindex/core/storage/doc-store'
import { KVIndexStore } from '@llamaindex/core/storage/index-store'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  addChapters,
  chapter,
  chapters,
  openDocuments,
  openStore,
} from '../../examples/llamaindex-docstore/docstore.js'
import { DynamoDBKVStore } from '../../src/kv/index.js'
import { localClient, tableName } from '../support/local.js'

it('is of a table by name', () => expect(openStore({ client: localClient() })).toBeInstanceOf(DynamoDBKVStore))

describe.each(['flat', 'value'] as const)('in the layout %s', layout => {
  const store = new DynamoDBKVStore({ client: localClient(), tableName: tableName('documents'), layout } as const)
  let documents: KVDocumentStore
  beforeAll(async () => {
    await store.createTable()
    documents = openDocuments(store)
  })

  it('adds what is new or has changed', async () => {
    const texts = { intro: 'What keys are for.', templates: 'How keys are written.' }
    expect(await addChapters(documents, texts)).toBe(2)
    expect(await addChapters(documents, { ...texts, intro: 'Another text.' })).toBe(1)
    expect(await chapter(documents, 'intro')).toBe('Another text.')
    expect(await chapters(documents)).toEqual(['intro', 'templates'])
    expect(await documents.getAllDocumentHashes()).toEqual(
      Object.fromEntries(
        [
          new Document({ id_: 'intro', text: 'Another text.', metadata: { chapter: 'intro' } }),
          new Document({ id_: 'templates', text: 'How keys are written.', metadata: { chapter: 'templates' } }),
        ].map(({ hash, id_ }) => [hash, id_]),
      ),
    )
  })

  it('deletes, and says of what is missing that it is', async () => {
    await documents.deleteDocument('templates')
    expect(await documents.documentExists('templates')).toBe(false)
    await expect(chapter(documents, 'templates')).rejects.toThrow('docId templates not found')
    await expect(documents.deleteDocument('templates')).rejects.toThrow('not found')
    expect(await documents.getDocument('templates', false)).toBe(undefined)
  })

  it('keeps indexes too', async () => {
    const indexes = new KVIndexStore(store, 'handbook-index')
    expect(await indexes.getIndexStructs()).toEqual([])
  })
})
