import { type Hooks, MonotableError, type ResponseEvent } from 'monotable'
import { describeRequests } from './request.js'
import { describeError, describeResult, type Row } from './result.js'
import { readWrittenCall } from './source.js'
import { bold, cyan, dim, highlight, width, wrap } from './terminal.js'

/** Where the text begins, to the right of its labels. */
const gutter = 12

/** Runs calls before the eyes of a reader: each as it is written, what it sends, and what comes of it. */
export interface Show {
  /** For the database: through it the show learns what is sent. */
  readonly observed: { readonly hooks: Hooks; readonly consumedCapacity: true }
  section(title: string, sentence: string): void
  call<R>(sentence: string, run: () => PromiseLike<R> | R): Promise<R>
  /** A call that must fail. */
  failing(sentence: string, run: () => PromiseLike<unknown>): Promise<void>
}

export function createShow(): Show {
  let sent: ResponseEvent[] = []

  const run = async <R>(sentence: string, written: readonly Row[], call: () => PromiseLike<R> | R) => {
    console.log(`\n${cyan('▸')} ${wrap(sentence, width - 2, 0).join('\n  ')}`)
    print(written)
    sent = []
    try {
      return { result: await call() }
    } catch (error) {
      return { error }
    } finally {
      print(describeRequests(sent))
    }
  }

  return {
    observed: {
      hooks: { onResponse: event => sent.push(event), values: true },
      consumedCapacity: true,
    },
    section(title, sentence) {
      console.log(`\n\n${bold(`━━ ${title} ${'━'.repeat(width - title.length - 4)}`)}`)
      console.log(wrap(sentence, width, 0).join('\n'))
    },
    async call(sentence, call) {
      const outcome = await run(sentence, describeCall(), call)
      if ('error' in outcome) throw outcome.error
      print(describeResult(outcome.result, width - gutter))
      return outcome.result
    },
    async failing(sentence, call) {
      const outcome = await run(sentence, describeCall(), call)
      if (!('error' in outcome)) throw new Error(`This was to fail: ${sentence}`)
      if (!(outcome.error instanceof MonotableError)) throw outcome.error
      print(describeError(outcome.error))
    },
  }
}

/** Of the call that was given to `show.call` or `show.failing`. */
function describeCall(): Row[] {
  const { call, body } = readWrittenCall(describeCall)
  return [{ label: 'call', text: call }, ...(body === undefined ? [] : [{ label: 'which is', text: body }])]
}

/** The labels under which others stand. */
const leading = new Set(['call', 'sends', 'gives', 'fails'])

function print(rows: readonly Row[]): void {
  for (const { label, text, paint = highlight, hang } of rows) {
    const margin = (leading.has(label) ? bold : dim)(label.padEnd(gutter))
    wrap(text, width - gutter, hang).forEach((line, index) => {
      console.log((index === 0 ? margin : ' '.repeat(gutter)) + paint(line))
    })
  }
}
