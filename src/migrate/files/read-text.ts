import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { throwIfAborted } from '../source/aborted.js'
import { fileError } from '../source/json-values.js'

/**
 * The text of a file, piece by piece; unpacked where its name ends in `.gz`.
 * @throws MonotableError `file.invalid` where it can't be read or unpacked; `request.aborted`
 */
export async function* readText(path: string, signal?: AbortSignal): AsyncGenerator<string> {
  const file = createReadStream(path, signal && { signal })
  const unpack = path.endsWith('.gz') ? createGunzip() : undefined
  if (unpack) file.on('error', error => unpack.destroy(error))
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const bytes of unpack ? file.pipe(unpack) : file) yield decoder.decode(bytes, { stream: true })
    yield decoder.decode()
  } catch (error) {
    throwIfAborted(signal, 'fileSource')
    throw fileError(path, undefined, `it can't be read (${(error as Error).message})`, error)
  } finally {
    file.destroy()
  }
}
