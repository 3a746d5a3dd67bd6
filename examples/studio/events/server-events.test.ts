import { expect, it } from 'vitest'
import { describeSource, parseSchema } from './server-events.ts'

it.each([
  ['', { schema: null }],
  ['  \n', { schema: null }],
  ['{"type": "object"}', { schema: { type: 'object' } }],
  ['[1]', undefined],
  ['null', undefined],
  ['{"type"', undefined],
])('reads the schema %j of the form', (text, result) => {
  expect(parseSchema(text)).toEqual(result)
})

it('names the place of a watch', () => {
  expect(describeSource({ source: { kind: 'folder', path: 'orders/new' } })).toBe('/orders/new')
  expect(
    describeSource({
      source: { kind: 's3', url: 'https://s3.example.com/data', prefix: 'in/', region: '', secret: '' },
    }),
  ).toBe('https://s3.example.com/data/in/')
  expect(describeSource({ source: { kind: 'folder', path: 'orders', recursive: true } })).toBe('/orders/**')
  expect(describeSource({ source: { kind: 'folder', path: '', recursive: true } })).toBe('/**')
})
