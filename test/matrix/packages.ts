import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../types/compilers.js'
import type { Cell } from './cells.js'

const hash = (data: string | Buffer) => createHash('sha256').update(data).digest('hex').slice(0, 12)

/** All that the matrix installs and writes: outside of the project, or its packages would be found too. */
export const home = join(tmpdir(), `monotable-matrix-${hash(root)}`)

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const peers: Readonly<Record<string, string>> = manifest.peerDependencies

/** A range of package.json's, or the lowest version that it lets in. */
const versions = (range: string, which: 'oldest' | 'newest') => (which === 'newest' ? range : range.replace(/^\^/, ''))

const npm = (folder: string, parameters: readonly string[]) =>
  execFileSync(
    'npm',
    [...parameters, '--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      timeout: 600_000,
    },
  )

/** Builds the package where the sources are newer than what is built, and packs it. */
export function packTarball(): string {
  const newest = Math.max(
    ...['src', 'package.json', 'tsup.config.ts', 'entries.config.ts'].map(path => changed(join(root, path))),
  )
  const built = join(root, 'dist', 'index.d.ts')
  if (!existsSync(built) || changed(built) < newest) {
    console.log('Building the package …')
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  mkdirSync(home, { recursive: true })
  const folder = mkdtempSync(join(home, 'pack-'))
  const [{ filename }] = JSON.parse(npm(root, ['pack', '--json', '--pack-destination', folder]))
  const packed = join(folder, filename)
  // npm takes a file of the same name for the same file.
  const tarball = join(home, `monotable-${hash(readFileSync(packed))}.tgz`)
  renameSync(packed, tarball)
  rmSync(folder, { recursive: true })
  return tarball
}

const changed = (path: string): number =>
  statSync(path).isDirectory()
    ? Math.max(...readdirSync(path).map(name => changed(join(path, name))))
    : statSync(path).mtimeMs

/** Installs packages in a folder of the matrix, once; again where they are to be others. */
function install(name: string, dependencies: Readonly<Record<string, string>>): string {
  const folder = join(home, name)
  const wanted = JSON.stringify({ private: true, dependencies }, undefined, 2)
  const stamp = join(folder, 'installed.json')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder
  rmSync(stamp, { force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), wanted)
  npm(folder, ['install'])
  writeFileSync(stamp, wanted)
  return folder
}

/** The newest Node of a major version, of npm's package of it. */
export const installNode = (node: Cell['node']): string =>
  join(install(node, { node: node.replace('node-', '') }), 'node_modules', 'node', 'bin', 'node')

/**
 * Installs the packed library, zod, the SDK, and what the adapters are for, as npm does it: with the library's ranges.
 * @returns the folder that has them in its `node_modules`
 */
export function installPackages(tarball: string, { zod, sdk }: Pick<Cell, 'zod' | 'sdk'>): string {
  const [schemas, others] = [zod, sdk].map(value => value.split('-')[1] as 'oldest' | 'newest') as ['oldest', 'newest']
  const [keyv5, keyv6] = peers.keyv!.split(' || ') as [string, string]
  return install(`${zod}_${sdk}`, {
    monotable: `file:${tarball}`,
    zod: versions(peers.zod!, schemas),
    ...Object.fromEntries(
      [
        '@aws-sdk/client-dynamodb',
        '@aws-sdk/lib-dynamodb',
        '@langchain/core',
        '@langchain/langgraph-checkpoint',
        'unstorage',
      ].map(name => [name, versions(peers[name]!, others)]),
    ),
    keyv: versions(keyv6, others),
    '@types/node': manifest.devDependencies['@types/node'],
    'keyv-5': `npm:keyv@${versions(keyv5, others)}`,
  })
}

/** The version of an installed package. */
export const installedVersion = (folder: string, name: string): string =>
  JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version
