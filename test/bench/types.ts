// Counts the compiler's type instantiations for each entity with its operations in use, beyond those of its schema alone.
import { compilers } from '../types/compilers.js'
import { createUserProject } from '../types/user-project.js'
import { instantiations, LIMIT, LINEAR } from './types-cost.js'

const counts = [1, 25, 100, 300]

const project = createUserProject()
try {
  for (const compiler of compilers) {
    const rows = counts.map(count => {
      const schema = instantiations(project, compiler, count, 'schema')
      const used = instantiations(project, compiler, count, 'used')
      return { entities: count, schema, used, cost: used - schema }
    })
    const oneMore = rows.map(({ entities, cost }, index) => {
      const before = rows[index - 1]
      return before && (cost - before.cost) / (entities - before.entities)
    })
    console.log(`\nTypeScript ${compiler.version}`)
    console.table(rows.map((row, index) => ({ ...row, 'one more entity': Math.round(oneMore[index] ?? row.cost) })))
    const [few, many] = [oneMore[1]!, oneMore.at(-1)!]
    const ratio = many / few
    console.log(
      `one more entity: ${Math.round(few)} among few, ${Math.round(many)} among many (× ${ratio.toFixed(3)}), of ${LIMIT} allowed`,
    )
    if (Math.max(few, many) > LIMIT || Math.abs(ratio - 1) > LINEAR) process.exitCode = 1
  }
} finally {
  project.remove()
}
