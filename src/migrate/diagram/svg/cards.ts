import type { DiagramModel, EntityBox, MemberBox, PartitionBox, ViewBox } from '../diagram-model.js'
import { box, codeLines, framed, line, type Piece, spacer, stacked, templateLines } from './pieces.js'
import { colourOf } from './theme.js'

/** How wide a card is. */
export const CARD = 360
const PADDING = 14
const INSIDE = CARD - 2 * PADDING

/** What of a model is in a picture, beside what is stored together and in which order. */
export interface CardDetails {
  /** The call for each access pattern. */
  readonly calls: boolean
}

/** The cards of the table or an index: one for each item collection. */
export function viewCards({ entities }: DiagramModel, view: ViewBox, details: CardDetails): readonly Piece[] {
  if (view.partitions.length === 0) return [framedCard(emptyCard)]
  // Where one stands below another, the large ones first: so the columns end at about the same height.
  const partitions = view.partitions.toSorted((a, b) => b.members.length - a.members.length)
  return partitions.map(partition => framedCard(collection(partition, view, entities, details)))
}

const framedCard = (piece: Piece): Piece => framed(piece, CARD, 'card edge', PADDING, 10)

const emptyCard = line('No entity has an access pattern on it.', 'label muted', 20, INSIDE, 12)

/** The items of a partition: the template of its key, and its members in the order in which they are sorted. */
function collection(
  { template, members }: PartitionBox,
  view: ViewBox,
  entities: readonly EntityBox[],
  details: CardDetails,
): Piece {
  const sorted = members.some(({ sort }) => sort !== undefined)
  const indent = sorted ? 20 : 0
  const rows = stacked(
    members.map(member => memberRow(member, entities[member.entity]!, view, INSIDE - indent, details)),
    10,
  )
  const arrowed: Piece = {
    height: rows.height,
    draw: (x, y) => (sorted ? arrow(x + 5, y + 2, rows.height - 6) : '') + rows.draw(x + indent, y),
  }
  return stacked([stacked(templateLines(template, INSIDE)), arrowed], 8)
}

function memberRow(
  { entity, sort, pattern }: MemberBox,
  { name, facts, patterns }: EntityBox,
  view: ViewBox,
  width: number,
  { calls }: CardDetails,
): Piece {
  const inside = width - 14
  const isTable = view.kind === 'table'
  const title = pattern === undefined ? name : `${name} · ${pattern}`
  // That an item says itself what it is called is what everybody takes for granted.
  const notable = facts.filter(([fact, value]) => fact !== 'told by' || value !== `entity = ${name}`)
  const known = notable.map(([fact, value]) => `${fact} ${value}`).join(' · ')
  const ways = patterns.filter(({ index }) => (isTable ? index === undefined : index === view.name))
  const content = stacked([
    line(title, 'strong ink', 18, inside, 12.5),
    ...(sort === undefined ? [] : templateLines(sort, inside)),
    ...(isTable && known !== '' ? [line(known, 'label muted', 17, inside, 12)] : []),
    ...(calls && ways.length > 0 ? [spacer(2), ...ways.flatMap(({ call }) => codeLines(call, inside, 'call'))] : []),
  ])
  return {
    height: content.height,
    draw: (x, y) => box(x, y + 2, 4, content.height - 4, 2, colourOf(entity)) + content.draw(x + 14, y),
  }
}

/** The order of a partition's items: from its first sort key down to its last. */
const arrow = (x: number, y: number, length: number) =>
  `<path d="M${x} ${y}v${length}m-3.5 -4.5l3.5 4.5l3.5 -4.5" class="arrow" fill="none" stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round"/>`
