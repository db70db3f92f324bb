import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { MonotableConfig } from '../../migrate/config.js'
import { UsageError } from '../failure/usage-error.js'
import { defaultExport } from './exported.js'
import { loadModule } from './load-module.js'

const NAMES = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map(extension => `monotable.config.${extension}`)
const MEMBERS = ['tableName', 'client', 'region', 'endpoint', 'definitions'] satisfies (keyof MonotableConfig)[]

/**
 * The configuration: the file that is named, or `monotable.config.ts` (or `.mts`, `.js`, …) in the folder; empty where there is
 * none. The path of the definitions is absolute.
 * @throws UsageError, UserFileError
 */
export async function loadConfig(folder: string, named: string | undefined): Promise<MonotableConfig> {
  const file = named === undefined ? NAMES.map(name => resolve(folder, name)).find(existsSync) : resolve(folder, named)
  if (file === undefined) return {}
  const exports = await loadModule(file)
  const config = defaultExport(exports)
  if (typeof config !== 'object' || config === null)
    throw new UsageError(`${file} has no default export: export default defineConfig({ … }).`)
  const unknown = Object.keys(config).find(name => !(MEMBERS as string[]).includes(name))
  if (unknown) throw new UsageError(`${file}: there is no setting '${unknown}'; there are ${MEMBERS.join(', ')}.`)
  const { definitions } = config as MonotableConfig
  return { ...config, ...(definitions !== undefined && { definitions: resolve(dirname(file), definitions) }) }
}
