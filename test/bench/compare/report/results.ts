import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ImportRow } from '../sections/imports.js'
import type { LocalRow } from '../sections/local.js'
import type { MemoryRow } from '../sections/memory.js'
import type { OperationRow } from '../sections/operations.js'
import type { ScaleRow } from '../sections/scale.js'
import type { SegmentsRow } from '../sections/segments.js'
import type { SizeRow } from '../sections/sizes.js'
import type { TypesRow } from '../sections/types.js'
import type { Setting } from './setting.js'

/** The rows of each section. */
export interface Rows {
  readonly operations: readonly OperationRow[]
  readonly building: readonly OperationRow[]
  readonly imports: readonly ImportRow[]
  readonly sizes: readonly SizeRow[]
  readonly types: readonly TypesRow[]
  readonly memory: readonly MemoryRow[]
  readonly segments: readonly SegmentsRow[]
  readonly scale: readonly ScaleRow[]
  readonly local: readonly LocalRow[]
}

export type Section = keyof Rows

/** When a section was measured, where, and what was found. */
export interface Measured<R> {
  readonly taken: string
  readonly setting: Setting
  readonly rows: R
}

export type Results = { readonly [S in Section]?: Measured<Rows[S]> }

const file = fileURLToPath(new URL('../../../../docs/performance/results.json', import.meta.url))

export const loadResults = (): Results => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {})

/** More digits say nothing, and make every difference of two files look like one. */
const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value)

/** One row a line, so that differences can be read. */
export function saveResults(results: Results): void {
  const sections = Object.entries(results).map(([name, { taken, setting, rows }]) => {
    const lines = rows.map(row => `      ${JSON.stringify(row, rounded)}`).join(',\n')
    return `  ${JSON.stringify(name)}: {
    "taken": ${JSON.stringify(taken)},
    "setting": ${JSON.stringify(setting)},
    "rows": [
${lines}
    ]
  }`
  })
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `{\n${sections.join(',\n')}\n}\n`)
}
