import type { Compiler } from '../types/compilers.js'
import type { UserProject } from '../types/user-project.js'
import { type Depth, entitiesProgram } from './types-entities.js'

/** What an entity may cost, by the project's design. */
export const LIMIT = 2_500
/** How far the cost of one more entity may be from what it is among a few. */
export const LINEAR = 0.1

/** The compiler's count of type instantiations: the same whenever the same program is compiled. */
export function instantiations(project: UserProject, compiler: Compiler, count: number, depth: Depth): number {
  project.write('entities.ts', entitiesProgram(count, depth))
  const printed = project.compile(compiler, '--extendedDiagnostics', '--declaration', 'false')
  const error = /^.*error TS.*$/m.exec(printed)?.[0]
  const found = /^Instantiations:\s+(\d+)$/m.exec(printed)?.[1]
  if (error !== undefined || found === undefined) throw new Error(error ?? printed)
  return Number(found)
}

/** What so many entities cost with all of their operations in use, beyond what their schemas alone do. */
export function cost(project: UserProject, compiler: Compiler, count: number): number {
  return instantiations(project, compiler, count, 'used') - instantiations(project, compiler, count, 'schema')
}
