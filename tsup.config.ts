import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { defineConfig, type Options } from 'tsup'
import { subpaths } from './entries.config.js'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/**
 * Files called `…-peer.ts` import a package that may be missing, and wait for it, which neither CommonJS can nor what a bundler makes
 * for it. So there are three forms of them; each loads the form of the package that its user has, so there is one copy of its classes.
 */
const peers = {
  'document-peer': 'src/driver/document-peer.ts',
  'checkpoint-peer': 'src/kv/langgraph/checkpoint-peer.ts',
}

/** Writes a peer's import in another way. */
const rewritePeers = (name: string, form: string): Plugin => ({
  name,
  setup({ onLoad }) {
    onLoad({ filter: /-peer\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const contents = source.replace(/export const (\{.+\}) = await import\(('[^']+')\)\.catch\((.+)\)$/m, form)
      if (contents === source) throw new Error(`${path} imports no peer.`)
      return { contents, loader: 'ts' }
    })
  },
})

/** CommonJS requires the package. */
const requiredPeers = rewritePeers(
  'required-peers',
  'export const $1 = (() => { try { return require($2) } catch (error) { return $3(error) } })()',
)

/** For bundlers it is an import like any other: that it is missing they say themselves. */
const bundledPeers = rewritePeers('bundled-peers', 'export $1 from $2')

/** ES modules ask for `#…-peer`, which is either, by package.json's `imports`. */
const chosenPeers: Plugin = {
  name: 'chosen-peers',
  setup({ onResolve }) {
    onResolve({ filter: /-peer\.js$/ }, ({ path }) => ({ path: `#${basename(path, '.js')}`, external: true }))
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
  {
    ...shared,
    entry: { ...shared.entry, cli: 'src/cli/main.ts', ...peers },
    format: 'esm',
    esbuildPlugins: [chosenPeers],
    dts: { ...shared.dts, entry: shared.entry },
  },
  { ...shared, entry: peers, outDir: 'dist/bundled', format: 'esm', esbuildPlugins: [bundledPeers], dts: false },
  { ...shared, format: 'cjs', esbuildPlugins: [requiredPeers] },
])
