import { escapeXml } from '../escape.js'

/** A part of a picture: how high it is, and what draws it at a place. */
export interface Piece {
  readonly height: number
  readonly draw: (x: number, y: number) => string
}

/** A stretch of code: text that stands as it is, or a placeholder. */
interface Stretch {
  readonly text: string
  readonly placeholder: boolean
}

/** How wide a character of code is, at its 12.5 pixels. Fonts differ by little, and none of the usual ones is wider. */
const CODE_WIDTH = 7.55
/** The same of small code, at its 11.5 pixels. */
const SMALL_CODE_WIDTH = 6.95
/** How far apart lines of code are, and those of small code. */
const LINE = 18
const SMALL_LINE = 16

export const text = (x: number, y: number, classes: string, content: string, more = ''): string =>
  `<text x="${round(x)}" y="${round(y)}" class="${classes}"${more}>${escapeXml(content)}</text>`

export const box = (x: number, y: number, width: number, height: number, radius: number, classes: string): string =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${radius}" class="${classes}"/>`

const round = (length: number) => Math.round(length * 100) / 100

/** A key template as lines of code that are so wide at most, its placeholders told from its text. */
export function templateLines(template: string, width: number): readonly Piece[] {
  const stretches = template
    .split(/(<[^<>]*>)/)
    .filter(part => part !== '')
    .map(part => ({ text: part, placeholder: part.startsWith('<') }))
  return wrapped(stretches, Math.max(8, Math.floor(width / CODE_WIDTH))).map(line => codeLine(line))
}

/** Other code as lines, in the smaller letters of what is no template. */
export const codeLines = (code: string, width: number, classes: string): readonly Piece[] =>
  wrapped([{ text: code, placeholder: false }], Math.max(8, Math.floor(width / SMALL_CODE_WIDTH))).map(line => ({
    height: SMALL_LINE,
    draw: (x, y) => text(x, y + 11, `mono small ${classes}`, line.map(stretch => stretch.text).join('')),
  }))

const codeLine = (line: readonly Stretch[]): Piece => ({
  height: LINE,
  draw: (x, y) => {
    const spans = line.map(
      ({ text, placeholder }) => `<tspan class="${placeholder ? 'placeholder' : 'literal'}">${escapeXml(text)}</tspan>`,
    )
    return `<text x="${round(x)}" y="${round(y + 13)}" class="mono code">${spans.join('')}</text>`
  },
})

/** Breaks code into lines of so many characters at most: behind a character that parts words, where there is one. */
function wrapped(stretches: readonly Stretch[], most: number): readonly (readonly Stretch[])[] {
  const characters = stretches.flatMap(({ text, placeholder }) =>
    Array.from(text, each => ({ text: each, placeholder })),
  )
  const lines: (readonly Stretch[])[] = []
  for (let start = 0; start < characters.length; ) {
    let end = Math.min(start + most, characters.length)
    if (end < characters.length) {
      const half = start + Math.floor(most / 2)
      // What closes a call stays with what it closes.
      const soft = characters
        .slice(half, end)
        .findLastIndex(
          ({ text }, at) => /[^\p{L}\p{N}<]/u.test(text) && !/[\s)}]/.test(characters[half + at + 1]!.text),
        )
      if (soft >= 0) end = half + soft + 1
    }
    lines.push(merged(characters.slice(start, Math.max(end, start + 1))))
    start = Math.max(end, start + 1)
  }
  return lines
}

/** Neighbours of one kind as one. */
function merged(line: readonly Stretch[]): readonly Stretch[] {
  const done: Stretch[] = []
  for (const next of line) {
    const last = done.at(-1)
    if (last?.placeholder === next.placeholder) done[done.length - 1] = { ...next, text: last.text + next.text }
    else done.push(next)
  }
  return done
}

/** Pieces below one another. */
export const stacked = (pieces: readonly Piece[], gap = 0): Piece => ({
  height: heightOf(pieces, gap),
  draw: (x, y) => {
    let top = y
    return pieces
      .map(piece => {
        const drawn = piece.draw(x, top)
        top += piece.height + gap
        return drawn
      })
      .join('')
  },
})

const heightOf = (pieces: readonly Piece[], gap: number) =>
  pieces.reduce((sum, { height }) => sum + height, 0) + gap * Math.max(0, pieces.length - 1)

/** A piece in a frame with room around it. */
export const framed = (piece: Piece, width: number, classes: string, padding: number, radius: number): Piece => ({
  height: piece.height + 2 * padding,
  draw: (x, y) => box(x, y, width, piece.height + 2 * padding, radius, classes) + piece.draw(x + padding, y + padding),
})

/** Room between pieces. */
export const spacer = (height: number): Piece => ({ height, draw: () => '' })

/** A line of text, cut where it would be wider than this. */
export const line = (content: string, classes: string, height: number, width: number, size: number): Piece => ({
  height,
  draw: (x, y) => text(x, y + height - 5, classes, cut(content, classes, width, size)),
})

/** A text without what does not fit, as far as that can be told without its font. */
export function cut(content: string, classes: string, width: number, size: number): string {
  const share = /strong/.test(classes) ? 0.72 : /name/.test(classes) ? 0.66 : /mono/.test(classes) ? 0.61 : 0.57
  const most = Math.max(4, Math.floor(width / (size * share)))
  const characters = Array.from(content)
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : content
}
