import { describe, expect, it } from 'vitest'
import { createDatabase } from '../../../src/index.js'
import { settleDefinitions } from '../../../src/migrate/definitions.js'
import { diagramModel } from '../../../src/migrate/diagram/diagram-model.js'
import { type DiagramFormat, diagram } from '../../../src/migrate/index.js'
import { library } from '../check/library.js'
import { Awkward, Log, Long, many, Single } from './models.js'

const formats: readonly DiagramFormat[] = ['svg', 'html', 'mermaid', 'markdown']
const model = diagramModel(settleDefinitions(library))

describe('the model', () => {
  it('has the item collections of the table and of each index, in the order of their sort keys', () => {
    expect(model.views).toEqual([
      {
        name: 'library',
        kind: 'table',
        key: ['pk', 'sk'],
        holds: undefined,
        partitions: [
          {
            template: 'reader#<id>',
            members: [
              { entity: 2, sort: 'loan#<isbn>', pattern: undefined },
              { entity: 0, sort: 'reader', pattern: undefined },
            ],
          },
          { template: 'book#<isbn>', members: [{ entity: 1, sort: 'copy#<copy:pad(4)>', pattern: undefined }] },
        ],
      },
      {
        name: 'gsi1',
        kind: 'global index',
        key: ['gsi1pk', 'gsi1sk'],
        holds: 'all attributes',
        partitions: [{ template: 'author#<author>', members: [{ entity: 1, sort: '<title>', pattern: 'byAuthor' }] }],
      },
      {
        name: 'gsi2',
        kind: 'global index',
        key: ['gsi2pk'],
        holds: 'all attributes',
        partitions: [
          { template: 'language#<language>', members: [{ entity: 1, sort: undefined, pattern: 'byLanguage' }] },
        ],
      },
      {
        name: 'byShelf',
        kind: 'global index',
        key: ['shelf', 'place (number)'],
        holds: 'all attributes',
        partitions: [],
      },
    ])
  })

  it('has keys, what is to be known, attributes and calls of each entity', () => {
    expect(model.entities[1]).toMatchObject({ name: 'Book', calledAs: 'books' })
    expect(model.entities[1]!.keys.map(({ attribute, template }) => `${attribute} ${template}`)).toEqual([
      'pk book#<isbn>',
      'sk copy#<copy:pad(4)>',
      'gsi1pk author#<author>',
      'gsi1sk <title>',
      'gsi2pk language#<language>',
    ])
    expect(model.entities.flatMap(({ facts }) => facts.map(fact => fact.join(' ')))).toEqual([
      'told by entity = Reader',
      'unique email, card',
      'version version',
      'told by entity = Book, also book',
      'told by entity = Loan',
      'expires until (ttl)',
      'schema version 2',
    ])
    expect(model.entities[1]!.patterns).toEqual([
      { call: 'db.books.get({ isbn, copy })', gives: 'one Book', index: undefined, order: [] },
      { call: 'db.books.query({ isbn })', gives: 'Book items of one isbn', index: undefined, order: ['copy'] },
      {
        call: 'db.books.query.byAuthor({ author })',
        gives: 'Book items of one author',
        index: 'gsi1',
        order: ['title'],
      },
      {
        call: 'db.books.query.byLanguage({ language })',
        gives: 'Book items of one language',
        index: 'gsi2',
        order: [],
      },
    ])
  })

  it('of a database has the name of its table, and calls its entities as it does', () => {
    const db = createDatabase({
      client: { send: () => undefined } as never,
      entities: library,
      tableName: 'library-prod',
    })
    expect(diagramModel(settleDefinitions(db))).toEqual({ ...model, title: 'library-prod' })
  })
})

describe('access patterns', () => {
  const callsOf = (entity: Parameters<typeof diagram>[0]) =>
    diagramModel(settleDefinitions(entity)).entities[0]!.patterns.map(({ call, gives, order }) => [
      call,
      gives,
      ...order,
    ])

  it('of one item are a get, and no query', () => {
    expect(callsOf({ users: Single })).toEqual([
      ['db.users.get({ id })', 'one Single'],
      // Somebody has defined this one: that it gives one item is said.
      ['db.users.query.byId({ id })', 'one Single'],
    ])
  })

  it('of a partition are in the order of what differs in it', () => {
    expect(callsOf({ logs: Log })).toEqual([
      ['db.logs.get({ user, at })', 'one Log'],
      ['db.logs.query({ user })', 'Log items of one user', 'at'],
    ])
  })
})

