import type { DiagramModel, ViewBox } from '../diagram-model.js'
import { escapeXml } from '../escape.js'
import { CARD, viewCards } from './cards.js'
import { bestLayout, type Section } from './layout.js'
import { cut, line, type Piece, stacked, text } from './pieces.js'
import { styleSheet } from './theme.js'

const MARGIN = 32
/** Title, counts, and how the picture is to be read. */
const HEAD = 88

/** The model as one picture: the item collections of the table and of each index, in as many columns as make it readable at a glance. */
export function svgText(model: DiagramModel): string {
  const { title, subtitle } = model
  const layout = layoutOf(model, true)
  const width = layout.width + 2 * MARGIN
  const height = Math.round(layout.height + HEAD + 2 * MARGIN)
  const label = escapeXml(`The data model of the table ${title}: ${subtitle}`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="monotable" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">`,
    `<style>${styleSheet()}</style>`,
    `<rect width="${width}" height="${height}" class="page"/>`,
    text(MARGIN, MARGIN + 22, 'title ink', cut(title, 'name', layout.width, 24)),
    text(MARGIN, MARGIN + 44, 'label muted', cut(subtitle, 'label', layout.width, 12)),
    text(MARGIN, MARGIN + 62, 'label muted', cut(legend, 'label', layout.width, 12)),
    layout.draw(MARGIN, MARGIN + HEAD),
    '</svg>',
    '',
  ].join('\n')
}

/** How cards are to be read. */
export const legend = 'Each card: the items of a partition, sorted downwards.'

/** How many columns the model is best shown in. */
export const columnsOf = (model: DiagramModel): number => layoutOf(model, false).columns

/** The cards of the table or an index, each as a picture of its own, without a style sheet. */
export const cardPictures = (model: DiagramModel, view: ViewBox): readonly string[] =>
  viewCards(model, view, { calls: false }).map(card => {
    const [width, height] = [CARD + 2, Math.round(card.height + 2)]
    return `<svg xmlns="http://www.w3.org/2000/svg" class="monotable" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${card.draw(1, 1)}</svg>`
  })

/** What is said of a view above its cards. */
export const headingOf = ({ name, kind, key, holds }: ViewBox): readonly [title: string, detail: string] => [
  kind === 'table' ? 'Table' : `Index ${name}`,
  [key.join(' · '), ...(kind === 'table' ? [] : [kind.split(' ')[0]!, holds!])].join(', '),
]

const layoutOf = (model: DiagramModel, calls: boolean) =>
  bestLayout(
    model.views.map((view): Section => {
      const [title, detail] = headingOf(view)
      return { heading: width => heading(title, detail, width), cards: viewCards(model, view, { calls }) }
    }),
  )

const heading = (title: string, detail: string, width: number): Piece => {
  const lines = stacked([line(title, 'name ink', 20, width, 15), line(detail, 'mono small muted', 18, width, 11.5)])
  return { ...lines, height: lines.height + 6 }
}
