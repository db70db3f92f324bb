import { readFile } from 'node:fs/promises'
import { defineConfig, type Options } from 'tsup'
import { subpaths } from './entries.config.js'

/**
 * Files called `…-peer.ts` import a package that may be missing, and wait for it, which CommonJS can't: there it is required. Each
 * form loads the form of the package that its user has, so there is one copy of its classes.
 */
const requiredPeers: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'required-peers',
  setup({ onLoad }) {
    onLoad({ filter: /-peer\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const contents = source.replace(
        /await import\(('[^']+')\)\.catch\((.+)\)$/m,
        '(() => { try { return require($1) } catch (error) { return $2(error) } })()',
      )
      if (contents === source) throw new Error(`${path} imports no peer.`)
      return { contents, loader: 'ts' }
    })
  },
}

const shared = {
  entry: {
    index: 'src/index.ts',
    ...Object.fromEntries(Object.entries(subpaths).map(([name, folder]) => [name, `src/${folder}/index.ts`])),
  },
  target: ['es2022', 'node20'],
  platform: 'neutral',
  external: [/^node:/, /^@aws-sdk\//, /^@langchain\//, /^zod(\/|$)/, 'testcontainers'],
  removeNodeProtocol: false,
  // What entries share is in one file, the classes of errors too: so `instanceof` works.
  splitting: true,
  // createRequire(import.meta.url), in the CommonJS build too
  shims: true,
  sourcemap: true,
  dts: {
    // tsup sets baseUrl, which TypeScript 6 deprecates.
    compilerOptions: { ignoreDeprecations: '6.0' },
  },
} satisfies Options

export default defineConfig([
  { ...shared, entry: { ...shared.entry, cli: 'src/cli/main.ts' }, format: 'esm' },
  { ...shared, format: 'cjs', esbuildPlugins: [requiredPeers] },
])
