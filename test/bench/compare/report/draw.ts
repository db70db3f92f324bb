import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, View } from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import { charts } from './charts.js'
import type { Results } from './results.js'
import { configOf, type ThemeName, themes } from './theme.js'

const folder = fileURLToPath(new URL('../../../../docs/performance', import.meta.url))

async function svgOf(spec: TopLevelSpec, theme: ThemeName): Promise<string> {
  const view = new View(parse(compile(spec, { config: configOf(theme) }).spec), { renderer: 'none' })
  const svg = await view.toSVG()
  view.finalize()
  return svg
}

/** Draws pictures by their files' names, each in light and in dark. */
export async function drawAll(specs: Readonly<Record<string, TopLevelSpec>>, into = folder): Promise<void> {
  mkdirSync(into, { recursive: true })
  for (const [name, spec] of Object.entries(specs)) {
    for (const theme of Object.keys(themes) as ThemeName[]) {
      writeFileSync(join(into, `${name}-${theme}.svg`), `${await svgOf(spec, theme)}\n`)
    }
  }
}

/** Draws all that was measured. */
export const drawPictures = (results: Results): Promise<void> => drawAll(charts(results))
