import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

const entry = fileURLToPath(new URL('../../../src/kv/langgraph/index.ts', import.meta.url))

it('says what to install where LangGraph is not there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'monotable-'))
  try {
    // All else is in the bundle, so that this is the one package that is missed.
    const outfile = join(folder, 'langgraph.mjs')
    const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" }
    await build({
      entryPoints: [entry],
      outfile,
      banner,
      bundle: true,
      format: 'esm',
      platform: 'node',
      external: ['@langchain/*'],
    })
    const program = `import(${JSON.stringify(outfile)}).catch(({ code, message }) => console.log(code, message))`
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { cwd: folder })
    expect(stdout.trim()).toBe(
      'package.missing monotable/langgraph needs @langchain/langgraph-checkpoint, which is not installed: npm install @langchain/langgraph-checkpoint',
    )
  } finally {
    await rm(folder, { recursive: true })
  }
})
