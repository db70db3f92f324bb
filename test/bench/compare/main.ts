import { readArguments } from './arguments.js'
import { drawPictures } from './report/draw.js'
import { writePage } from './report/page.js'
import { loadResults, type Results, type Rows, type Section, saveResults } from './report/results.js'
import { settingHere } from './report/setting.js'
import { tableOf } from './report/tables.js'
import { measureBuilding } from './sections/building.js'
import { measureImports } from './sections/imports.js'
import { measureLocal } from './sections/local.js'
import { measureMemory } from './sections/memory.js'
import { operationNames } from './sections/operation-samples.js'
import { measureOperations } from './sections/operations.js'
import { measureScale } from './sections/scale.js'
import { measureSegments } from './sections/segments.js'
import { measureSizes } from './sections/sizes.js'
import { measureTypes } from './sections/types.js'
import { BRIEF, FULL, QUICK } from './support/timing.js'

const { quick, only } = readArguments(process.argv.slice(2))
const effort = quick ? QUICK : FULL
const chosen = operationNames.filter(name => only.has(name))

const sections: { readonly [S in Section]: () => Promise<Rows[S]> | Rows[S] } = {
  imports: () => measureImports(quick ? 3 : 15),
  sizes: () => measureSizes(),
  operations: () =>
    measureOperations(chosen.length > 0 ? chosen : operationNames, quick ? QUICK : BRIEF, quick ? 1 : 3),
  building: () => measureBuilding(effort),
  scale: () => measureScale(effort),
  memory: () => measureMemory(quick ? 100_000 : 1_000_000),
  segments: () => measureSegments(quick ? 64 : 256),
  local: () => measureLocal(quick ? 1 : 7, quick ? 150 : 200),
  types: () => measureTypes(quick ? [1, 25] : [1, 25, 100, 300]),
}

/** Rows of before stay where others than theirs were measured. */
function merged<S extends Section>(results: Results, section: S, rows: Rows[S]): Results {
  const before = section === 'operations' && chosen.length > 0 ? (results.operations?.rows ?? []) : []
  const kept = before.filter(({ operation }) => !chosen.includes(operation))
  const all = [...kept, ...(rows as Rows['operations'])]
  if (kept.length > 0)
    all.sort((one, other) => operationNames.indexOf(one.operation) - operationNames.indexOf(other.operation))
  const taken = new Date().toISOString().slice(0, 10)
  return { ...results, [section]: { taken, setting: settingHere(), rows: all } }
}

let results: Results = quick ? {} : loadResults()
for (const [name, measure] of Object.entries(sections)) {
  const section = name as Section
  const wanted = only.size === 0 || only.has(section) || (section === 'operations' && chosen.length > 0)
  if (!wanted) continue
  const started = performance.now()
  results = merged(results, section, (await measure()) as never)
  if (!quick) saveResults(results)
  console.log(`\n${section}, ${((performance.now() - started) / 1000).toFixed(0)} s\n\n${tableOf(section, results)}`)
}
if (quick) {
  console.log('\nA quick run is for a look: docs/performance.md stays as it is.')
} else {
  await drawPictures(results)
  writePage(results)
}
