/** What a command was told of where its table is, and has to be told again. */
export interface PlaceOptions {
  readonly table?: string
  readonly region?: string
  readonly endpoint?: string
  readonly controlTable?: string
  readonly config?: string
}

const names = {
  table: '--table',
  region: '--region',
  endpoint: '--endpoint',
  controlTable: '--control-table',
  config: '--config',
} as const satisfies Record<keyof PlaceOptions, string>

/** A command to copy, for the same table: with what was given on the command line of this one. */
export function nextCommand(
  command: string,
  file: string | undefined,
  options: PlaceOptions,
  more: readonly string[] = [],
): string {
  const place = Object.entries(names).flatMap(([name, option]) => {
    const value = options[name as keyof PlaceOptions]
    return value === undefined ? [] : [option, value]
  })
  return ['monotable', ...command.split(' '), ...(file === undefined ? [] : [file]), ...more, ...place]
    .map(shellWord)
    .join(' ')
}

/** A word as a shell takes it; quoted only where it has to be. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
