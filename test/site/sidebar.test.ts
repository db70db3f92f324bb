import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { sidebarOf, sidebarPages } from '../../site/sidebar.js'

const pages = readdirSync(fileURLToPath(new URL('../../docs', import.meta.url)))
  .filter(name => name.endsWith('.md'))
  .map(name => name.slice(0, -3))

it('has every page of docs/', () => {
  expect(pages.filter(page => !sidebarPages.includes(page))).toEqual([])
})

it('has no page twice', () => {
  expect(sidebarPages.filter((page, at) => sidebarPages.indexOf(page) !== at)).toEqual([])
})

it('leaves out pages that are not there, and groups without pages', () => {
  expect(sidebarOf(new Set(['keys', 'writes', 'errors']))).toEqual([
    {
      text: 'Guides',
      links: [
        { text: 'Keys', page: 'keys' },
        { text: 'Writes', page: 'writes' },
      ],
    },
    { text: 'Reference', links: [{ text: 'Errors', page: 'errors' }] },
  ])
})
