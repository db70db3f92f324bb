import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A page as the site's links name it: `/keys`, `/api/monotable/`. */
export interface BuiltPage {
  readonly path: string
  readonly file: string
}

/** The pages of a site that is built, in a folder. */
export const builtPages = (folder: string): readonly BuiltPage[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.html') && name !== '404.html')
    .map(name => name.replaceAll('\\', '/'))
    .map(name => ({
      path: `/${name.replace(/\.html$/, '').replace(/(^|\/)index$/, '$1')}`,
      file: join(folder, name),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
