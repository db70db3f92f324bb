// Measures the core's bundle against its limit, with the SDK and zod left out.
import { bundleCore } from '../support/bundle.js'

const limit = 20_000

const { bytes, gzipped } = await bundleCore()
console.log(`monotable: ${bytes} bytes minified, ${gzipped} gzipped, of ${limit} allowed`)
if (gzipped > limit) process.exitCode = 1
