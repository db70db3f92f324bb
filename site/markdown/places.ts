import { posix } from 'node:path'

/** Where a file of the project is on the site; a page that is neither here nor in these folders is not part of it. */
const pages: Readonly<Record<string, string>> = {
  'README.md': 'index.md',
  'CONTRIBUTING.md': 'contributing.md',
  'CHANGELOG.md': 'changelog.md',
}

/** Folders of the project whose pages are those of the site, the folder's name apart. */
const folders = ['docs/', 'site/pages/']

/** What VitePress needs to put each page in its place. */
export const rewrites: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(pages).filter(([file]) => file !== 'README.md')),
  'docs/:name.md': ':name.md',
  'site/pages/:path(.*)': ':path',
}

/** The place on the site of a file under the project's folder, or `undefined` for one that is no page of it. */
export function placeOf(file: string): string | undefined {
  const folder = folders.find(name => file.startsWith(name))
  return folder ? file.slice(folder.length) : pages[file]
}

/**
 * A link as it must be on the site. In a file it is relative to that file, as GitHub has it. `undefined` where it leads to a file
 * of the project that is no page.
 * @param from the file under the project's folder that has the link
 */
export function linkOnSite(from: string, href: string): string | undefined {
  if (/^([a-z]+:|#|\/)/.test(href)) return href
  const [path = '', anchor] = href.split('#', 2)
  if (!path.endsWith('.md')) return undefined
  const place = placeOf(posix.join(posix.dirname(from), decodeURI(path)))
  return place === undefined ? undefined : `/${place}${anchor === undefined ? '' : `#${anchor}`}`
}
