import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { brokenLinks } from '../../site/check/links.js'
import { githubSlug } from '../../site/markdown/github-slug.js'
import { linkOnSite, placeOf } from '../../site/markdown/places.js'

describe('a link of a page', () => {
  it.each([
    ['docs/queries.md', 'keys.md#templates', '/keys.md#templates'],
    ['docs/langgraph.md', '../README.md', '/index.md'],
    ['README.md', 'docs/keys.md', '/keys.md'],
    ['CONTRIBUTING.md', 'docs/architecture.md', '/architecture.md'],
    ['site/pages/index.md', '../../docs/keys.md', '/keys.md'],
    ['site/pages/api/monotable/functions/f.md', '../classes/C.md#m', '/api/monotable/classes/C.md#m'],
    ['docs/keys.md', '#templates', '#templates'],
    ['docs/keys.md', 'https://zod.dev', 'https://zod.dev'],
  ])('of %s to %s leads to %s', (file, href, link) => {
    expect(linkOnSite(file, href)).toBe(link)
  })

  it('leads nowhere where it is to a file that is no page', () => {
    expect(linkOnSite('docs/langgraph.md', '../examples/langgraph-agent/demo.ts')).toBeUndefined()
    expect(linkOnSite('docs/langgraph.md', '../examples/README.md')).toBeUndefined()
    expect(placeOf('src/index.ts')).toBeUndefined()
  })
})

it('gives headings the anchors that GitHub gives', () => {
  expect(githubSlug('2 items, `never` one key?')).toBe('2-items-never-one-key')
  expect(githubSlug('Über_Namen – ja')).toBe('über_namen--ja')
})

describe('the check of a built site', () => {
  const site = (files: Readonly<Record<string, string>>) => {
    const folder = mkdtempSync(join(tmpdir(), 'site-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    return folder
  }

  it('finds nothing where all is there', () => {
    const folder = site({
      'index.html':
        '<a href="/keys#a">keys</a> <a href="./api/">API</a> <a href="https://zod.dev">zod</a> <img src="/x.svg">',
      'keys.html': '<h2 id="a">a</h2><a href="/">home</a><a class="x" href="#a">a</a><a href="/x.svg">picture</a>',
      'api/index.html': '<a href="../keys#a">keys</a>',
      'x.svg': '<svg/>',
    })
    expect(brokenLinks(folder)).toEqual([])
  })

  it('finds pages, anchors and files that are not there, and what comes from elsewhere', () => {
    const folder = site({
      'index.html': '<a href="/kays">keys</a><img src="/x.svg"><script src="https://cdn.example/x.js"></script>',
      'keys.html':
        '<h2 id="a">a</h2><a href="#b">b</a><a href="/keys#c&amp;d">c</a><link href="//fonts.example/f" rel="x">',
    })
    expect(brokenLinks(folder)).toEqual([
      '/ links to /kays',
      '/ loads /x.svg',
      '/ loads https://cdn.example/x.js',
      '/keys links to #b',
      '/keys links to /keys#c&d',
      '/keys loads //fonts.example/f',
    ])
  })
})
