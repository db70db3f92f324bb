import { expect, it } from 'vitest'
import { bundle } from './support/bundle.js'

// esbuild refuses a built-in of Node that a browser doesn't have, so that the bundle is made is half of the test.
it('the core bundles for browsers and edge runtimes, and needs nothing but the SDK and zod', async () => {
  const { imports } = await bundle()
  expect(imports.filter(path => path !== '@aws-sdk/client-dynamodb' && path !== 'zod/v4/core')).toEqual([])
})
