import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UsageError } from '../failure/usage-error.js'

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code

/** The text of a file; undefined where there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw new UsageError(`${path} can't be read: ${(error as Error).message}.`)
  }
}

/** Writes a file that is not there; whoever makes one meanwhile keeps his. Its folder is made where there is none. */
export async function writeNew(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text, { flag: 'wx' })
  } catch (error) {
    const reason = codeOf(error) === 'EEXIST' ? 'it is there already' : (error as Error).message
    throw new UsageError(`${path} can't be written: ${reason}.`)
  }
}
