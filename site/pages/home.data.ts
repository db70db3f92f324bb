import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readFigures } from '../figures.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Read when the site is built, and inlined. */
export default {
  load: () => ({ ...readFigures(root), start: existsSync(`${root}docs/tutorial.md`) ? './tutorial' : './keys' }),
}
