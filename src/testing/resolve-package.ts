import { createRequire } from 'node:module'
import { join } from 'node:path'

/** The path of a package's file as the user's project finds it, or else as monotable does; undefined where neither does. */
export function resolvePackage(specifier: string): string | undefined {
  for (const from of [join(process.cwd(), 'package.json'), import.meta.url]) {
    try {
      return createRequire(from).resolve(specifier)
    } catch {
      // Not there: ask the next.
    }
  }
  return undefined
}
