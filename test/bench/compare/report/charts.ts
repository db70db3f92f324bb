import type { TopLevelSpec } from 'vega-lite'
import { document } from '../subjects/document.js'
import type { Results, Rows } from './results.js'
import { ratios } from './tables.js'
import { colourOf, colourScale } from './theme.js'

const distinct = <T>(all: readonly T[]): T[] => [...new Set(all)]

/** Bars from one, the document client: to the left is what costs less, to the right what costs more. */
function operations(rows: Rows['operations']): TopLevelSpec {
  const values = ratios(rows).filter(({ subject }) => subject !== document.name)
  const names = distinct(values.map(({ subject }) => subject))
  const found = values.map(({ ratio }) => ratio)
  // Room for what is written beside the bars.
  const domain = [Math.min(...found) / 3, Math.max(...found) * 3]
  const label = 'format(datum.ratio, datum.ratio < 9.95 ? ".2f" : ".0f") + "×"'
  return {
    data: { values },
    transform: [{ calculate: label, as: 'label' }],
    facet: { field: 'operation', type: 'nominal', sort: distinct(values.map(({ operation }) => operation)) },
    columns: 2,
    spacing: 24,
    spec: {
      width: 330,
      height: { step: 19 },
      encoding: {
        y: { field: 'subject', type: 'nominal', sort: names, axis: { title: null, domain: false, ticks: false } },
        x: {
          field: 'ratio',
          type: 'quantitative',
          scale: { type: 'log', domain },
          axis: { title: null, values: [0.01, 0.1, 1, 10, 100, 1000], format: '~g' },
        },
      },
      layer: [
        {
          mark: { type: 'bar', height: { band: 0.7 } },
          encoding: {
            x2: { datum: 1 },
            color: { field: 'subject', type: 'nominal', legend: null, scale: colourScale(names) },
          },
        },
        {
          transform: [{ filter: 'datum.ratio >= 1' }],
          mark: { type: 'text', align: 'left', dx: 4 },
          encoding: { text: { field: 'label' } },
        },
        {
          transform: [{ filter: 'datum.ratio < 1' }],
          mark: { type: 'text', align: 'right', dx: -4 },
          encoding: { text: { field: 'label' } },
        },
      ],
    },
    resolve: { axis: { x: 'independent' } },
  }
}

/** A row of bars for each of some names, with their values beside them. */
function bars(
  title: string,
  values: readonly { readonly name: string; readonly value: number }[],
  domain: readonly string[],
) {
  return {
    title,
    data: { values: [...values] },
    width: 300,
    height: { step: 19 },
    encoding: {
      y: {
        field: 'name',
        type: 'nominal' as const,
        sort: values.map(({ name }) => name),
        axis: { title: null, domain: false, ticks: false },
      },
      x: { field: 'value', type: 'quantitative' as const, axis: { title: null, tickCount: 5 } },
    },
    layer: [
      {
        mark: { type: 'bar' as const, height: { band: 0.7 } },
        encoding: {
          color: { field: 'name', type: 'nominal' as const, legend: null, scale: colourScale(domain) },
        },
      },
      {
        mark: { type: 'text' as const, align: 'left' as const, dx: 4 },
        encoding: { text: { field: 'value', type: 'quantitative' as const, format: '.1f' } },
      },
    ],
  }
}

function weight(sizes: Rows['sizes'], imports: Rows['imports']): TopLevelSpec {
  const everything = sizes
    .filter(({ what }) => what.endsWith(': everything'))
    .map(({ what, gzipped }) => ({ name: what.split(':')[0]!, value: gzipped / 1000 }))
  const loading = imports
    .filter(({ what }) => what !== 'the SDK itself')
    .map(({ what, median }) => ({ name: what, value: median }))
  return {
    hconcat: [
      bars(
        'KB in a bundle, minified and gzipped',
        everything,
        everything.map(({ name }) => name),
      ),
      bars(
        'Milliseconds to import',
        loading,
        loading.map(({ name }) => name),
      ),
    ],
    spacing: 40,
    resolve: { scale: { color: 'independent' } },
  }
}

