/** What things are coloured by: each class has a colour by day, and one by night. */
const colours: Readonly<Record<string, readonly [property: string, day: string, night: string]>> = {
  page: ['fill', '#ffffff', '#0e1217'],
  card: ['fill', '#f6f7f9', '#171c24'],
  edge: ['stroke', '#e2e5ea', '#2a323e'],
  ink: ['fill', '#18202c', '#e9edf3'],
  muted: ['fill', '#5f6b7c', '#98a4b5'],
  call: ['fill', '#3b4656', '#b8c2d0'],
  literal: ['fill', '#5f6b7c', '#98a4b5'],
  placeholder: ['fill', '#1d4fbf', '#8ab6ff'],
  arrow: ['stroke', '#9aa5b4', '#5b6778'],
}

/** Colours of entities, in their order; of more than these they come round again. */
export const entityColours: readonly (readonly [day: string, night: string])[] = [
  ['#2f6be0', '#6da0ff'],
  ['#c2600a', '#f0a050'],
  ['#1f8a4c', '#5cc98a'],
  ['#8446d6', '#b795ff'],
  ['#0b7f8c', '#4fc3d0'],
  ['#c93a52', '#ff8296'],
  ['#7a7512', '#cfc657'],
  ['#b83a92', '#f48acb'],
]

export const colourOf = (entity: number): string => `e${entity % entityColours.length}`

const rules = (night: boolean) => [
  ...Object.entries(colours).map(([name, [property, ...pair]]) => `.${name}{${property}:${pair[Number(night)]}}`),
  ...entityColours.map((pair, at) => `.e${at}{fill:${pair[Number(night)]}}`),
]

export const SANS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'
export const MONO = 'ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace'

/** The style sheet of a picture. Its rules are for what is in it alone, so that it can stand in a page. */
export const styleSheet = (): string => {
  const within = (rule: string) => `.monotable ${rule}`
  const fonts = [
    `text{font-family:${SANS}}`,
    `.mono{font-family:${MONO};white-space:pre}`,
    '.title{font-size:24px;font-weight:650;letter-spacing:-.01em}',
    '.section{font-size:12px;font-weight:650;letter-spacing:.06em}',
    '.name{font-size:15px;font-weight:650}',
    '.label{font-size:12px}',
    '.strong{font-size:12.5px;font-weight:600}',
    '.code{font-size:12.5px}',
    '.small{font-size:11.5px}',
    'rect{stroke-width:1}',
  ]
  const night = rules(true).map(within).join('')
  return `${[...fonts, ...rules(false)].map(within).join('')}@media (prefers-color-scheme:dark){${night}}`
}
