import type { DiagramModel } from './diagram-model.js'
import { escapeXml as escaped } from './escape.js'
import { cardPictures, columnsOf, headingOf, legend } from './svg/svg.js'
import { entityColours, MONO, SANS, styleSheet } from './svg/theme.js'

/** The model as a page in one file: the cards of its item collections, in as many columns as there is room for, and tables. Without scripts. */
export function htmlText(model: DiagramModel): string {
  const { title, subtitle, entities, views } = model
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${styles}
${styleSheet()}</style>
</head>
<body>
<main style="--columns:${Math.max(2, columnsOf(model))}">
<header>
<h1>${escaped(title)}</h1>
<p>${escaped(subtitle)}</p>
<p>${escaped(legend)}</p>
</header>
${views.map(view => viewPart(model, view)).join('\n')}
<h2>Access patterns</h2>
${patternsTable(model)}
<h2>Attributes</h2>
<div class="attributes">
${entities.map(attributesOf).join('\n')}
</div>
</main>
</body>
</html>
`
}

function viewPart(model: DiagramModel, view: DiagramModel['views'][number]): string {
  const [title, detail] = headingOf(view)
  return `<h2>${escaped(title)} <code>${escaped(detail)}</code></h2>
<div class="cards">${cardPictures(model, view).join('\n')}</div>`
}

function patternsTable({ entities }: DiagramModel): string {
  const rows = entities.flatMap(({ patterns }, entity) =>
    patterns.map(({ call, gives, index, order }, at) => {
      const cells = [
        ['Call', `<code>${breakable(call)}</code>`],
        ['Gives', escaped(gives)],
        ['Reads', index === undefined ? 'the table' : `<code>${escaped(index)}</code>`],
        ['In order of', escaped(order.join(', '))],
      ] as const
      const shown = cells.map(([label, cell]) => (cell === '' ? '<td></td>' : `<td data-label="${label}">${cell}</td>`))
      return `<tr class="c${entity % entityColours.length}${at === 0 ? ' first' : ''}">${shown.join('')}</tr>`
    }),
  )
  return `<table>
<thead><tr><th>Call</th><th>Gives</th><th>Reads</th><th>In order of</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`
}

/** A call that may be broken before a dot and an opening brace, and nowhere else. */
const breakable = (call: string) => escaped(call).replace(/(?=\.)|(?<=\()/g, '<wbr>')

const attributesOf = ({ name, attributes }: DiagramModel['entities'][number], at: number) =>
  `<section class="c${at % entityColours.length}"><h3>${escaped(name)}</h3><dl>${attributes
    .map(attribute => `<div><dt><code>${escaped(attribute.name)}</code></dt><dd>${escaped(attribute.type)}</dd></div>`)
    .join('')}</dl></section>`

const colours = (night: 0 | 1) => entityColours.map((pair, at) => `.c${at}{--own:${pair[night]}}`).join('')

const styles = [
  ':root{--page:#fff;--card:#f6f7f9;--edge:#e2e5ea;--ink:#18202c;--muted:#5f6b7c}',
  colours(0),
  `@media (prefers-color-scheme:dark){:root{--page:#0e1217;--card:#171c24;--edge:#2a323e;--ink:#e9edf3;--muted:#98a4b5}${colours(1)}}`,
  '*{box-sizing:border-box}',
  `body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 ${SANS};-webkit-text-size-adjust:100%}`,
  'main{max-width:calc(var(--columns)*378px + 32px);margin:0 auto;padding:40px 16px 64px}',
  'h1{font-size:28px;letter-spacing:-.015em;margin:0;overflow-wrap:anywhere}',
  'header p{margin:4px 0 0;color:var(--muted)}',
  'h2{font-size:17px;margin:32px 0 12px;overflow-wrap:anywhere}',
  'h2 code{color:var(--muted);font-weight:400;margin-left:6px}',
  '.cards{columns:330px;column-gap:16px}',
  'svg{display:block;width:100%;max-width:440px;height:auto;break-inside:avoid;margin-bottom:16px}',
  `code{font:12.5px/1.5 ${MONO};overflow-wrap:anywhere}`,
  'table{border-collapse:separate;border-spacing:0;width:100%;background:var(--card);border:1px solid var(--edge);border-radius:10px;overflow:hidden}',
  'th{text-align:left;white-space:nowrap;font-size:12px;font-weight:500;color:var(--muted)}',
  'th,td{padding:8px 14px;vertical-align:top}',
  'td{border-top:1px solid var(--edge);font-size:14px;overflow-wrap:anywhere}td:nth-child(3){white-space:nowrap}',
  'td:first-child{box-shadow:inset 4px 0 var(--own)}',
  '.attributes{display:grid;grid-template-columns:repeat(auto-fill,minmax(270px,1fr));gap:16px}',
  'section{min-width:0;background:var(--card);border:1px solid var(--edge);border-left:4px solid var(--own);border-radius:10px;padding:14px 16px}',
  'h3{font-size:15px;margin:0 0 8px;overflow-wrap:anywhere}',
  'dl,dd{margin:0}',
  'dl div{display:flex;align-items:baseline;justify-content:space-between;gap:12px}',
  'dd{color:var(--muted);font-size:13px;white-space:nowrap}',
  '@media (max-width:600px){thead{display:none}tr,td{display:block}td{border:0;padding:2px 14px}td:first-child{padding-top:10px}td:last-child{padding-bottom:10px}tr{border-top:1px solid var(--edge);box-shadow:inset 4px 0 var(--own)}tr:first-child{border:0}td:first-child{box-shadow:none}td:empty{padding:0 0 8px}td:not(:first-child)::before{content:attr(data-label) " ";color:var(--muted);font-size:13px}}',
].join('\n')
