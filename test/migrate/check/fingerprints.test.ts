import { expect, it } from 'vitest'
import { Fingerprints } from '../../../src/migrate/check/fingerprints.js'

const of = (...texts: readonly string[]) => {
  const fingerprints = new Fingerprints()
  for (const text of texts) fingerprints.add(text)
  return fingerprints.sort()
}

it('knows what was added, and nothing else', () => {
  const texts = Array.from({ length: 5000 }, (_, index) => `user#${index}`)
  const all = of(...texts)
  expect(all.length).toBe(5000)
  expect(texts.every(text => all.has(text))).toBe(true)
  expect(texts.some(text => all.has(`${text} `))).toBe(false)
  expect(of().has('')).toBe(false)
})

it('tells what is there more than once', () => {
  const twice = of('a', 'b', 'a', 'c', 'c', 'c').repeated()
  expect(['a', 'b', 'c'].filter(text => twice.has(text))).toEqual(['a', 'c'])
})

it('tells what is not in another', () => {
  const rest = of('a', 'b', 'c', 'd').without(of('b', 'd', 'e'))
  expect(['a', 'b', 'c', 'd', 'e'].filter(text => rest.has(text))).toEqual(['a', 'c'])
  expect(of('a').without(of()).length).toBe(1)
  expect(of().without(of('a')).length).toBe(0)
})

it('has another hash for each of many texts that are much alike', () => {
  const many = new Fingerprints()
  for (let index = 0; index < 300_000; index++) many.add(`unique#User#email#${index}@example.com`)
  for (let code = 0; code < 65_536; code++) many.add(String.fromCharCode(code))
  for (let length = 0; length < 2000; length++) many.add('\0'.repeat(length))
  // '\0' alone is there twice.
  expect(many.sort().repeated().length).toBe(1)
})
