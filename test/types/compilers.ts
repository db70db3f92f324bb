import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A TypeScript that users may have. */
export interface Compiler {
  readonly version: string
  readonly tsc: string
}

/** The supported ones. */
export const compilers: readonly Compiler[] = ['typescript-5.9', 'typescript', 'typescript-7'].map(name => {
  const folder = join(root, 'node_modules', name)
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { version, tsc: join(folder, 'bin', 'tsc') }
})

/** The supported compiler of a major version. */
export function compiler(major: 5 | 6 | 7): Compiler {
  const found = compilers.find(({ version }) => version.startsWith(`${major}.`))
  if (found === undefined) throw new Error(`TypeScript ${major} is not installed`)
  return found
}

/**
 * What `tsc` printed in a folder: its errors, and what else it was asked for.
 * @throws Error where it did not run at all: then it found nothing wrong either
 */
export function run({ tsc }: Compiler, folder: string, options: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [tsc, '--pretty', 'false', ...options], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (status === null || (status !== 0 && stdout === '')) throw new Error(stderr || String(error))
  return stdout
}
