import { githubSlug } from './github-slug.js'

/** The first block of TypeScript below a heading of a page, by the anchor of that heading. */
export function blockBelow(text: string, anchor: string): string {
  const [, ...sections] = text.split(/^#+ /m)
  const section = sections.find(part => githubSlug(part.split('\n', 1)[0]!) === anchor)
  const code = /^```ts\n([\s\S]*?)^```$/m.exec(section ?? '')?.[1]
  if (code === undefined) throw new Error(`No block of TypeScript is below '${anchor}'.`)
  return code
}
