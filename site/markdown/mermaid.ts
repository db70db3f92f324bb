import { renderMermaidSVG } from 'beautiful-mermaid'
import type { MarkdownRenderer } from 'vitepress'

/** Diagrams are drawn when the site is built: nothing of Mermaid is loaded by a page. */
export function mermaid(md: MarkdownRenderer): void {
  const { fence } = md.renderer.rules
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const { info, content } = tokens[index]!
    if (info.trim() !== 'mermaid') return fence!(tokens, index, ...rest)
    return `<div class="diagram" v-pre>${draw(content)}</div>\n`
  }
}

/** The colours are the site's (`.diagram` in its style); the drawing's own style, with a font from elsewhere, is left out. */
const draw = (diagram: string): string =>
  renderMermaidSVG(diagram, { padding: 8, layerSpacing: 24, transparent: true })
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/(<svg[^>]*) style="[^"]*"/, '$1')
