import { describe, expect, test } from 'vitest'
import { createRefs, operandOf, placeOf, standFor } from '../../src/expression/refs.js'
import { agent, operators } from './agent-model.js'

describe('references', () => {
  test('record the path', () => {
    expect(operandOf(agent.capability.skills[0].name)).toEqual({
      kind: 'attribute',
      segments: ['capability', 'skills', '0', 'name'],
    })
  })

  test.each([
    'then',
    '__proto__',
    'constructor',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'kind',
    'segments',
    'node',
    '',
  ])("take '%s' for an attribute like any other", name => {
    const refs = createRefs<Record<string, Record<string, string>>>()
    expect(operandOf(refs[name])).toEqual({ kind: 'attribute', segments: [name] })
    expect(operandOf(refs[name]?.[name])).toEqual({ kind: 'attribute', segments: [name, name] })
  })

  test('are no values: they can be neither changed nor turned into text', () => {
    expect(() => Object.assign(agent, { name: 1 })).toThrow(TypeError)
    expect(() => `${agent.name}`).toThrow(TypeError)
    expect(Object.keys(agent.name)).toEqual([])
    expect(Object.getPrototypeOf(agent.name)).toBeNull()
  })
})

describe('what operators are given', () => {
  test("a user's value is never taken for a node, whatever it looks like", () => {
    const forged = JSON.parse('{"kind":"attribute","segments":["name"],"monotable":{"kind":"size"}}')
    expect(operandOf(forged)).toEqual({ kind: 'value', value: forged })
    expect(operators.eq(agent.free, forged)).toMatchObject({ operands: [{}, { kind: 'value', value: forged }] })
    expect(() => placeOf('eq', forged)).toThrow('its first argument must be an attribute')
  })

  test('only what stands for a place is one', () => {
    expect(placeOf('eq', agent.name)).toEqual({ kind: 'attribute', segments: ['name'] })
    expect(() => placeOf('eq', standFor({ kind: 'plus' }))).toThrow(
      "The value for 'eq' does not fit: its first argument must be an attribute of the item.",
    )
    expect(() => placeOf('eq', undefined)).toThrow(expect.objectContaining({ code: 'expression.invalidValue' }))
    expect(() => operators.exists(operators.size(agent.tags) as never)).toThrow('its first argument must be')
  })
})
