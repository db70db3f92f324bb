import type { DiagramModel } from '../diagram-model.js'
import { escapeXml } from '../escape.js'
import { entityCard, patternsCard, viewCard } from './cards.js'
import { type Piece, text } from './pieces.js'
import { styleSheet } from './theme.js'

/** How a picture is laid out. */
export interface SvgLayout {
  /** How many cards stand beside one another. */
  readonly columns: 1 | 2
  /** Whether access patterns are in it, and the table's name. */
  readonly whole: boolean
}

const GAP = 16

/** The model as a picture: cards of entities, of the table and its indexes, and of access patterns. */
export function svgText(model: DiagramModel, { columns, whole }: SvgLayout): string {
  const { title, subtitle, entities, views } = model
  const margin = whole ? (columns === 2 ? 32 : 16) : 1
  const card = columns === 2 ? 440 : 340
  const width = 2 * margin + columns * card + (columns - 1) * GAP
  const sections: (readonly [string, readonly Piece[]])[] = [
    ['ENTITIES', entities.map((entity, at) => entityCard(entity, at, card))],
    ['ITEM COLLECTIONS', views.map(view => viewCard(model, view, card))],
    ...(whole ? [['ACCESS PATTERNS', entities.map((entity, at) => patternsCard(entity, at, card))] as const] : []),
  ]
  let top = margin
  const drawn: string[] = []
  if (whole) {
    drawn.push(text(margin, top + 22, 'title ink', title), text(margin, top + 44, 'label muted', subtitle))
    top += 72
  }
  for (const [name, pieces] of sections) {
    drawn.push(text(margin, top + 12, 'section muted', name))
    const { bottom, parts } = inColumns(pieces, columns, card, margin, top + 26)
    drawn.push(...parts)
    top = bottom + 20
  }
  const height = Math.round(top + margin - 20)
  const label = escapeXml(`The data model of the table ${title}: ${subtitle}`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="monotable" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">`,
    `<style>${styleSheet()}</style>`,
    ...(whole ? [`<rect width="${width}" height="${height}" class="page"/>`] : []),
    ...drawn,
    '</svg>',
    '',
  ].join('\n')
}

/** Puts each piece below the shortest column. */
function inColumns(pieces: readonly Piece[], columns: number, width: number, left: number, top: number) {
  const tops = Array<number>(columns).fill(top)
  const parts = pieces.map(piece => {
    const column = tops.indexOf(Math.min(...tops))
    const y = tops[column]!
    tops[column] = y + piece.height + GAP
    return piece.draw(left + column * (width + GAP), y)
  })
  return { bottom: Math.max(...tops), parts }
}
