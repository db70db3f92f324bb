import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { benchFolder, installRivals } from '../bench/install.js'

/** Draws a report into a folder. What draws is in the package of the benchmarks, which is installed for it. */
export function drawLoad(report: string, folder: string): void {
  installRivals()
  const tsx = createRequire(import.meta.url).resolve('tsx/cli')
  const script = join(benchFolder, 'compare', 'draw-load.ts')
  const all = [tsx, '--tsconfig', join(benchFolder, 'tsconfig.json'), script, resolve(report), resolve(folder)]
  const { status } = spawnSync(process.execPath, all, { stdio: 'inherit' })
  if (status !== 0) throw new Error('The picture could not be drawn.')
}
