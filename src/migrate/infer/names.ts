const metadata =
  /^(meta|metadata|info|infos|profile|detail|details|data|root|base|self|summary|main|current|latest|v\d+)$/i

/** The words of a name: `docket-entry`, `docketEntry`, `DOCKET_ENTRY` all have two. */
export const wordsOf = (text: string): readonly string[] =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter(Boolean)

const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1).toLowerCase()

export const pascalCase = (text: string): string => {
  const name = wordsOf(text).map(capital).join('')
  return /^\d/.test(name) ? `N${name}` : name
}
export const camelCase = (text: string): string => {
  const name = pascalCase(text)
  return name.replace(/^./, first => first.toLowerCase())
}

/** The words of a text, each once, be it singular or plural. */
export function distinctWords(text: string): readonly string[] {
  const known = new Set<string>()
  return wordsOf(text).filter(word => {
    const plain = singular(word.toLowerCase())
    return !known.has(plain) && known.add(plain)
  })
}

/** Whether a word says that an item is about what its key names, and no kind of its own. */
export const isMetadata = (word: string): boolean => metadata.test(word.replace(/[^A-Za-z\d]/g, ''))

/** A name that can be written as it is in code. */
export const isIdentifier = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name) && name !== '__proto__'

/** The plural of a name; one that looks like a plural is left as it is. */
export const plural = (name: string): string =>
  /[^aious]s$/.test(name)
    ? name
    : /[^aeiou]y$/.test(name)
      ? `${name.slice(0, -1)}ies`
      : /(s|x|z|ch|sh)$/.test(name)
        ? `${name}es`
        : `${name}s`

/** The name, or the first of `name2`, `name3` that is not taken; it is then. */
export function unique(name: string, taken: Set<string>): string {
  let free = name
  for (let count = 2; taken.has(free); count++) free = `${name}${count}`
  taken.add(free)
  return free
}

export const singular = (name: string): string =>
  /ies$/i.test(name) ? `${name.slice(0, -3)}y` : /[^su]s$/i.test(name) ? name.slice(0, -1) : name
