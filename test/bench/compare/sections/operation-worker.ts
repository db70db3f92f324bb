// One of the processes that `operations.ts` starts.
import { sampleOperations } from './operation-samples.js'

const { names, effort } = JSON.parse(process.argv[2]!)
process.send!(await sampleOperations(names, effort), () => process.exit())
