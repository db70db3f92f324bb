// Measures the core's bundle, with the SDK and zod left out, and holds it to a budget that only ever shrinks.
import { bundleCore } from '../support/bundle.js'

const aim = 20_000
const budget = 32_000

const { bytes, gzipped } = await bundleCore()
console.log(`monotable: ${bytes} bytes minified, ${gzipped} gzipped; the budget is ${budget}, the aim ${aim}`)
if (gzipped > budget) process.exitCode = 1
