// Measures the bundles that an application gets, with the SDK and zod left out, and holds them to budgets: what is to cost more is decided here.
import { bundle } from '../support/bundle.js'

/** What is imported, and the bytes that it may take, minified and gzipped. */
const budgets = {
  'defineTable, defineEntity, defineCollection': 15_500,
  'all of monotable': 65_700,
} as const

for (const [what, budget] of Object.entries(budgets)) {
  const names = what.startsWith('all') ? undefined : what.split(', ')
  const { bytes, gzipped } = await bundle(names)
  console.log(`${what}: ${bytes} bytes minified, ${gzipped} gzipped; the budget is ${budget}`)
  if (gzipped > budget) process.exitCode = 1
}
