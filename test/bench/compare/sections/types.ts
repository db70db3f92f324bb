import { fileURLToPath } from 'node:url'
import { type Compiler, compilers } from '../../../types/compilers.js'
import { createUserProject, type UserProject } from '../../../types/user-project.js'
import { programs, programText, type TypedProgram } from '../types/programs.js'

export interface TypesRow {
  readonly library: string
  readonly compiler: string
  readonly entities: number
  readonly instantiations: number
  /** Seconds that the compiler says it took to check. */
  readonly check: number
}

const folder = fileURLToPath(new URL('../..', import.meta.url))

/** What the compiler found out of a program that has to be right. */
function compile(project: UserProject, compiler: Compiler, program: TypedProgram, entities: number): TypesRow {
  project.write('entities.ts', programText(program, entities))
  const printed = project.compile(compiler, '--extendedDiagnostics', '--declaration', 'false')
  const error = /^.*error TS.*$/m.exec(printed)?.[0]
  const number = (pattern: RegExp) => Number(pattern.exec(printed)?.[1])
  const [instantiations, check] = [number(/^Instantiations:\s+(\d+)$/m), number(/^Check time:\s+([\d.]+)s$/m)]
  if (error !== undefined || Number.isNaN(instantiations + check))
    throw new Error(`${program.name}: ${error ?? printed}`)
  return { library: program.name, compiler: compiler.version, entities, instantiations, check }
}

/** Type instantiations and time of the same entities and the same uses of them with each library. */
export function measureTypes(counts: readonly number[]): TypesRow[] {
  const project = createUserProject(folder)
  try {
    return compilers.flatMap(compiler =>
      programs.flatMap(program => counts.map(count => compile(project, compiler, program, count))),
    )
  } finally {
    project.remove()
  }
}