/** One line for each library, a panel for each of something else. */
function lines(
  values: readonly object[],
  x: { field: string; title: string; scale?: object },
  y: { field: string; title: string; format?: string; log?: boolean },
  series: { field: string; names: readonly string[] },
  facet?: { field: string; names: readonly string[] },
): TopLevelSpec {
  const panel = {
    width: facet ? 215 : 560,
    height: 220,
    mark: { type: 'line' as const, point: true },
    encoding: {
      x: {
        field: x.field,
        type: 'quantitative' as const,
        axis: { title: x.title, grid: false, values: distinct(values.map(value => (value as any)[x.field])) },
        ...(x.scale && { scale: x.scale }),
      },
      y: {
        field: y.field,
        type: 'quantitative' as const,
        axis: { title: y.title, tickCount: 5, ...(y.format && { format: y.format }) },
        ...(y.log && { scale: { type: 'log' as const } }),
      },
      color: {
        field: series.field,
        type: 'nominal' as const,
        sort: [...series.names],
        scale: colourScale(series.names),
        legend: { orient: 'top' as const, columns: 4 },
      },
    },
  }
  const data = { values: [...values] }
  if (facet === undefined) return { data, ...panel } as TopLevelSpec
  return {
    data,
    facet: { column: { field: facet.field, type: 'nominal', sort: [...facet.names] } },
    spec: panel,
    resolve: { scale: { y: 'independent' } },
  } as TopLevelSpec
}

function types(rows: Rows['types'], field: 'instantiations' | 'check', title: string): TopLevelSpec {
  const values = rows.map(row => ({ ...row, compiler: `TypeScript ${row.compiler}` }))
  return lines(
    values,
    { field: 'entities', title: 'entities' },
    { field, title, format: '~s' },
    { field: 'library', names: distinct(rows.map(({ library }) => library)) },
    { field: 'compiler', names: distinct(values.map(({ compiler }) => compiler)) },
  )
}

const memory = (rows: Rows['memory']): TopLevelSpec =>
  lines(
    rows.map(({ subject, items, heap }) => ({
      subject: subject.replace(/, (items|paginateQuery).*/, ''),
      items,
      heap,
    })),
    { field: 'items', title: 'items read' },
    { field: 'heap', title: 'MB of heap in use' },
    { field: 'subject', names: ['DynamoDBDocumentClient', 'monotable', 'monotable, fast'] },
  )

const segments = (rows: Rows['segments']): TopLevelSpec =>
  lines(
    rows.flatMap(({ segments, time, cpu }) => [
      { segments, milliseconds: time, of: 'by the clock' },
      { segments, milliseconds: cpu, of: 'of CPU time' },
    ]),
    { field: 'segments', title: 'segments', scale: { type: 'log', base: 2 } },
    { field: 'milliseconds', title: 'milliseconds' },
    { field: 'of', names: ['by the clock', 'of CPU time'] },
  )

function scale(rows: Rows['scale']): TopLevelSpec {
  const curves = distinct(rows.map(({ curve }) => curve))
  return {
    concat: curves.map(curve => {
      const values = rows.filter(row => row.curve === curve)
      return {
        title: { text: `µs of ${curve.split(', ')[0]}`, subtitle: curve.split(', ')[1]! },
        data: { values },
        width: 300,
        height: 150,
        mark: { type: 'line', point: true },
        encoding: {
          x: {
            field: 'x',
            type: 'quantitative',
            scale: { type: 'log', base: 2 },
            axis: { title: null, grid: false, values: values.map(({ x }) => x), format: 'd' },
          },
          y: { field: 'cost', type: 'quantitative', axis: { title: null, tickCount: 4 } },
          color: { value: colourOf('monotable') },
        },
      }
    }),
    columns: 2,
    spacing: 32,
  }
}

const local = (rows: Rows['local'], field: 'throughput' | 'cpu', title: string): TopLevelSpec =>
  lines(
    rows,
    { field: 'concurrency', title: 'operations at a time', scale: { type: 'log', base: 2 } },
    { field, title, log: true, format: ',' },
    { field: 'subject', names: distinct(rows.map(({ subject }) => subject)) },
    { field: 'operation', names: distinct(rows.map(({ operation }) => operation)) },
  )

/** The pictures by their files' names, of what was measured. */
export function charts(results: Results): Readonly<Record<string, TopLevelSpec>> {
  const {
    operations: all,
    building,
    sizes,
    imports,
    types: typed,
    memory: heap,
    segments: scans,
    scale: curves,
  } = results
  return {
    ...(all && { operations: operations(all.rows) }),
    ...(building && { building: operations(building.rows) }),
    ...(sizes && imports && { weight: weight(sizes.rows, imports.rows) }),
    ...(typed && {
      instantiations: types(typed.rows, 'instantiations', 'type instantiations'),
      'check-time': types(typed.rows, 'check', 'seconds to check'),
    }),
    ...(heap && { memory: memory(heap.rows) }),
    ...(scans && { segments: segments(scans.rows) }),
    ...(curves && { scale: scale(curves.rows) }),
    ...(results.local && {
      throughput: local(results.local.rows, 'throughput', 'operations a second'),
      'cpu-time': local(results.local.rows, 'cpu', 'µs of CPU time'),
    }),
  }
}
