import { CARD } from './cards.js'
import type { Piece } from './pieces.js'

/** A heading, and the cards that stand below it. */
export interface Section {
  /** Draws the heading, in so much room. */
  readonly heading: (width: number) => Piece
  readonly cards: readonly Piece[]
}

/** Sections put in columns. */
export interface Layout {
  readonly columns: number
  readonly width: number
  readonly height: number
  readonly draw: (x: number, y: number) => string
}

const GAP = 16
/** Between two rows of sections. */
const ROW_GAP = 24
const MOST_COLUMNS = 6
/** What pictures are looked at on is about so much wider than high. */
const SHAPE = 1.4

/** The layout whose shape is the nearest to that of a screen. */
export function bestLayout(sections: readonly Section[]): Layout {
  const layouts = Array.from({ length: MOST_COLUMNS }, (_, at) => layOut(sections, at + 1))
  const distance = ({ width, height }: Layout) => Math.abs(Math.log(width / height / SHAPE))
  return layouts.reduce((best, each) => (distance(each) < distance(best) ? each : best))
}

/** Puts sections beside one another while there are columns for them; each has as many as it has cards. */
function layOut(sections: readonly Section[], columns: number): Layout {
  let used = 0
  let top = 0
  let bottom = 0
  let widest = 0
  const placed = sections.map(section => {
    const wanted = Math.min(columns, section.cards.length)
    if (used + wanted > columns) {
      used = 0
      top = bottom + ROW_GAP
    }
    const block = blockOf(section, wanted)
    const [left, y] = [widthOf(used) + (used > 0 ? GAP : 0), top]
    used += wanted
    widest = Math.max(widest, used)
    bottom = Math.max(bottom, top + block.height)
    return { block, left, y }
  })
  return {
    columns: widest,
    width: widthOf(widest),
    height: bottom,
    draw: (x, y) => placed.map(each => each.block.draw(x + each.left, y + each.y)).join('\n'),
  }
}

const widthOf = (columns: number) => Math.max(0, columns * (CARD + GAP) - GAP)

/** A section in so many columns: each card below the shortest of them. */
function blockOf({ heading, cards }: Section, columns: number): Piece {
  const head = heading(widthOf(columns))
  const tops = Array<number>(columns).fill(head.height)
  const placed = cards.map(card => {
    const column = tops.indexOf(Math.min(...tops))
    const y = tops[column]!
    tops[column] = y + card.height + GAP
    return { card, x: column * (CARD + GAP), y }
  })
  return {
    height: Math.max(...tops) - GAP,
    draw: (x, y) => [head.draw(x, y), ...placed.map(each => each.card.draw(x + each.x, y + each.y))].join(''),
  }
}
