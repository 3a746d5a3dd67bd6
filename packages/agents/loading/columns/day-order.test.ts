import { describe, expect, it } from 'vitest'
import { orderBySequence } from './day-order.ts'

/** Dates from their two first numbers and the year. */
const of = (...dates: [number, number, number][]) =>
  orderBySequence(dates.map(([one, other, year]) => ({ pair: [one, other], year })))
const from = (count: number, date: (index: number) => [number, number, number]) =>
  of(...Array.from({ length: count }, (_, index) => date(index)))

describe('orderBySequence', () => {
  it('reads days in a row', () => {
    expect(from(10, (index) => [index + 1, 7, 2020])).toBe('day first')
    expect(from(10, (index) => [7, index + 1, 2020])).toBe('month first')
  })

  it('reads the first of every month over several years, also with several rows a month', () => {
    expect(from(30, (index) => [1, (index % 12) + 1, 2018 + Math.floor(index / 12)])).toBe('day first')
    expect(from(30, (index) => [(index % 12) + 1, 1, 2018 + Math.floor(index / 12)])).toBe('month first')
    expect(from(48, (index) => [1, (Math.floor(index / 2) % 12) + 1, 2018 + Math.floor(index / 24)])).toBe('day first')
  })

  it('reads what runs on without a step back', () => {
    expect(of([5, 1, 2020], [9, 1, 2020], [2, 3, 2020], [11, 4, 2020], [3, 6, 2020], [1, 9, 2020])).toBe('day first')
    expect(of([9, 1, 2021], [6, 3, 2021], [4, 11, 2021], [3, 2, 2021], [1, 9, 2021], [1, 5, 2021])).toBe('month first')
  })

  it('says nothing where both would do, or neither, or there are few', () => {
    expect(from(10, (index) => [1, index + 1, 2020])).toBeUndefined()
    expect(of([5, 1, 2020], [1, 9, 2019], [2, 3, 2022], [11, 4, 2010], [3, 6, 2020], [9, 9, 2001])).toBeUndefined()
    expect(of([1, 7, 2020], [2, 7, 2020], [3, 7, 2020])).toBeUndefined()
    expect(from(8, () => [3, 4, 2020])).toBeUndefined()
  })
})
