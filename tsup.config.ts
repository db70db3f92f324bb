import { defineConfig, type Options } from 'tsup'

/** The other entries take the errors from the core's file: there is one class of each, so `instanceof` works. */
const errorsFromCore: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'errors-from-core',
  setup({ initialOptions, onResolve }) {
    const core = initialOptions.format === 'cjs' ? './index.cjs' : './index.js'
    onResolve({ filter: /\/errors\/monotable-error\.js$/ }, ({ importer }) =>
      /[\\/]src[\\/]testing[\\/]/.test(importer) ? { path: core, external: true } : undefined,
    )
  },
}

export default defineConfig({
  entry: { index: 'src/index.ts', testing: 'src/testing/index.ts' },
  format: ['esm', 'cjs'],
  target: ['es2022', 'node20'],
  platform: 'neutral',
  external: [/^node:/, /^@aws-sdk\//, /^zod(\/|$)/, 'testcontainers'],
  removeNodeProtocol: false,
  splitting: false,
  esbuildPlugins: [errorsFromCore],
  // createRequire(import.meta.url), in the CommonJS build too
  shims: true,
  sourcemap: true,
  clean: true,
  dts: {
    // tsup sets baseUrl, which TypeScript 6 deprecates.
    compilerOptions: { ignoreDeprecations: '6.0' },
  },
})
