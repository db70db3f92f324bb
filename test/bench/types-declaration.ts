// Compares the declaration of each definition with its source, under every supported compiler.
import { compilers } from '../types/compilers.js'
import { createUserProject } from '../types/user-project.js'
import { declarationSizes, TIMES } from './declaration-size.js'

const project = createUserProject()
try {
  for (const compiler of compilers) {
    const sizes = declarationSizes(project, compiler)
    console.log(`\nTypeScript ${compiler.version}`)
    console.table(sizes.map(size => ({ ...size, times: Number((size.emitted / size.source).toFixed(2)) })))
    if (sizes.some(({ source, emitted }) => emitted >= TIMES * source)) process.exitCode = 1
  }
} finally {
  project.remove()
}
