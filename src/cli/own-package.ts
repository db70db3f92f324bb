import { existsSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this package, which has its package.json. */
const folder = packageOf(dirname(fileURLToPath(import.meta.url)))

function packageOf(path: string): string {
  return existsSync(join(path, 'package.json')) ? path : packageOf(dirname(path))
}

export const packageFile = join(folder, 'package.json')

/** Whether a file is of this package's code, built or not. */
export const isOwnCode = (file: string): boolean =>
  ['dist', 'src'].some(name => file.startsWith(join(folder, name) + sep))
