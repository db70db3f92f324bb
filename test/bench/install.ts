import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'tsup'
import { root } from '../types/compilers.js'
import { emitDeclarations } from '../types/user-project.js'

/** The package of the bench, which has what the root has no need for. */
export const benchFolder = join(root, 'test', 'bench')

/** Installs the packages that monotable is compared with, where they are not there or not those of the lock file. */
export function installRivals(): void {
  const installed = join(benchFolder, 'node_modules', '.package-lock.json')
  const lock = join(benchFolder, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  const { status } = spawnSync('npm', ['ci', '--prefix', benchFolder, '--no-audit', '--no-fund'], { stdio: 'inherit' })
  if (status !== 0) throw new Error('npm ci of test/bench failed')
}

/** Builds monotable as it is published, beside its rivals, so that all of them have one copy of the SDK. */
export async function installMonotable(): Promise<void> {
  const folder = join(benchFolder, 'node_modules', 'monotable')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'types'), { recursive: true })
  await build({ outDir: join(folder, 'dist'), dts: false, silent: true })
  emitDeclarations(join(folder, 'types'))
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      name: 'monotable',
      type: 'module',
      sideEffects: false,
      exports: {
        '.': { types: './types/index.d.ts', default: './dist/index.js' },
        './testing': { types: './types/testing/index.d.ts', default: './dist/testing.js' },
      },
    }),
  )
}
