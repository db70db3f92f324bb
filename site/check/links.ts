import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtPages } from './pages.js'

interface Parts {
  readonly anchors: ReadonlySet<string>
  readonly links: readonly string[]
  /** What the page loads: pictures, scripts, styles. */
  readonly loaded: readonly string[]
}

/**
 * What is wrong with the links of a built site, a line each: pages and anchors that are not there, files that are not there, and what
 * a page would load from elsewhere.
 */
export function brokenLinks(folder: string): readonly string[] {
  const pages = new Map(builtPages(folder).map(({ path, file }) => [path, partsOf(readFileSync(file, 'utf8'))]))
  const found = (path: string, hash: string): boolean => {
    const page = pages.get(path)
    if (!page) return hash === '' && path !== '/' && existsSync(join(folder, path))
    return hash === '' || page.anchors.has(decodeURIComponent(hash.slice(1)))
  }
  const broken = [...pages].flatMap(([path, { links, loaded }]) => [
    ...links
      .map(link => ({ link, url: new URL(link, `https://site${path}`) }))
      .filter(({ url }) => url.host === 'site' && !found(decodeURI(url.pathname), url.hash))
      .map(({ link }) => `${path} links to ${link}`),
    ...loaded
      .filter(
        link =>
          /^([a-z]+:)?\/\//.test(link) || !existsSync(join(folder, new URL(link, `https://site${path}`).pathname)),
      )
      .map(link => `${path} loads ${link}`),
  ])
  return [...new Set(broken)]
}

function partsOf(html: string): Parts {
  const values = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, value]) => unescaped(value!))
  return {
    anchors: new Set(values(/\sid="([^"]+)"/g)),
    links: values(/<a\s[^>]*?href="([^"]+)"/g).filter(link => !/^(mailto|javascript):/.test(link)),
    loaded: [...values(/<(?:img|script)\s[^>]*?src="([^"]+)"/g), ...values(/<link\s[^>]*?href="([^"]+)"/g)].filter(
      link => !link.startsWith('data:'),
    ),
  }
}

const unescaped = (text: string): string =>
  text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
