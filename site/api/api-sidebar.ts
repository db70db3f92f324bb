import { existsSync, readdirSync } from 'node:fs'
import type { DefaultTheme } from 'vitepress'

/** The kinds that have pages, in the order in which they matter to a reader; by the folder that TypeDoc puts them into. */
const kinds = {
  functions: 'Functions',
  classes: 'Classes',
  interfaces: 'Interfaces',
  'type-aliases': 'Types',
  variables: 'Constants',
} as const

/** A group for each subpath of the package, as they are below a folder of pages that TypeDoc has written. */
export function apiSidebar(folder: string): DefaultTheme.SidebarItem[] {
  const moduleOf = (path: string): DefaultTheme.SidebarItem => ({
    text: path,
    link: `/api/${path}/`,
    collapsed: true,
    items: Object.entries(kinds).flatMap(([kind, text]) => {
      const pages = existsSync(`${folder}/${path}/${kind}`) ? readdirSync(`${folder}/${path}/${kind}`).sort() : []
      const items = pages
        .map(page => page.slice(0, -3))
        .map(name => ({ text: name, link: `/api/${path}/${kind}/${name}` }))
      return items.length > 0 ? [{ text, items }] : []
    }),
  })
  return existsSync(folder) ? modulesIn(folder).map(moduleOf) : []
}

/** Folders with a page of their own, those within others too: `monotable`, `monotable/client`. */
function modulesIn(folder: string, under = ''): readonly string[] {
  return readdirSync(`${folder}/${under}`, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .flatMap(({ name }) => {
      const path = under ? `${under}/${name}` : name
      return [...(existsSync(`${folder}/${path}/index.md`) ? [path] : []), ...modulesIn(folder, path)]
    })
}
