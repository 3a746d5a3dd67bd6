import { describe, expect, it } from 'vitest'
import { testPage } from '../test-session.ts'
import { valueShares } from './value-shares.ts'

const columns = [
  { name: 'name', type: 'VARCHAR' },
  { name: 'value', type: 'DOUBLE' },
]

describe('how values are spread', () => {
  it('counts the first column of numbers in ten steps', () => {
    expect(valueShares(testPage(columns, 100, 0, 100), columns)).toEqual(Array.from({ length: 10 }, () => 1))
  })

  it('counts the most frequent values where there are no numbers, and nulls for nothing', () => {
    const text = [{ name: 'name', type: 'VARCHAR' }]
    expect(valueShares(testPage(text, 100, 0, 100), text)).toEqual(Array.from({ length: 8 }, () => 1))
    expect(valueShares(testPage(text, 0, 0, 100), text)).toBe(undefined)
  })
})