describe('a picture', () => {
  const sizeOf = (svg: string) =>
    (/width="(\d+)" height="(\d+)"/.exec(svg)?.slice(1) ?? []).map(Number) as [number, number]
  /** Each text with where it begins and about where it ends; fonts are not known here. */
  const rightEnds = (svg: string) =>
    Array.from(svg.matchAll(/<text x="([\d.]+)"[^>]* class="([^"]*)">(.*?)<\/text>/g), ([, x, classes, inside]) => {
      const content = unescaped(inside!.replaceAll(/<[^>]*>/g, ''))
      const character = classes!.includes('small')
        ? 6.9
        : classes!.includes('mono')
          ? 7.5
          : classes!.includes('title')
            ? 13
            : 6
      return Number(x) + Array.from(content).length * character
    })

  it('of forty entities is about as high as it is wide, with a card for each kind of partition', () => {
    const entities = many(40)
    const svg = diagram(entities, 'svg')
    const [width, height] = sizeOf(svg)
    expect(height).toBeLessThan(1.2 * width)
    expect(width).toBeLessThan(2400)
    expect(svg.match(/class="card edge"/g)).toHaveLength(8)
    // The page has the same cards, each by itself, so that a browser puts them in as many columns as there is room for.
    expect(diagram(entities, 'html').match(/<svg /g)).toHaveLength(8)
  })

  it.each([1, 2, 3])('of %i is small', count => {
    const [width, height] = sizeOf(diagram(many(count), 'svg'))
    expect(width).toBeLessThan(900)
    expect(height).toBeLessThan(700)
  })

  it.each([
    ['long names', { entity: Long }],
    ['forty entities', many(40)],
    ['awkward names', { 'e-vil': Awkward }],
  ])('has all within its edges: %s', (_, entities) => {
    const svg = diagram(entities, 'svg')
    const [width] = sizeOf(svg)
    expect(Math.max(...rightEnds(svg))).toBeLessThan(width)
  })

  it('breaks code behind what parts words, and never before what closes it', () => {
    const lines = Array.from(
      diagram({ entity: Long }, 'svg').matchAll(/class="mono small call">(.*?)</g),
      ([, line]) => line!,
    )
    expect(lines.length).toBeGreaterThan(4)
    for (const line of lines) expect(line).not.toMatch(/^[\s)}]/)
  })
})

it('Mermaid', () => expect(diagram(library, 'mermaid')).toMatchFileSnapshot('snapshots/library.mermaid.txt'))
it('Markdown', () => expect(diagram(library, 'markdown')).toMatchFileSnapshot('snapshots/library.markdown.txt'))
it('SVG', () => expect(diagram(library, 'svg')).toMatchFileSnapshot('snapshots/library.svg'))

describe('names that would be markup', () => {
  it.each(['svg', 'html'] as const)('are text in %s, which is well-formed', format => {
    const text = diagram({ 'e-vil': Awkward }, format)
    expect(text).not.toMatch(/<script|alert\(1\)</)
    expect(text).not.toContain('\u0007')
    expect(text).toContain('&#60;script&#62;')
    expect(openTags(text)).toEqual([])
  })

  it('are numbers in Mermaid', () => {
    const text = diagram({ 'e-vil': Awkward }, 'mermaid')
    // Within quotes there is nothing that could end them, and no markup but line breaks.
    const quoted = Array.from(text.matchAll(/"([^"]*)"/g), ([, inside]) => inside!)
    expect(quoted.length).toBeGreaterThan(4)
    for (const inside of quoted)
      expect(inside.replaceAll('<br/>', '')).toMatch(/^(?:[\p{L}\p{N} .,:/_()=?·-]|#\d+;)*$/u)
    expect(text.replaceAll(/"[^"]*"/g, '""')).toMatchInlineSnapshot(`
      "flowchart LR
        subgraph v0[""]
          direction TB
          v0p0[""]
        end
        subgraph v1[""]
          direction TB
          v1p0[""]
        end
        e0([""])
        v0p0 -- "" --> e0
        v1p0 -- "" --> e0
      "
    `)
  })

  it('are text in Markdown, and break no row', () => {
    const rows = diagram({ 'e-vil': Awkward }, 'markdown').split('\n').filter(Boolean)
    const cells = rows.map(row => row.replaceAll('\\|', '').split('|').length)
    expect(cells).toEqual([5, 5, 5, 6, 6, 6, 6, 6])
    expect(rows.at(-1)).toContain('`db["e-vil"].query["by region"]({ tenant, region })`')
    // What is in code is text already.
    expect(
      rows
        .join('\n')
        .replaceAll('\\`', '')
        .replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, ''),
    ).not.toMatch(/(?<!\\)<(?!br>)/)
  })
})

describe('every form', () => {
  it.each(formats)('%s shows each key template, index and call', format => {
    const text = unescaped(diagram(library, format).replaceAll(/<\/?(?:tspan|wbr|text)[^>]*>/g, ''))
    for (const shown of ['book#<isbn>', 'copy#<copy:pad(4)>', 'author#<author>', 'gsi2', 'entity = Book'])
      expect(text).toContain(shown)
    if (format !== 'mermaid') expect(text).toContain('db.books.query.byAuthor({ author })')
  })

  it('HTML asks for nothing from elsewhere', () => {
    const text = diagram(library, 'html').replaceAll('http://www.w3.org/2000/svg', '')
    expect(text).not.toMatch(/https?:|url\(|<link|<img|@import|<script/)
  })
})

it.each(formats)('%s is refused for what is no model', format => {
  expect(() => diagram([], format)).toThrow('it has no entities')
})

const unescaped = (text: string) =>
  text.replace(/&?#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))).replaceAll(/\\(?=[<>()#])/g, '')

/** The tags of a document that are not closed, or not in their order. */
function openTags(text: string): readonly string[] {
  const open: string[] = []
  const voids = ['meta', 'wbr', '!doctype']
  for (const [, closing, name, selfClosing] of text.matchAll(/<(\/?)([!\w]+)(?:\s(?:[^"<>]|"[^"<]*")*?)?(\/?)>/g)) {
    if (selfClosing || voids.includes(name!)) continue
    if (closing && open.at(-1) === name) open.pop()
    else open.push(`${closing}${name}`)
  }
  return open
}
