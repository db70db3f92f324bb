import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const entry = fileURLToPath(new URL('../../src/index.ts', import.meta.url))

export interface Bundle {
  /** Everything that the bundle leaves to be imported. */
  readonly imports: readonly string[]
  readonly bytes: number
  readonly gzipped: number
}

/** What an edge runtime or a browser gets of these exports (of all, where none are named): minified, with the SDK and zod left out. */
export async function bundle(names?: readonly string[]): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    stdin: {
      contents: `export ${names ? `{ ${names.join(', ')} }` : '*'} from ${JSON.stringify(entry)}`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['@aws-sdk/*', 'zod', 'zod/*'],
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  const [output] = Object.values(metafile.outputs)
  const code = outputFiles[0]!.contents
  return {
    imports: output!.imports.map(({ path }) => path),
    bytes: code.byteLength,
    gzipped: gzipSync(code, { level: 9 }).byteLength,
  }
}

/** The code of a program beside this file with all that it imports, the SDK and zod too: its exports are in a variable of that name. */
export async function bundleProgram(file: string, globalName: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    format: 'iife',
    globalName,
    platform: 'browser',
    target: 'es2022',
    // The program's client tells commands by the names of their classes.
    keepNames: true,
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]!.text
}
