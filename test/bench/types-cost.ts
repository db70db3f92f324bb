import type { Compiler } from '../types/compilers.js'
import type { UserProject } from '../types/user-project.js'
import { type Depth, entitiesProgram } from './types-entities.js'

/** What an entity may cost, by the project's design. */
export const LIMIT = 2_500

/** The compiler's count of type instantiations: the same whenever the same program is compiled. */
export function instantiations(project: UserProject, compiler: Compiler, count: number, depth: Depth): number {
  project.write('entities.ts', entitiesProgram(count, depth))
  const printed = project.compile(compiler, '--extendedDiagnostics', '--declaration', 'false')
  const errors = printed.match(/^.*error TS.*$/m)
  const found = /^Instantiations:\s+(\d+)$/m.exec(printed)?.[1]
  if (errors !== null || found === undefined) throw new Error(errors?.[0] ?? printed)
  return Number(found)
}

/** What so many entities with all of their operations in use cost, beyond what their schemas do. */
export function cost(project: UserProject, compiler: Compiler, count: number): number {
  return instantiations(project, compiler, count, 'used') - instantiations(project, compiler, count, 'schema')
}
