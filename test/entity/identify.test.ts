import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { compiledEntity } from '../../src/entity/compiled-entity.js'
import { identify } from '../../src/entity/identify.js'
import { defineEntity, defineTable } from '../../src/index.js'
import { texts } from '../support/server.js'

const table = defineTable({ name: 'app', partitionKey: 'pk', sortKey: 'sk' })
const schema = z.object({ team: z.string(), id: z.string() })
const define = (
  name: string,
  sortKey: string,
  discriminator?: false | { attribute: string; value: string; aliases?: string[] },
) =>
  compiledEntity(
    defineEntity({
      name,
      table,
      schema,
      key: { partitionKey: 'team#<team>', sortKey: sortKey as 'x#<id>' },
      ...(discriminator !== undefined && { discriminator }),
    }),
  )
const agent = define('Agent', 'agent#<id>')
const audit = define('Audit', 'audit#<id>', false)
const note = define('Note', 'note#<id>', { attribute: 'kind', value: 'text', aliases: ['note'] })
const memo = define('Memo', 'memo#<id>', { attribute: 'kind', value: 'text' })
const all = [agent, audit, note, memo]
const name = (stored: Record<string, string>, entities = all) =>
  identify(entities, texts({ pk: 'team#T', ...stored }))?.name

describe('identify', () => {
  it('goes by the discriminator first', () => {
    expect(name({ sk: 'agent#1', entity: 'Agent' })).toBe('Agent')
    expect(name({ sk: 'audit#1', entity: 'Agent' })).toBe('Agent')
    expect(name({ sk: 'x', kind: 'note' })).toBe('Note')
    expect(name({ sk: 'agent#1', entity: 'Robot' })).toBeUndefined()
  })

  it('goes by the keys where a discriminator is shared, missing, or none is wanted', () => {
    expect(name({ sk: 'memo#1', kind: 'text' })).toBe('Memo')
    expect(name({ sk: 'x', kind: 'text' })).toBeUndefined()
    expect(name({ sk: 'agent#1' })).toBe('Agent')
    expect(name({ sk: 'audit#1', entity: 'Robot', kind: 'other' })).toBe('Audit')
    expect(name({ sk: 'x#1' })).toBeUndefined()
    expect(name({ sk: 'agent#' })).toBeUndefined()
  })

  it('is not certain where several keys match', () => {
    const any = define('Any', '<id>', false)
    expect(name({ sk: 'audit#1' }, [audit, any])).toBeUndefined()
    expect(name({ sk: 'other' }, [audit, any])).toBe('Any')
  })

  it('knows the items of the library', () => {
    const any = define('Any', '<id>', false)
    const sentinel = { ...texts({ pk: 'team#T', sk: 'unique#Agent#name#x' }), uniqueOwner: { M: {} } }
    expect(identify([any], sentinel)).toBeUndefined()
  })
})
