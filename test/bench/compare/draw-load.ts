// Draws what `npm run test:load` has sampled: `draw-load.ts <report> <folder>`.
import { readFileSync } from 'node:fs'
import type { TopLevelSpec } from 'vega-lite'
import type { Sample } from '../../load/samples.js'
import { drawAll } from './report/draw.js'
import { colourOf } from './report/theme.js'

const [path, folder] = process.argv.slice(2) as [string, string]
const { samples } = JSON.parse(readFileSync(path, 'utf8')) as { readonly samples: readonly Sample[] }

/** What is drawn in a panel: some members of the samples, each under a name. */
type Lines = Readonly<Record<string, (sample: Sample) => number>>

const palette = ['monotable', 'ElectroDB', 'monotable, fast'].map(colourOf)

function panel(title: string, subtitle: string, lines: Lines): TopLevelSpec {
  const names = Object.keys(lines)
  const values = samples.flatMap(sample => names.map(name => ({ at: sample.at, name, value: lines[name]!(sample) })))
  return {
    title: { text: title, subtitle },
    data: { values },
    width: 320,
    height: 150,
    mark: { type: 'line', point: false },
    encoding: {
      x: { field: 'at', type: 'quantitative', axis: { title: 'seconds', grid: false, tickCount: 6 } },
      y: { field: 'value', type: 'quantitative', axis: { title: null, tickCount: 4 }, scale: { zero: true } },
      color: {
        field: 'name',
        type: 'nominal',
        sort: names,
        scale: { domain: names, range: palette.slice(0, names.length) },
        legend: names.length > 1 ? { orient: 'top', title: null } : null,
      },
    },
  } as TopLevelSpec
}

const megabytes = (bytes: number) => bytes / 1e6
await drawAll(
  {
    load: {
      concat: [
        panel('Memory', 'MB, when nothing is under way', {
          'heap after gc': ({ heap }) => megabytes(heap),
          'resident set': ({ rss }) => megabytes(rss),
        }),
        panel('Latency', 'milliseconds, of all operations, faults and retries in them', {
          p50: ({ p50 }) => p50,
          p99: ({ p99 }) => p99,
        }),
        panel('Open', 'when nothing is under way', {
          sockets: ({ sockets }) => sockets,
          listeners: ({ listeners }) => listeners,
        }),
        panel('Event loop', 'milliseconds late, p99', { delay: ({ loopDelay }) => loopDelay }),
      ],
      columns: 2,
      spacing: 32,
      resolve: { scale: { color: 'independent' } },
    } as TopLevelSpec,
  },
  folder,
)
