import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { readPath } from '../../src/expression/attribute-path.js'
import { createItemModel } from '../../src/schema/item-model.js'
import { agentModel } from './agent-model.js'

describe('readPath', () => {
  test.each([
    ['name', ['name']],
    ['capability.domain', ['capability', 'domain']],
    ['capability.skills[0].name', ['capability', 'skills', 0, 'name']],
    ['matrix[10][2]', ['matrix', 10, 2]],
    ['labels.any', ['labels', 'any']],
    ['shape.at.x', ['shape', 'at', 'x']],
    ['a.b', ['a.b']],
    ['a.b.c', ['a.b', 'c']],
    ['a.b.d[0]', ['a.b', 'd[0]']],
    ['free.x[0].y', ['free', 'x', 0, 'y']],
    ['constructor', ['constructor']],
    ['valueOf.toString', ['valueOf', 'toString']],
  ])('%s', (text, path) => {
    expect(readPath(agentModel, text)).toEqual(path)
  })

  test.each([
    '',
    'nope',
    'name.x',
    'name[0]',
    'capability.',
    '.name',
    'capability..domain',
    'steps[',
    'steps[x]',
    'steps[-1]',
    'steps[01]',
    'steps[0]x',
    'steps.0',
    'pair[2]',
    'labels[0]',
    'reversed.tail',
    'toString',
    'capability.constructor',
    'labels.',
    'free.',
    'free.a\ud800',
  ])("refuses '%s'", text => {
    expect(() => readPath(agentModel, text)).toThrow(`'${text}' is not an attribute of the schema.`)
  })

  test('takes the shortest name of those with a meaning', () => {
    const schema = z.object({ a: z.object({ b: z.string() }), 'a.b': z.object({ c: z.string() }) })
    const model = createItemModel('Dotted', schema, {})
    expect(readPath(model, 'a.b')).toEqual(['a', 'b'])
    expect(readPath(model, 'a.b.c')).toEqual(['a.b', 'c'])
  })
})
