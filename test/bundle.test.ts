import { createContext, runInContext } from 'node:vm'
import { expect, it } from 'vitest'
import { bundle, bundleProgram } from './support/bundle.js'

// esbuild refuses a built-in of Node that a browser doesn't have, so that the bundle is made is half of the test.
it('the core bundles for browsers and edge runtimes, and needs nothing but the SDK and zod', async () => {
  const { imports } = await bundle()
  expect(imports.filter(path => path !== '@aws-sdk/client-dynamodb' && path !== 'zod/v4/core')).toEqual([])
})

/** What the web has of what Node has, and JavaScript itself has not: all that the program finds. */
const web = { TextEncoder, TextDecoder, atob, btoa, crypto, performance, setTimeout, clearTimeout }

it('the bundle runs where nothing is of Node, and no code may be made of text', async () => {
  const context = createContext({ ...web }, { codeGeneration: { strings: false, wasm: false } })
  expect(runInContext('[typeof process, typeof Buffer, typeof require]', context).join()).toBe(
    'undefined,undefined,undefined',
  )
  expect(() => runInContext("new Function('')", context)).toThrow('Code generation from strings disallowed')

  runInContext(await bundleProgram('edge-program.ts', 'program'), context)
  const ada = {
    team: 'docs',
    id: 'ada',
    email: 'Ada@example.com',
    plan: 'free',
    joinedAt: '1970-01-01T00:00:00.000Z',
    version: 1,
  }
  // As text, for an object of another context is of other classes.
  expect(JSON.parse(await runInContext('program.run().then(JSON.stringify)', context))).toEqual({
    user: ada,
    ofPlan: [ada],
    first: [{ team: 'docs', at: 1, text: 'a' }],
    second: [{ team: 'docs', at: 2, text: 'b' }],
    team: { users: 1, notes: 2 },
    again: 'item.exists',
  })
  // `sideEffects: false` in package.json is a promise: nothing but zod's own is left behind.
  expect(Object.keys(context).filter(name => !(name in web) && !name.startsWith('__zod_'))).toEqual(['program'])
})
