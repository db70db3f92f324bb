import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'
import { blockBelow } from './block-below.js'

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
