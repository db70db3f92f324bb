import type { MarkdownRenderer } from 'vitepress'

/**
 * Comments for the tests (`<!-- no-run -->`) are left out; the file that one names is shown as the title of the block below it.
 * What GitHub shows dark or light by the system's setting is shown by the site's.
 */
export function blocks(md: MarkdownRenderer): void {
  md.core.ruler.push('html-blocks', ({ tokens }) => {
    for (const token of tokens) {
      if (token.type !== 'html_block') continue
      token.content = token.content
        .replace(/<!-- file: (.+?) -->/g, (_, path) => `<p class="block-title">${md.utils.escapeHtml(path)}</p>`)
        .replace(/<!--[\s\S]*?-->/g, '')
        .replace(/<picture>[\s\S]*?<\/picture>/g, pictures)
    }
  })
}

/** Both pictures of a `<picture>`, of which the style shows one. */
function pictures(html: string): string {
  const dark = /<source[^>]*prefers-color-scheme: dark[^>]*srcset="([^"]+)"/.exec(html)?.[1]
  const [, alt, light] = /<img alt="([^"]*)" src="([^"]+)"/.exec(html) ?? []
  if (dark === undefined || light === undefined) throw new Error(`A picture of another form:\n${html}`)
  const image = (scheme: string, src: string) =>
    `<img class="picture-${scheme}" alt="${alt}" src="./${src}" loading="lazy">`
  return `<div class="picture">${image('light', light)}${image('dark', dark)}</div>`
}
