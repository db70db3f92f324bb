import type { DiagramModel, EntityBox, MemberBox, PartitionBox, ViewBox } from '../diagram-model.js'
import { box, codeLines, cut, framed, LINE, line, type Piece, stacked, templateLines, text } from './pieces.js'
import { colourOf } from './theme.js'

const PADDING = 16

/** An entity: its name, its keys with their templates, and how it is told. */
export function entityCard({ name, calledAs, keys, facts }: EntityBox, at: number, width: number): Piece {
  const inside = width - 2 * PADDING
  const head: Piece = {
    height: 26,
    draw: (x, y) =>
      box(x, y + 2, 4, 15, 2, colourOf(at)) +
      text(x + 12, y + 15, 'name ink', cut(name, 'name', inside - 12, 15)) +
      (name.length * 9 + calledAs.length * 7 + 60 < inside
        ? text(x + inside, y + 15, 'mono small muted', `db.${calledAs}`, ' text-anchor="end"')
        : ''),
  }
  const label = Math.min(110, 12 + Math.max(7, ...keys.map(({ attribute }) => attribute.length)) * 7.1)
  const rows = keys.map(({ attribute, template, primary }) => {
    const value = stacked(templateLines(template, inside - label))
    return row(line(attribute, `mono small ${primary ? 'ink' : 'muted'}`, LINE, label, 12.4), value, label)
  })
  const known = facts.map(([fact, value]) =>
    row(line(fact, 'label muted', LINE, label, 12), line(value, 'label ink', LINE, inside - label, 12), label),
  )
  return framed(stacked([head, stacked(rows, 1), spacer(8), stacked(known)]), width, 'card edge', PADDING, 10)
}

const row = (label: Piece, value: Piece, at: number): Piece => ({
  height: Math.max(label.height, value.height),
  draw: (x, y) => label.draw(x, y) + value.draw(x + at, y),
})

const spacer = (height: number): Piece => ({ height, draw: () => '' })

/** The table or an index: each kind of partition, with its members in the order in which they are sorted. */
export function viewCard({ entities }: DiagramModel, view: ViewBox, width: number): Piece {
  const { name, kind, key, holds, partitions } = view
  const inside = width - 2 * PADDING
  const head = stacked([
    line(kind === 'table' ? `Table ${name}` : name, 'name ink', 22, inside, 15),
    line([kind === 'table' ? 'primary key' : kind, holds].filter(Boolean).join(', '), 'label muted', 18, inside, 12),
    ...codeLines(key.join(' · '), inside),
  ])
  const inner = partitions.map(partition => partitionBox(partition, entities, inside))
  const empty = line('No entity has an access pattern on it.', 'label muted', 20, inside, 12)
  return framed(stacked([head, ...(inner.length > 0 ? inner : [empty])], 10), width, 'card edge', PADDING, 10)
}

function partitionBox({ template, members }: PartitionBox, entities: readonly EntityBox[], width: number): Piece {
  const inside = width - 24
  const sorted = members.some(({ sort }) => sort !== undefined)
  const indent = sorted ? 22 : 8
  const rows = stacked(
    members.map(member => memberRow(member, entities, inside - indent)),
    8,
  )
  const arrowed: Piece = {
    height: rows.height,
    draw: (x, y) => (sorted ? arrow(x + 6, y + 2, rows.height - 6) : '') + rows.draw(x + indent, y),
  }
  return framed(stacked([stacked(templateLines(template, inside)), arrowed], 8), width, 'inner edge', 12, 8)
}

function memberRow({ entity, sort, pattern }: MemberBox, entities: readonly EntityBox[], width: number): Piece {
  const { name } = entities[entity]!
  const lines = sort === undefined ? [] : templateLines(sort, width - 14)
  const title = pattern === undefined ? name : `${name} · ${pattern}`
  const content = stacked([line(title, 'strong ink', 18, width - 14, 12.5), ...lines])
  return {
    height: content.height,
    draw: (x, y) => box(x, y + 2, 4, content.height - 4, 2, colourOf(entity)) + content.draw(x + 14, y),
  }
}

/** The order of a partition's items: from its first sort key down to its last. */
const arrow = (x: number, y: number, length: number) =>
  `<path d="M${x} ${y}v${length}m-3.5 -4.5l3.5 4.5l3.5 -4.5" class="arrow" fill="none" stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round"/>`

/** The access patterns of an entity: each call, and what it gives. */
export function patternsCard({ name, patterns }: EntityBox, at: number, width: number): Piece {
  const inside = width - 2 * PADDING
  const head: Piece = {
    height: 22,
    draw: (x, y) =>
      box(x, y + 1, 4, 15, 2, colourOf(at)) + text(x + 12, y + 14, 'name ink', cut(name, 'name', inside - 12, 15)),
  }
  const rows = patterns.map(({ call, gives, index, order }) => {
    const where = index === undefined ? 'from the table' : `from ${index}`
    const sorted = order.length > 0 ? `, by ${order.join(', ')}` : ''
    return stacked([...codeLines(call, inside), line(`${gives}, ${where}${sorted}`, 'label muted', 18, inside, 12)])
  })
  return framed(stacked([head, ...rows], 8), width, 'card edge', PADDING, 10)
}
