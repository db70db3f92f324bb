import type { Section } from './report/results.js'
import { operationNames } from './sections/operation-samples.js'

const sections: readonly Section[] = [
  'imports',
  'sizes',
  'operations',
  'building',
  'scale',
  'memory',
  'segments',
  'local',
  'types',
]

/** What is to be measured; nothing named is everything. */
export interface Arguments {
  readonly quick: boolean
  readonly only: ReadonlySet<string>
}

/**
 * `--only=get,types` names operations and sections, `draw` the pictures and the page alone.
 * @throws Error where something else is given
 */
export function readArguments(given: readonly string[]): Arguments {
  const known = ['draw', ...operationNames, ...sections]
  const only = new Set<string>()
  for (const argument of given.filter(argument => argument !== '--quick')) {
    const names = /^--only=(.+)$/.exec(argument)?.[1]?.split(',') ?? [argument]
    const unknown = names.find(name => !known.includes(name))
    if (unknown !== undefined) throw new Error(`'${unknown}': there are --quick and --only=${known.join(',')}`)
    for (const name of names) only.add(name)
  }
  return { quick: given.includes('--quick'), only }
}
