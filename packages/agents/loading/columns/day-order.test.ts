import { describe, expect, it } from 'vitest'
import { inferOrderFromSequence } from './day-order.ts'

/** Infers the order of dates given as two numbers and a year. */
const of = (...dates: [number, number, number][]) =>
  inferOrderFromSequence(dates.map(([first, second, year]) => ({ pair: [first, second], year })))
const from = (count: number, date: (index: number) => [number, number, number]) =>
  of(...Array.from({ length: count }, (_, index) => date(index)))

describe('inferOrderFromSequence', () => {
  it('detects consecutive days', () => {
    expect(from(10, (index) => [index + 1, 7, 2020])).toBe('day first')
    expect(from(10, (index) => [7, index + 1, 2020])).toBe('month first')
  })

  it('detects the first of each month over several years, with one or more rows per month', () => {
    expect(from(30, (index) => [1, (index % 12) + 1, 2018 + Math.floor(index / 12)])).toBe('day first')
    expect(from(30, (index) => [(index % 12) + 1, 1, 2018 + Math.floor(index / 12)])).toBe('month first')
    expect(from(48, (index) => [1, (Math.floor(index / 2) % 12) + 1, 2018 + Math.floor(index / 24)])).toBe('day first')
  })

  it('detects sorted dates', () => {
    expect(of([5, 1, 2020], [9, 1, 2020], [2, 3, 2020], [11, 4, 2020], [3, 6, 2020], [1, 9, 2020])).toBe('day first')
    expect(of([9, 1, 2021], [6, 3, 2021], [4, 11, 2021], [3, 2, 2021], [1, 9, 2021], [1, 5, 2021])).toBe('month first')
  })

  it('returns undefined if both orders or neither are possible, or for few dates', () => {
    expect(from(10, (index) => [1, index + 1, 2020])).toBeUndefined()
    expect(of([5, 1, 2020], [1, 9, 2019], [2, 3, 2022], [11, 4, 2010], [3, 6, 2020], [9, 9, 2001])).toBeUndefined()
    expect(of([1, 7, 2020], [2, 7, 2020], [3, 7, 2020])).toBeUndefined()
    expect(from(8, () => [3, 4, 2020])).toBeUndefined()
  })
})
