import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package of the site, which has what the root has no need for. */
export const siteFolder = fileURLToPath(new URL('.', import.meta.url))

/** Installs what builds the site, where it is not there or not as the lock file has it. */
export function installSite(): void {
  const installed = join(siteFolder, 'node_modules', '.package-lock.json')
  const lock = join(siteFolder, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  run('npm', ['ci', '--prefix', siteFolder, '--no-audit', '--no-fund'])
}

/** Runs a program in the site's folder; throws where it fails. */
export function run(program: string, words: readonly string[]): void {
  const { status, error } = spawnSync(program, words, { cwd: siteFolder, stdio: 'inherit' })
  if (error) throw error
  if (status !== 0) throw new Error(`${program} ${words.join(' ')} failed`)
}

/** The path of a program that one of the site's packages has. */
export const programOf = (name: string): string => join(siteFolder, 'node_modules', '.bin', name)
