import { fileURLToPath } from 'node:url'

/** The folder of this package's code: `dist`, or `src`. */
export const ownFolder = /^.*[\\/](?:dist|src)[\\/]/.exec(fileURLToPath(import.meta.url))![0]
