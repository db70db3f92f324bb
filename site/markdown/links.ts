import type { MarkdownRenderer } from 'vitepress'
import { linkOnSite } from './places.js'

/**
 * Turns links that are right on GitHub into links that are right here. One to a file that is no page of the site becomes the name
 * of that file.
 */
export function links(md: MarkdownRenderer, fileOf: (env: { path: string; realPath?: string }) => string): void {
  md.core.ruler.push('links-on-site', ({ tokens, env }) => {
    for (const { children } of tokens) {
      let dropped = false
      for (const token of children ?? []) {
        if (token.type === 'link_close' && dropped) {
          token.tag = 'span'
          dropped = false
        }
        if (token.type !== 'link_open' || token.attrGet('class')?.includes('header-anchor')) continue
        const file = fileOf(env)
        const link = linkOnSite(file, token.attrGet('href') ?? '')
        if (link !== undefined) token.attrSet('href', link)
        else {
          // The rule that renders links wants one with a target; this is none any more.
          token.type = 'span_open'
          token.tag = 'span'
          token.attrs = [['title', token.attrGet('href')!.replace(/^(\.\.\/)+/, '')]]
          dropped = true
        }
      }
    }
  })
}
