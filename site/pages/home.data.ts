import { fileURLToPath } from 'node:url'
import { readFigures } from '../figures.js'

/** Read when the site is built, and inlined. */
export default { load: () => readFigures(fileURLToPath(new URL('../..', import.meta.url))) }
