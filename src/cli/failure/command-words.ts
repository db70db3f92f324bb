/** What the library calls something in its errors, and what the command line calls it. */
const words: readonly (readonly [library: RegExp, command: string])[] = [
  [/\bdb\.createTable\(\)/g, "'monotable table create'"],
  [/\b(plan|run|verify|undo|status)\(\)/g, "'monotable $1'"],
  [/\bgive its name as confirm\b/g, 'name it with --confirm'],
  [/\bmaxQuarantined\b/g, '--max-quarantined'],
  [/\breadUnitsPerSecond\b/g, '--read-units'],
  [/\bwriteUnitsPerSecond\b/g, '--write-units'],
  [/\bpageSize\b/g, '--page-size'],
  [/\b(partition|sort)Key\b/g, '--$1-key'],
  [/\bwith 'tableName'/g, 'with --table'],
  [/\bstorePrefixes\b/g, '--store-prefix'],
  // Words of every day too: options only where one of them is what is said to be wrong.
  [/^(segments|concurrency|sample|examples)(?= takes )/g, '--$1'],
]

/** A sentence of the library in the words of whoever typed a command: `--page-size`, not `pageSize`. */
export const inCommandWords = (sentence: string): string =>
  words.reduce((text, [library, command]) => text.replace(library, command), sentence)
