import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vitest/config'
import { subpaths } from './entries.config.js'

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url))

// The SDK warns in every worker that it will need a later Node one day.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

/** With TRANSPORT=fast every database is on the fast lane that does not say otherwise: the same tests, both ways. */
const fastByDefault: Plugin = {
  name: 'fast-by-default',
  transform(code, id) {
    if (process.env.TRANSPORT !== 'fast' || !id.endsWith('/src/driver/sender.ts')) return undefined
    const changed = code.replace(/transport(: TransportKind)? = ["']standard["']/, 'transport = "fast"')
    if (changed === code) throw new Error('The default transport is not where it was.')
    return changed
  },
}

export default defineConfig({
  plugins: [fastByDefault],
  resolve: {
    alias: [
      { find: /^monotable$/, replacement: source('index.ts') },
      ...Object.entries(subpaths).map(([name, folder]) => ({
        find: `monotable/${name}`,
        replacement: source(`${folder}/index.ts`),
      })),
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/seed.ts'],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: 'tsconfig.json', spawnTimeout: 30_000 },
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
