import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import type { runSeed } from '../run-seed.js'
import type { Break, Edit } from './break.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Replaces texts of the library as it is read. */
function edited(edits: readonly Edit[], made: Set<Edit>): Plugin {
  return {
    name: 'edited',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const own = edits.filter(({ file }) => path === `${root}src/${file}`)
        if (own.length === 0) return undefined
        let contents = await readFile(path, 'utf8')
        for (const edit of own) {
          if (contents.split(edit.from).length !== 2)
            throw new Error(`${edit.file} does not have it once: ${edit.from}`)
          contents = contents.replace(edit.from, () => edit.to)
          made.add(edit)
        }
        return { contents, loader: 'ts' }
      })
    },
  }
}

/**
 * Builds the suite with a library that is broken; the sources stay as they are.
 * @throws Error where the text that is to be replaced is not there
 */
export async function buildBroken({ name, edits }: Break): Promise<typeof runSeed> {
  const made = new Set<Edit>()
  const { outputFiles } = await build({
    entryPoints: [`${root}test/faults/run-seed.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
    plugins: [edited(edits, made)],
  })
  const missed = edits.find(edit => !made.has(edit))
  if (missed) throw new Error(`${missed.file} is no part of the suite.`)
  // Within the project, so that the packages that it imports are found.
  await mkdir(`${root}.tmp`, { recursive: true })
  const path = `${root}.tmp/faults-${name}.mjs`
  await writeFile(path, outputFiles[0]!.contents)
  return (await import(pathToFileURL(path).href)).runSeed
}
