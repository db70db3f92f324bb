import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readFigures } from '../../site/figures.js'
import { blockBelow } from '../../site/markdown/block-below.js'
import { remarkLines, remarks } from '../../site/markdown/remarks.js'

const code = `await db.agents.get(key) // → { id: 'a' }
// a comment
await db.agents.query(key)
// ⇒ Query Agent
//   key  pk = 'a'
// → [ … ]
const text = '→'

db.agents.get({})
// ✗ Property 'id' is missing`

describe('the remarks of a block', () => {
  it('go from their mark to the last line of the comment', () => {
    expect(remarkLines(code)).toEqual([
      'result',
      'result',
      undefined,
      'request',
      'request',
      'result',
      undefined,
      undefined,
      undefined,
      'refusal',
    ])
  })

  it('give a class to the comment, and not to the code before it', () => {
    const span = (value: string) => ({
      type: 'element',
      properties: {} as Record<string, unknown>,
      children: [{ type: 'text', value }],
    })
    const [before, comment] = [span('await db.agents.get(key) '), span("// → { id: 'a' }")]
    remarks.line.call({ source: code }, { type: 'element', children: [before, comment] }, 1)
    expect(comment.properties).toEqual({ class: 'remark remark-result' })
    expect(before.properties).toEqual({})
  })
})

it('the block of the home page is the one below its heading', () => {
  expect(blockBelow('# A\n```ts\na\n```\n## In ten lines\ntext\n```sh\nno\n```\n```ts\nb\n```\n', 'in-ten-lines')).toBe(
    'b\n',
  )
  expect(() => blockBelow('# A\n```ts\na\n```\n', 'b')).toThrow("No block of TypeScript is below 'b'.")
})

it('the figures of the home page are those of docs/performance.md', () => {
  const figures = readFigures(fileURLToPath(new URL('../..', import.meta.url)))
  expect(figures.operations[0]).toBeLessThanOrEqual(figures.operations[1])
  const numbers = [...figures.operations, ...figures.fast, ...Object.values(figures.instantiations), figures.blocks]
  expect(numbers.filter(number => !(number > 0))).toEqual([])
  expect(figures.fast[1]).toBeLessThan(figures.operations[0])
})
