import { readFileSync } from 'node:fs'
import type { Compiler } from '../types/compilers.js'
import type { UserProject } from '../types/user-project.js'

export const definitions = readFileSync(new URL('declaration-definitions.ts', import.meta.url), 'utf8')

/** How much longer a declaration may be than its source, by the project's design. */
export const TIMES = 2

/** An exported definition, and what is emitted of it. */
export interface DeclarationSize {
  readonly name: string
  /** In characters, with the sources of the entities where it is a collection: their types are what it consists of. */
  readonly source: number
  readonly emitted: number
}

/** The declarations that a compiler makes of a module of a project's. */
export function emitDeclarations(project: UserProject, compiler: Compiler): void {
  const printed = project.compile(compiler, '--noEmit', 'false', '--emitDeclarationOnly', '--outDir', 'out')
  if (printed !== '') throw new Error(printed)
}

/** The size of each definition's declaration: the same whenever the same compiler emits it. */
export function declarationSizes(project: UserProject, compiler: Compiler): DeclarationSize[] {
  project.write('definition.ts', definitions)
  emitDeclarations(project, compiler)
  const sources = exported(definitions)
  const emitted = exported(project.read('out/definition.d.ts'))
  const memberOf = (source: string) =>
    /^export const \w+ = defineCollection.*entities: \{(.*)\}/s.exec(source)?.[1] ?? ''
  return [...sources].map(([name, source]) => {
    const members = [...memberOf(source).matchAll(/: (\w+)/g)].map(([, member]) => sources.get(member!)!)
    return { name, source: [source, ...members].join('').length, emitted: emitted.get(name)!.length }
  })
}

/** The exported constants of a module, as they are written. */
function exported(module: string): Map<string, string> {
  const statements = module.split(/^(?=\S)(?![})\]])/m)
  return new Map(
    statements.flatMap(text => {
      const name = /^export (?:declare )?const (\w+)/.exec(text)?.[1]
      return name === undefined ? [] : [[name, text.trim()] as const]
    }),
  )
}
