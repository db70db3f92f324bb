import { existsSync, statSync } from 'node:fs'
import { createJiti } from 'jiti'
import * as monotable from '../../index.js'
import * as migrate from '../../migrate/index.js'
import { UsageError } from '../failure/usage-error.js'
import { UserFileError } from '../failure/user-file-error.js'

/**
 * TypeScript and JavaScript of every kind, as it stands: types are not checked. Whatever copy of monotable the user's project has,
 * or none, its files get the one that the command line is of: so both are of one version, and errors of one class.
 * Nothing is written beside the user's files: there is no cache.
 */
const loaderFor = (file: string) =>
  createJiti(file, {
    fsCache: false,
    interopDefault: false,
    // The paths of the tsconfig.json that is nearest to the file.
    tsconfigPaths: true,
    virtualModules: { monotable, 'monotable/migrate': migrate },
  })

/**
 * The exports of a file of the user's.
 * @param file An absolute path.
 * @throws UsageError where there is none, UserFileError where it can't be loaded
 */
export async function loadModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`)
  if (!statSync(file).isFile()) throw new UsageError(`${file} is no file.`)
  try {
    return await loaderFor(file).import(file)
  } catch (error) {
    throw new UserFileError(file, error)
  }
}
