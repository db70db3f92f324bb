import { Document } from '@llamaindex/core/schema'
import { KVDocumentStore } from '@llamaindex/core/storage/doc-store'
import { DynamoDBKVStore, type KVStoreOptions } from 'monotable/kv'

/** The table of the documents, in the layout of LlamaIndex's own store for Python. */
export function openStore(options: Pick<KVStoreOptions, 'client' | 'hooks' | 'consumedCapacity'> = {}) {
  return new DynamoDBKVStore({ tableName: 'documents', ...options, layout: 'flat' })
}

/** LlamaIndex's document store on DynamoDB: its documents, what it knows of each, and what each was split from. */
export function openDocuments(store: DynamoDBKVStore) {
  return new KVDocumentStore(store, 'handbook')
}

/** Adds the chapters that are new or have changed, as their hashes tell; how many there were. */
export async function addChapters(documents: KVDocumentStore, chapters: Readonly<Record<string, string>>) {
  const all = Object.entries(chapters).map(([id_, text]) => new Document({ id_, text, metadata: { chapter: id_ } }))
  const known = await Promise.all(all.map(({ id_ }) => documents.getDocumentHash(id_)))
  const changed = all.filter(({ hash }, index) => hash !== known[index])
  await documents.addDocuments(changed)
  return changed.length
}

/** The text of a chapter; LlamaIndex fails where there is none. */
export async function chapter(documents: KVDocumentStore, id: string): Promise<string> {
  return ((await documents.getDocument(id)) as Document).text
}

export async function chapters(documents: KVDocumentStore): Promise<string[]> {
  return Object.keys(await documents.docs())
}
