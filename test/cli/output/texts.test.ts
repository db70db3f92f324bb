import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { duration } from '../../../src/cli/output/duration.js'
import { jsonText } from '../../../src/cli/output/json-text.js'
import { lineChanges } from '../../../src/cli/output/line-changes.js'
import { createProgress } from '../../../src/cli/output/progress.js'
import { progressBar, progressLine } from '../../../src/cli/output/progress-text.js'
import { createScreen } from '../../../src/cli/output/screen.js'
import { createStyle, isCapable, isColoured } from '../../../src/cli/output/style.js'
import { counted, textTable } from '../../../src/cli/output/text-table.js'

const plain = createStyle(false)

it('tables are aligned, numbers to the right, colours not counted', () => {
  const red = createStyle(true).bad('stale')
  expect(
    textTable(
      [
        [red, 12, 'x'],
        ['sound', 123_456],
      ],
      ['what', 'items'],
    ),
  ).toBe([`what     items`, `${red}       12  x`, `sound  123,456`].join('\n'))
  expect(textTable([])).toBe('')
  expect([counted(1, 'index', 'indexes'), counted(2000, 'item')]).toEqual(['1 index', '2,000 items'])
})

it('durations', () => {
  expect([0, 59.4, 60, 200, 3600, 7500].map(duration)).toEqual([
    '0 s',
    '59 s',
    '1 min',
    '3 min 20 s',
    '1 h',
    '2 h 5 min',
  ])
})

it('colour is for terminals that can and people who want it', () => {
  const at = (isTerminal: boolean, refused: boolean, env: Record<string, string>) =>
    isColoured({ isTerminal, refused, env })
  const term = { TERM: 'xterm' }
  expect([at(true, false, term), at(false, false, term), at(true, true, term)]).toEqual([true, false, false])
  expect([at(true, false, { NO_COLOR: '1', ...term }), at(true, false, { TERM: 'dumb' })]).toEqual([false, false])
  expect([at(false, false, { FORCE_COLOR: '1' }), at(true, false, { FORCE_COLOR: '0' })]).toEqual([true, false])
  expect(at(true, false, { FORCE_COLOR: 'false', ...term })).toBe(false)
  // A terminal that does not say what it is may know no escape sequences; but Windows names none.
  expect([isCapable({}, 'linux'), isCapable({}, 'win32')]).toEqual([false, true])
})

it('JSON has what items are made of', () => {
  const value = { set: new Set([1]), map: new Map([['a', 1n]]), bytes: new Uint8Array([1, 2]) }
  expect(JSON.parse(jsonText(value))).toEqual({ set: [1], map: { a: '1' }, bytes: 'AQI=' })
})

describe('changes of lines', () => {
  it('have some lines around them', () => {
    const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].join('\n')
    const after = before.replace('b', 'B').replace('i\n', '')
    expect(lineChanges(before, after)).toBe('  a\n- b\n+ B\n  c\n  d\n  …\n  g\n  h\n- i\n  j')
  })

  it('make of one text the other', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 }).map(lines => lines.join('\n'))
    const side = (changes: string, mark: string) =>
      changes.split('\n').flatMap(line => (line.startsWith(mark) ? [line.slice(2)] : []))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes = lineChanges(before, after)
        const removed = side(changes, '-')
        const added = side(changes, '+')
        const left = before.split('\n')
        for (const line of removed) left.splice(left.indexOf(line), 1)
        expect([...left, ...added].sort()).toEqual(after.split('\n').sort())
        if (before === after) expect(changes).toBe('')
      }),
    )
  })
})

describe('progress', () => {
  const state = { label: 'Reading app', done: 250, total: 1000, rate: 50, note: '3 changed' }

  it('is a bar, or a line of a log', () => {
    expect(progressBar(state, plain, 100)).toBe(
      `Reading app  ${'━'.repeat(6)}${'─'.repeat(18)}  250 of 1,000 (25 %)  50/s  15 s left  3 changed`,
    )
    expect(progressLine(state)).toBe('Reading app: 250 of 1,000 (25 %), 50/s, 15 s left, 3 changed')
  })

  it('knows no share where there are more than DynamoDB knew of, or it knew of none', () => {
    expect(progressLine({ label: 'Reading', done: 12, total: 10 })).toBe('Reading: 12')
    expect(progressLine({ label: 'Reading', done: 0, total: 0 })).toBe('Reading: 0')
  })

  const shown = (isTerminal: boolean, columns = 80) => {
    let time = 0
    let text = ''
    const write = (part: string) => {
      text += part
    }
    const screen = createScreen({ columns, write }, isTerminal)
    const progress = createProgress('Reading', { screen, style: plain, now: () => time })
    for (let done = 0; done <= 1200; done += 100) {
      progress.update({ done, total: 1200 })
      time += 1000
    }
    progress.end()
    return text
  }

  it('is drawn again and taken away in a terminal, and never wraps', () => {
    const lines = shown(true, 40).split('\r\u001b[2K')
    expect(lines).toHaveLength(15)
    expect(lines.at(-1)).toBe('')
    expect(Math.max(...lines.map(line => line.length))).toBeLessThan(40)
    // Where there is little room, how far it is and how long it takes are what is left; no figure is cut.
    expect(lines.at(-3)).toBe('1,100 of 1,200 (91 %)  100/s  1 s left')
  })

  it('leaves out what there is no room for: the note, the bar, the label', () => {
    const figures = '250 of 1,000 (25 %)  50/s  15 s left'
    expect([80, 70, 50, 40, 32, 24, 8].map(columns => progressBar(state, plain, columns))).toEqual([
      `Reading app  ${'━'.repeat(6)}${'─'.repeat(18)}  ${figures}`,
      `Reading app  ━━──────  ${figures}`,
      `Reading app  ${figures}`,
      figures,
      '250 of 1,000 (25 %)  50/s',
      '250 of 1,000 (25 %)',
      '250 of …',
    ])
  })

  it('makes way for what is said', () => {
    let text = ''
    const screen = createScreen({ write: part => (text += part) }, true)
    screen.draw('half way')
    screen.say('Stopping')
    screen.clear()
    expect(text).toBe('\r\u001b[2Khalf way\r\u001b[2KStopping\n')
  })

  it('is a line each five seconds elsewhere', () => {
    expect(shown(false)).toBe(
      'Reading: 500 of 1,200 (41 %), 100/s, 7 s left\nReading: 1,000 of 1,200 (83 %), 100/s, 2 s left\n',
    )
  })
})
