import { describe, expectTypeOf, it } from 'vitest'
import { changeKeys, defineMigration } from '../../../src/migrate/index.js'
import { Before, Moved, Note, Person } from './models.js'

describe('a migration', () => {
  it('gets an old item, and gives what create takes', () => {
    defineMigration({
      name: 'typed',
      from: Before,
      to: Person,
      transform: item => {
        expectTypeOf(item).toEqualTypeOf<{ team: string; id: string; name: string; note?: string | undefined }>()
        const { name, ...rest } = item
        return { ...rest, first: name, last: name }
      },
    })
  })

  it('refuses a new item that lacks something', () => {
    defineMigration({
      name: 'lacking',
      from: Before,
      to: Person,
      // @ts-expect-error Property 'last' is missing
      transform: ({ name, ...rest }) => ({ ...rest, first: name }),
    })
  })

  it('refuses to forget a return', () => {
    defineMigration({
      name: 'forgetful',
      from: Before,
      to: Person,
      // @ts-expect-error Type 'void' is not assignable to type
      transform: () => {},
    })
  })

  it('tags new items of several entities', () => {
    defineMigration({
      name: 'tagged',
      from: Before,
      to: { people: Moved, notes: Note },
      transform: ({ team, id, name }) => [
        { people: { team, id, first: name, last: name } },
        { notes: { team, id, text: name } },
      ],
    })
    defineMigration({
      name: 'mistagged',
      from: Before,
      to: { people: Moved, notes: Note },
      // @ts-expect-error 'others' does not exist in type
      transform: ({ team, id, name }) => [{ others: { team, id, text: name } }],
    })
  })

  it('looks other items up, typed', () => {
    defineMigration({
      name: 'looking',
      from: Before,
      transform: async (item, { get, query, untouched }) => {
        const other = await get(Note, { team: item.team, id: item.id })
        expectTypeOf(other).toEqualTypeOf<{ team: string; id: string; text: string } | undefined>()
        const [first] = await query(Note, { team: item.team }).all()
        expectTypeOf(first?.text).toEqualTypeOf<string | undefined>()
        return untouched
      },
    })
  })

  it('changes keys where items stay what they are', () => {
    changeKeys({ from: Person, to: Moved })
    // @ts-expect-error its items are not what to takes
    changeKeys({ from: Before, to: Moved })
  })
})
