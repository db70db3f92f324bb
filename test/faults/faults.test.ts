import { expect, inject, it } from 'vitest'
import { tryBreak } from './breaks/try-breaks.js'

/*
 * The suite itself runs by `npm run test:faults`; here it is seen that it finds something. All breaks are tried by
 * `npm run test:faults -- --break all`.
 */

it.each(['unprocessed', 'twice'])(
  'a library that is broken on purpose is caught: %s',
  async name => {
    const { caught } = await tryBreak(name, inject('dynamodbEndpoint'), 1)
    expect(caught).toMatchObject({ kind: expect.stringMatching(/^(lost|doubled)$/) })
  },
  300_000,
)
