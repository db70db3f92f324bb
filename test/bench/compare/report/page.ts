import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Results, Section } from './results.js'
import { tableOf } from './tables.js'

const file = fileURLToPath(new URL('../../../../docs/performance.md', import.meta.url))

/** On what everything was measured; where a section was measured elsewhere or at another time, its own line says so. */
function settingText(results: Results): string {
  const sections = Object.entries(results)
  const groups = new Map<string, string[]>()
  for (const [name, { taken, setting }] of sections) {
    const versions = Object.entries(setting.versions).map(([what, version]) => `${what} ${version}`)
    const text = `${taken} on ${setting.machine}, with ${versions.join(', ')}`
    groups.set(text, [...(groups.get(text) ?? []), name])
  }
  if (groups.size === 1) return `Measured on ${[...groups.keys()][0]}.`
  return [...groups].map(([text, names]) => `- ${names.join(', ')}: ${text}`).join('\n')
}

/** Puts what was measured between the page's markers; the rest of it is written by hand. */
export function writePage(results: Results): void {
  const page = readFileSync(file, 'utf8')
  const written = page.replace(
    /(<!-- bench:(\w+) -->\n)[\s\S]*?(\n<!-- \/bench -->)/g,
    (found, open: string, name: string, close: string) => {
      const text = name === 'setting' ? settingText(results) : tableOf(name as Section, results)
      return text === undefined ? found : `${open}\n${text}\n${close}`
    },
  )
  writeFileSync(file, written)
}
