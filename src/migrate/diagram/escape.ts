/** Text as it stands in XML and HTML, in attributes too. What XML has no characters for is left out. */
export const escapeXml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: names may hold them, and XML refuses them
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)

/** Text in a cell of a Markdown table, where nothing is markup. */
export const escapeMarkdown = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>()#+!|~&$]/g, character => `\\${character}`)

/** Code in a cell of a Markdown table: in as many backticks as it needs, where a pipe is still to be escaped. */
export function codeInMarkdown(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const space = longest > 0 ? ' ' : ''
  return `${fence}${space}${text.replace(/\s+/g, ' ').replaceAll('|', '\\|')}${space}${fence}`
}

/** Text in quotes in Mermaid: everything that could mean something is written as its number. */
export const escapeMermaid = (text: string): string =>
  Array.from(text.replace(/\s+/g, ' '), character =>
    /[\p{L}\p{N} .,:/_()=?·-]/u.test(character) ? character : `#${character.codePointAt(0)};`,
  ).join('')
