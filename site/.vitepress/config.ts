import { readdirSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type DefaultTheme, defineConfig } from 'vitepress'
import { apiSidebar } from '../api/api-sidebar.js'
import { blocks } from '../markdown/blocks.js'
import { excerpts } from '../markdown/excerpt.js'
import { githubSlug } from '../markdown/github-slug.js'
import { links } from '../markdown/links.js'
import { mermaid } from '../markdown/mermaid.js'
import { rewrites } from '../markdown/places.js'
import { remarks } from '../markdown/remarks.js'
import { sidebarOf } from '../sidebar.js'

const site = fileURLToPath(new URL('..', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))

const docs = new Set(
  readdirSync(`${root}docs`)
    .filter(name => name.endsWith('.md'))
    .map(name => name.slice(0, -3)),
)

const guides: DefaultTheme.SidebarItem[] = [
  ...sidebarOf(docs).map(({ text, links }) => ({
    text,
    items: links.map(({ text, page }) => ({ text, link: `/${page}` })),
  })),
  {
    text: 'Project',
    items: [
      { text: 'API', link: '/api/' },
      { text: 'Changelog', link: '/changelog' },
      { text: 'Contributing', link: '/contributing' },
    ],
  },
]

export default defineConfig({
  title: 'monotable',
  description: 'Many kinds of thing in one DynamoDB table, checked by the compiler before anything is sent.',
  lang: 'en',
  srcDir: root,
  outDir: `${site}dist`,
  cacheDir: `${site}.vitepress/cache`,
  srcExclude: ['{src,test,examples,coverage,.tmp,.ci}/**', 'README.md', 'site/!(pages)/**', '**/node_modules/**'],
  rewrites: { ...rewrites },
  cleanUrls: true,
  head: [['link', { rel: 'icon', href: '/logo.svg', type: 'image/svg+xml' }]],
  markdown: {
    anchor: { slugify: githubSlug },
    codeTransformers: [remarks as never],
    config(md) {
      excerpts(md, root)
      mermaid(md)
      blocks(md)
      links(md, ({ path, realPath }) =>
        relative(root, realPath ?? path)
          .split(sep)
          .join('/'),
      )
    },
  },
  transformPageData(page) {
    if (page.relativePath.startsWith('api/')) page.frontmatter.pageClass = 'api'
  },
  themeConfig: {
    logo: '/logo.svg',
    search: {
      provider: 'local',
      options: {
        detailedView: true,
        miniSearch: {
          searchOptions: { boostDocument: id => (String(id).startsWith('/api/') ? 0.3 : 1) },
        },
      },
    },
    nav: [
      { text: 'Guides', link: docs.has('tutorial') ? '/tutorial' : '/keys', activeMatch: '^/(?!api)' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
    ],
    sidebar: { '/': guides, '/api/': apiSidebar(`${site}pages/api`) },
    outline: { level: [2, 3] },
  },
  vite: {
    plugins: [
      {
        // Pages become components, and are outside of the package that has Vue.
        name: 'vue-of-the-site',
        enforce: 'pre',
        resolveId(id, importer, { ssr }) {
          if (!/^vue(\/|$)/.test(id) || !importer) return undefined
          if (ssr) return { id, external: true }
          return importer.startsWith(site) ? undefined : this.resolve(id, `${site}package.json`, { skipSelf: true })
        },
      },
    ],
    publicDir: `${site}public`,
    build: { chunkSizeWarningLimit: 4000 },
  },
})
