import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Unavailable } from './engine.js'

/** DynamoDB Local's own requirement. */
const oldestJava = 17

export interface Java {
  readonly program: string
  readonly version: number
}

/** The first Java of `JAVA_HOME` and the PATH that is new enough for DynamoDB Local. */
export async function findJava(): Promise<Java | Unavailable> {
  const home = process.env.JAVA_HOME
  const found: number[] = []
  for (const program of home ? [resolve(home, 'bin', 'java'), 'java'] : ['java']) {
    const version = await javaVersion(program)
    if (version === undefined) continue
    if (version >= oldestJava) return { program, version }
    found.push(version)
  }
  const wanting = found.length > 0 ? `Java ${found.join(' and ')} is too old` : 'no Java in JAVA_HOME or on the PATH'
  return { wanting: `${wanting}: install Java ${oldestJava} or later` }
}

async function javaVersion(program: string): Promise<number | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, ['-version'], { timeout: 20_000 })
    return parseJavaVersion(stderr + stdout)
  } catch {
    return undefined
  }
}

/** The major version in what `java -version` prints: 17 of `"17.0.15"`, 8 of `"1.8.0_402"`. */
export function parseJavaVersion(text: string): number | undefined {
  const major = /version "(?:1\.)?(\d+)/.exec(text)?.[1]
  return major === undefined ? undefined : Number(major)
}
