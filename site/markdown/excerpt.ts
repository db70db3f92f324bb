import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'
import { githubSlug } from './github-slug.js'

/** The first block of TypeScript below a heading of a page, by the anchor of that heading. */
export function blockBelow(text: string, anchor: string): string {
  const [, ...sections] = text.split(/^#+ /m)
  const section = sections.find(part => githubSlug(part.split('\n', 1)[0]!) === anchor)
  const code = /^```ts\n([\s\S]*?)^```$/m.exec(section ?? '')?.[1]
  if (code === undefined) throw new Error(`No block of TypeScript is below '${anchor}'.`)
  return code
}

/** A block that says `ts from README.md#in-ten-lines` is that one, which the tests run: so no code is here that they don't. */
export function excerpts(md: MarkdownRenderer, root: string): void {
  md.core.ruler.push('excerpts', ({ tokens }) => {
    for (const token of tokens) {
      const [, file, anchor] = /^ts from ([^#]+)#(.+)$/.exec(token.info) ?? []
      if (token.type !== 'fence' || file === undefined || anchor === undefined) continue
      token.info = 'ts'
      token.content = blockBelow(readFileSync(join(root, file), 'utf8'), anchor)
    }
  })
}
