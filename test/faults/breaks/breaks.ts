/** A library that is broken on purpose: a text of its sources is replaced by another. */
export interface Break {
  readonly name: string
  /** What goes wrong in it. */
  readonly what: string
  /** In which workloads that shows. */
  readonly workloads: readonly string[]
  /** Where it shows on one transport alone. */
  readonly transport?: 'standard' | 'fast'
  readonly edits: readonly Edit[]
}

export interface Edit {
  /** In src/. */
  readonly file: string
  readonly from: string
  readonly to: string
}

export const breaks: readonly Break[] = [
  {
    name: 'unprocessed',
    what: 'what a batch leaves unprocessed is taken for written',
    workloads: ['batches'],
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
    edits: [
      {
        file: 'operation/batch/read-keys.ts',
        from: 'if (open.has(text)) rest.push(asked)',
        to: 'if (open.has(text) && open.size < 0) rest.push(asked)',
      },
    ],
  },
  {
    name: 'twice',
    what: 'an increment whose answer was lost is sent again',
    workloads: ['entities', 'kv', 'client'],
    edits: [
      {
        file: 'driver/attempts.ts',
        from: 'throw attempts.unrepeatable ? new NotSentAgain(error) : error',
        to: 'throw error',
      },
    ],
  },
  {
    name: 'own-work',
    what: 'a write that meets its own work is reported as failed',
    workloads: ['entities'],
    edits: [
      {
        file: 'operation/write/run-write.ts',
        from: 'const done = outcome.resent ? compiled.isDone(current) : false',
        to: 'const done = outcome.resent && false',
      },
    ],
  },
  {
    name: 'told-wrong',
    what: "'not written' is said where nobody knows",
    workloads: ['entities', 'kv'],
    edits: [
      {
        file: 'driver/translate-error.ts',
        from: "const outcome = refused ? 'not written' : 'unknown'",
        to: "const outcome = refused || lost !== undefined ? 'not written' : 'unknown'",
      },
    ],
  },
  {
    name: 'forgotten',
    what: 'what came of a first attempt on the fast lane is forgotten, and it is made again',
    workloads: ['entities', 'kv'],
    transport: 'fast',
    edits: [
      {
        file: 'driver/sender.ts',
        from: 'attempts.first = first\n',
        to: 'attempts.first = undefined\n',
      },
      {
        file: 'driver/sender.ts',
        from: "if (first) attempts.known.lost ||= !('response' in first && isRefusal(first.response.statusCode))",
        to: 'attempts.known.lost &&= isRefusal(400)',
      },
    ],
  },
  {
    name: 'sentinel-stays',
    what: 'a unique value that is given up is not given free',
    workloads: ['unique'],
    edits: [
      {
        file: 'operation/write/sentinels.ts',
        from: '...(old ? [{ constraint, key: old, from: before!.key, to: undefined, expires: undefined }] : [])',
        to: '...(old && !after ? [{ constraint, key: old, from: before!.key, to: undefined, expires: undefined }] : [])',
      },
    ],
  },
  {
    name: 'new-token',
    what: 'a transaction whose answer was lost is sent again with a new token',
    workloads: ['transactions'],
    edits: [
      {
        file: 'driver/attempts.ts',
        from: 'return await next(request)',
        to: `const sent = (request as any).request
    if (typeof sent?.body === 'string')
      sent.body = sent.body.replace(/("ClientRequestToken":")[^"]+/, (_: string, name: string) => name + crypto.randomUUID())
    return await next(request)`,
      },
    ],
  },
  {
    name: 'unguarded',
    what: 'an update that was made of what it had read does not look whether that has changed',
    workloads: ['entities'],
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
]
