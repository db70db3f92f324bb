import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { brokenLinks } from './check/links.js'
import { checkWidths } from './check/widths.js'
import { installSite, programOf, run, siteFolder } from './install.js'

const output = join(siteFolder, 'dist')
const api = join(siteFolder, 'pages', 'api')

/** The pages of the API, out of the docstrings. What makes them is there when the site's package is installed. */
async function writeApi(): Promise<void> {
  rmSync(api, { recursive: true, force: true })
  const { makeApi } = await import('./api/make-api.js')
  await makeApi(api)
}

async function build(): Promise<void> {
  await writeApi()
  run(programOf('vitepress'), ['build'])
  const broken = brokenLinks(output)
  if (broken.length > 0) throw new Error(`Links that lead nowhere:\n${broken.join('\n')}`)
  await checkWidths(output)
}

const commands: Readonly<Record<string, () => void | Promise<void>>> = {
  /** Serves the pages as they are written. The API is made once: run it again for changed docstrings. */
  async dev() {
    if (!existsSync(api)) await writeApi()
    run(programOf('vitepress'), ['dev'])
  },
  build,
  preview: () => run(programOf('vitepress'), ['preview']),
}

const command = commands[process.argv[2] ?? '']
if (!command) throw new Error(`Say what to do: ${Object.keys(commands).join(', ')}.`)
installSite()
await command()
