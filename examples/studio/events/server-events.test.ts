import { expect, it } from 'vitest'
import { describeSource } from './server-events.ts'

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
