import type { Config } from 'vega-lite'

/** A picture is drawn for each: where it is shown, the reader's own is chosen. */
export const themes = {
  light: { text: '#1f2328', quiet: '#656d76', line: '#d0d7de' },
  dark: { text: '#e6edf3', quiet: '#8d96a0', line: '#30363d' },
} as const

export type ThemeName = keyof typeof themes

/** Colours that are told apart on white and on black. */
const colours: Readonly<Record<string, string>> = {
  monotable: '#3b82f6',
  'monotable, fast': '#0ea5a4',
  'monotable and zod': '#93b4e8',
  DynamoDBClient: '#8b949e',
  DynamoDBDocumentClient: '#b0894f',
  ElectroDB: '#d97706',
  'DynamoDB-Toolbox': '#a855f7',
  OneTable: '#65a30d',
  Dynamoose: '#e5484d',
  'by the clock': '#3b82f6',
  'of CPU time': '#d97706',
}

/** The colour of a library, or of something else that a picture tells apart. */
export const colourOf = (name: string): string => colours[name] ?? '#8b949e'

/** A colour for each library, the same in all pictures. */
export const colourScale = (names: readonly string[]) => ({
  domain: [...names],
  range: names.map(colourOf),
})

/** Everything that differs between light and dark, and what all pictures share. */
export function configOf(theme: ThemeName): Config {
  const { text, quiet, line } = themes[theme]
  return {
    background: 'transparent',
    font: 'system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif',
    view: { stroke: null },
    axis: {
      labelColor: quiet,
      titleColor: quiet,
      titleFontWeight: 'normal',
      gridColor: line,
      domainColor: line,
      tickColor: line,
      labelFontSize: 11,
      titleFontSize: 11,
    },
    header: { labelColor: text, labelFontSize: 13, labelFontWeight: 'bold', title: null },
    legend: { labelColor: text, title: null, labelFontSize: 12, labelLimit: 0, symbolStrokeWidth: 3 },
    title: { color: text, fontSize: 13, anchor: 'start', subtitleColor: quiet, subtitleFontSize: 12 },
    text: { color: text, fontSize: 11 },
    line: { strokeWidth: 2, point: { size: 36 } },
  }
}
