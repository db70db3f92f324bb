import type { Break } from './break.js'

/** In which something else is said, or done, than what came of a request demands. */
export const breaksOfOutcomes: readonly Break[] = [
  {
    name: 'twice',
    what: 'an increment whose answer was lost is sent again',
    workloads: ['entities', 'kv', 'client'],
    kinds: ['doubled'],
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
    kinds: ['unexplained'],
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
    kinds: ['unexplained', 'doubled'],
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
    kinds: ['doubled', 'unexplained'],
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
    name: 'new-token',
    what: 'a transaction whose answer was lost is sent again with a new token',
    workloads: ['transactions'],
    kinds: ['doubled'],
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
    name: 'no-idea',
    what: 'nobody knows whether it was written, though DynamoDB has refused it each time',
    workloads: ['entities', 'transactions'],
    kinds: ['unexplained'],
    edits: [
      {
        file: 'driver/translate-error.ts',
        from: '(!signal?.aborted && !lost && isRefused)',
        to: '(!signal?.aborted && !lost && isRefused && operation === undefined)',
      },
    ],
  },
]
