import type { Break } from './break.js'

/** In which an operation does not do all that it has to, or not in its order. */
export const breaksOfOperations: readonly Break[] = [
  {
    name: 'unprocessed',
    what: 'what a batch leaves unprocessed is taken for written',
    workloads: ['batches'],
    kinds: ['lost'],
    edits: [
      {
        file: 'operation/batch/write-chunk.ts',
        from: 'const isOpen = ({ key }: BatchedWrite) => open.has(keyText(table, key))',
        to: 'const isOpen = ({ key }: BatchedWrite) => open.has(keyText(table, key)) && open.size < 0',
      },
    ],
  },
  {
    name: 'unread',
    what: 'what a batch of reads leaves unprocessed is taken for missing',
    workloads: ['batches'],
    kinds: ['lost'],
    edits: [
      {
        file: 'operation/batch/read-keys.ts',
        from: 'if (open.has(text)) rest.push(asked)',
        to: 'if (open.has(text) && open.size < 0) rest.push(asked)',
      },
    ],
  },
  {
    name: 'sentinel-stays',
    what: 'a unique value that is given up is not given free',
    workloads: ['unique'],
    kinds: ['unexplained'],
    edits: [
      {
        file: 'operation/write/sentinels.ts',
        from: '...(old ? [{ constraint, key: old, from: before!.key, to: undefined, expires: undefined }] : [])',
        to: '...(old && !after ? [{ constraint, key: old, from: before!.key, to: undefined, expires: undefined }] : [])',
      },
    ],
  },
  {
    name: 'unguarded',
    what: 'an update that was made of what it had read does not look whether that has changed',
    workloads: ['entities'],
    kinds: ['lost'],
    edits: [
      {
        file: 'operation/update/compile-update.ts',
        from: 'const guard = read && allOf(oldGuard(entity, read, used), expired ? undefined : parents.guard)',
        to: 'const guard = read && used.length < 0 ? allOf(oldGuard(entity, read, used), parents.guard) : undefined',
      },
    ],
  },
  {
    name: 'noted-before',
    what: 'a migration notes a page as done before its items are seen to',
    workloads: ['migrations'],
    kinds: ['unexplained'],
    edits: [
      {
        file: 'migrate/change/scan-segment.ts',
        from: 'const whole = await runPool(',
        to: `const early = { segment: from.segment, after: page.next, done: page.next === undefined, counts: checkpoint.counts }
    await writeCheckpoint(runner.scope, runner.lease.token, early)
    const whole = await runPool(`,
      },
    ],
  },
  {
    name: 'pieces-last',
    what: 'the pieces of a large value are written after what points to them',
    workloads: ['kv'],
    kinds: ['unexplained'],
    edits: [
      {
        file: 'kv/write-entry.ts',
        from: 'await putChunks(context, chunks)\n',
        to: '\n',
      },
      {
        file: 'kv/write-entry.ts',
        from: 'if (outcome.written) {\n',
        to: 'if (outcome.written) {\n    await putChunks(context, chunks)\n',
      },
    ],
  },
  {
    name: 'cursor-skips',
    what: 'a cursor is of the item behind the last one that was given',
    workloads: ['pages'],
    kinds: ['unexplained'],
    edits: [
      {
        file: 'operation/pages/read-batches.ts',
        from: 'return last ? pickOf(last, plan.keyNames) : start',
        to: 'return last ? pickOf(entry.read, plan.keyNames) : start',
      },
    ],
  },
  {
    name: 'ends-early',
    what: 'a page that is throttled is taken for the last one',
    workloads: ['pages'],
    kinds: ['unexplained'],
    edits: [
      {
        file: 'operation/pages/read-batches.ts',
        from: `          sending,
        ),
      ),
    )`,
        to: `          sending,
        ).catch((): ReadAnswer => ({ Items: [], Count: 0, ScannedCount: 0 }) as never),
      ),
    )`,
      },
    ],
  },
  {
    name: 'overwrites',
    what: 'a create does not look whether something is there',
    workloads: ['entities', 'batches', 'conditions'],
    kinds: ['doubled'],
    edits: [
      {
        file: 'operation/put/compile-put.ts',
        from: "if (item === 'absent') return absent(entity, now)",
        to: "if (item === 'absent') return undefined",
      },
    ],
  },
  {
    name: 'missed',
    what: 'a read that fails gives what it would give of an item that is not there',
    workloads: ['entities', 'transactions'],
    kinds: ['lost'],
    edits: [
      {
        file: 'operation/get/get-operation.ts',
        from: "await this.context.transport.send('GetItem', input, this.sending)",
        to: "await this.context.transport.send('GetItem', input, this.sending).catch(() => ({ Item: undefined }))",
      },
    ],
  },
  {
    name: 'ill-formed',
    what: 'updates are sent that DynamoDB does not understand',
    workloads: ['entities'],
    kinds: ['unexplained'],
    edits: [
      {
        file: 'operation/update/compile-update.ts',
        from: "new: 'ALL_NEW'",
        to: "new: 'NEW'",
      },
    ],
  },
]
