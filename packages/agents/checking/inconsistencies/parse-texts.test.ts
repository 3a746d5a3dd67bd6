import { expect, it } from 'vitest'
import { parseValues } from './inconsistency.ts'

const texts = [
  { text: '1', cellCount: 8 },
  { text: 'x', cellCount: 2 },
  { text: '3', cellCount: 1 },
]
const parse = (text: string): { number: number } | undefined =>
  /^\d$/.test(text) ? { number: Number(text) } : undefined

it('returns the values that can be parsed if these have enough cells', () => {
  expect(parseValues(texts, 9 / 11, parse)).toEqual([
    { text: '1', cellCount: 8, number: 1 },
    { text: '3', cellCount: 1, number: 3 },
  ])
})

it('stops at the value that leaves too few cells', () => {
  const parsed: string[] = []
  const result = parseValues(texts, 0.9, (text) => {
    parsed.push(text)
    return parse(text)
  })
  expect(result).toBeUndefined()
  expect(parsed).toEqual(['1', 'x'])
})
