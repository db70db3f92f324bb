import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'

/** On what something was measured. */
export interface Setting {
  readonly machine: string
  /** By the packages' names. */
  readonly versions: Readonly<Record<string, string>>
}

const packages = [
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/lib-dynamodb',
  'zod',
  'electrodb',
  'dynamodb-toolbox',
  'dynamodb-onetable',
  'dynamoose',
]

const json = (path: string) => JSON.parse(readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8'))

/** This machine, and what is installed for the bench. */
export function settingHere(): Setting {
  const installed = packages.map(name => [name, json(`../../node_modules/${name}/package.json`).version] as const)
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  return {
    machine: `${cpus()[0]!.model.trim()}, ${cpus().length} cores, ${gigabytes} GB, ${process.platform} ${process.arch}`,
    versions: {
      Node: process.versions.node,
      monotable: json('../../../../package.json').version,
      ...Object.fromEntries(installed),
    },
  }
}
