import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { findCycle, parseSourceFile, readSourceFiles, type SourceFile } from './support/source-file.js'

/** From low to high: a file imports from its own layer and lower ones. */
const layers = [
  'errors',
  'key',
  'schema',
  'expression',
  'table',
  'entity',
  'operation',
  'driver',
  'database',
  'client',
  'kv',
  'migrate',
  'testing',
  'index.ts',
  'cli',
]

/** The driver alone knows the SDK; testing is the one exception, as it makes a client for a user's tests. */
const sdkLayers = ['driver', 'testing']
/** Everything else runs at the edge and in browsers. */
const nodeLayers = ['testing', 'cli']
/** What reads and writes files, of the rest. */
const nodeFolders = ['migrate/files']

/** What a folder may import beside the SDK and zod's core, for it is there for that. */
const peers: Readonly<Record<string, readonly string[]>> = {
  'kv/langgraph': ['@langchain/langgraph-checkpoint', 'zod/mini'],
  'migrate/generate': ['zod/mini'],
  'migrate/change/control': ['zod/mini'],
  cli: ['@clack/prompts', 'commander', 'jiti', 'picocolors'],
}
const peersOf = (file: SourceFile) => peers[folderOf(file)] ?? peers[layerOf(file.path)] ?? []

const folderOf = ({ path }: SourceFile): string => path.split('/').slice(0, -1).join('/')
const layerOf = (path: string): string => path.split('/')[0]!
const isNode = (specifier: string): boolean => specifier.startsWith('node:') || builtinModules.includes(specifier)
const inPackage = (specifier: string, name: string): boolean => specifier === name || specifier.startsWith(`${name}/`)

const rules: Record<string, (file: SourceFile) => readonly string[]> = {
  'is in a layer': file => (layers.includes(layerOf(file.path)) ? [] : [layerOf(file.path)]),
  'imports from its own or a lower layer, types too': file =>
    file.imports
      .flatMap(({ target }) => target ?? [])
      .filter(target => layers.indexOf(layerOf(target)) > layers.indexOf(layerOf(file.path))),
  'imports the AWS SDK at run time in the driver only': file =>
    sdkLayers.includes(layerOf(file.path))
      ? []
      : specifiers(file, true).filter(specifier => /^@(aws-sdk|smithy)\//.test(specifier)),
  'imports zod in schema only, and its core only': file =>
    specifiers(file, false)
      .filter(specifier => inPackage(specifier, 'zod') && !peersOf(file).includes(specifier))
      .filter(specifier => layerOf(file.path) !== 'schema' || specifier !== 'zod/v4/core'),
  'uses nothing of Node but in testing': file =>
    nodeLayers.includes(layerOf(file.path)) || nodeFolders.includes(folderOf(file))
      ? []
      : [...specifiers(file, false).filter(specifier => isNode(specifier)), ...file.nodeGlobals],
  'has no dependency at run time': file =>
    specifiers(file, true).filter(
      specifier =>
        !specifier.startsWith('.') &&
        !isNode(specifier) &&
        !/^(@aws-sdk\/|zod\/)/.test(specifier) &&
        !peersOf(file).includes(specifier),
    ),
  'has 400 lines at most': file => (file.lines > 400 ? [`${file.lines} lines`] : []),
  'has no export *': file => (file.exportsAll ? ['export *'] : []),
}

function specifiers(file: SourceFile, runTimeOnly: boolean): string[] {
  return file.imports.filter(({ typeOnly }) => !(runTimeOnly && typeOnly)).map(({ specifier }) => specifier)
}

/** What breaks a rule, as `file: what`. */
function violations(rule: string, files: readonly SourceFile[]): string[] {
  return files.flatMap(file => rules[rule]!(file).map(what => `${file.path}: ${what}`))
}

describe('every file of src', () => {
  const files = readSourceFiles(fileURLToPath(new URL('../src', import.meta.url)))

  it.each(Object.keys(rules))('%s', rule => expect(violations(rule, files)).toEqual([]))

  it('imports a file that exists', () => {
    const paths = new Set(files.map(file => file.path))
    const missing = files
      .flatMap(file => file.imports.flatMap(({ target }) => target ?? []))
      .filter(path => !paths.has(path))
    expect(missing).toEqual([])
  })

  it('is in no import cycle, types included', () => expect(findCycle(files)?.join(' > ')).toBeUndefined())
})

describe('the rules', () => {
  const broken: Record<string, [path: string, text: string]> = {
    'is in a layer': ['util/text.ts', ''],
    'imports from its own or a lower layer, types too': ['key/a.ts', "import type { B } from '../entity/b.js'"],
    'imports the AWS SDK at run time in the driver only': [
      'entity/a.ts',
      "import { type AttributeValue } from '@aws-sdk/client-dynamodb'",
    ],
    'imports zod in schema only, and its core only': ['entity/a.ts', "import type { $ZodType } from 'zod/v4/core'"],
    'uses nothing of Node but in testing': ['driver/a.ts', "const size = Buffer.byteLength('')"],
    'has no dependency at run time': ['driver/a.ts', "const ulid = await import('ulid')"],
    'has 400 lines at most': ['key/a.ts', 'let a\n'.repeat(401)],
    'has no export *': ['index.ts', "export * from './key/a.js'"],
  }

  it.each(Object.keys(rules))('%s: a file that breaks it is found', rule => {
    const [path, text] = broken[rule]!
    expect(violations(rule, [parseSourceFile(path, text)])).toHaveLength(1)
  })

  const sound = [
    "import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'",
    "type Client = import('@aws-sdk/client-dynamodb').DynamoDBClient",
    "export type { A } from '../errors/a.js'",
    'const a = { process: 1, Buffer: 2 }; a.process',
  ]
  it.each(sound)('%s: is sound', text => {
    expect(Object.keys(rules).flatMap(rule => violations(rule, [parseSourceFile('entity/a.ts', text)]))).toEqual([])
  })

  it('finds a cycle, types included', () => {
    const files = [
      parseSourceFile('key/a.ts', "import { b } from './b.js'"),
      parseSourceFile('key/b.ts', "import type { C } from '../errors/c.js'"),
      parseSourceFile('errors/c.ts', "export { a } from '../key/a.js'"),
    ]
    expect(findCycle(files)).toEqual(['key/a.ts', 'key/b.ts', 'errors/c.ts', 'key/a.ts'])
  })
})
