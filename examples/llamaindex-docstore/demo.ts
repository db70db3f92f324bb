import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Show } from '../support/show.js'
import { withTable } from '../support/with-table.js'
import { addChapters, chapter, chapters, openDocuments, openStore } from './docstore.js'

/** LlamaIndex.TS with its documents on DynamoDB. */
export function demonstrateDocuments(client: DynamoDBClient, show: Show): Promise<void> {
  const store = openStore({ client, ...show.observed })
  return withTable(client, store, { name: 'documents' }, async () => {
    const documents = openDocuments(store)
    show.section(
      'Documents',
      "LlamaIndex.TS: new KVDocumentStore(new DynamoDBKVStore({ tableName: 'documents', layout: 'flat' }), 'handbook')",
    )
    const keys = { intro: 'What keys are for.', templates: 'How keys are written.' }
    await show.call('Chapters of a handbook, each with its hash.', () => addChapters(documents, keys))
    await show.call('Nothing has changed but one of them.', () =>
      addChapters(documents, { ...keys, intro: 'What keys are good for.' }),
    )
    await show.call('It is read as it was written last.', () => chapter(documents, 'intro'))
    await documents.deleteDocument('templates')
    await show.call('What is deleted is gone.', () => chapters(documents))
  })
}
