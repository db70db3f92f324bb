import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Compiler, compiler, root, run } from './compilers.js'

const library = join('node_modules', 'monotable')

/** A package of a user's, which has monotable installed as npm would: one entry, declarations alone. */
export interface UserProject {
  readonly folder: string
  write(file: string, text: string): void
  read(file: string): string
  /** What `tsc` prints of the whole project; nothing where all is well. */
  compile(compiler: Compiler, ...options: string[]): string
  remove(): void
}

/**
 * Makes a project with the library's declarations as they are now.
 * @param home In whose `.tmp` it is, and whose packages it finds.
 */
export function createUserProject(home: string = root): UserProject {
  mkdirSync(join(home, '.tmp'), { recursive: true })
  const folder = mkdtempSync(join(home, '.tmp', 'user-'))
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  write('package.json', JSON.stringify({ name: 'user', type: 'module', private: true }))
  write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        target: 'ES2022',
        module: 'nodenext',
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        declaration: true,
        skipLibCheck: true,
        noEmit: true,
        types: [],
      },
      include: ['*.ts'],
    }),
  )
  write(
    join(library, 'package.json'),
    JSON.stringify({ name: 'monotable', type: 'module', exports: { '.': { types: './index.d.ts' } } }),
  )
  emitDeclarations(join(folder, library))
  return {
    folder,
    write,
    read: file => readFileSync(join(folder, file), 'utf8'),
    compile: (compiler, ...options) => run(compiler, folder, options),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

/** The declarations of the public API and of what it uses; the quickest compiler makes the same ones as the others. */
export function emitDeclarations(folder: string): void {
  const config = join(folder, 'tsconfig.json')
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    noCheck: true,
    rootDir: join(root, 'src'),
    outDir: folder,
  }
  const files = [join(root, 'src/index.ts'), join(root, 'src/testing/index.ts')]
  writeFileSync(config, JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, files, include: [] }))
  const errors = run(compiler(7), folder, [])
  if (errors !== '') throw new Error(errors)
}
