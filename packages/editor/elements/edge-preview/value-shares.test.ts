import { describe, expect, it } from 'vitest'
import { createTestProfile } from '../../test-profile.ts'
import { findChartColumn, computeBarHeights } from './value-shares.ts'
import { createColumns } from '../../../../test/columns.ts'

const column = (name: string) => createTestProfile().columns.find((one) => one.name === name)!

describe('the distribution of values', () => {
  it('has ten bins for numbers and times, else the most frequent values', () => {
    expect(computeBarHeights(column('order_id'))).toEqual(Array.from({ length: 10 }, () => 1))
    const amounts = computeBarHeights(column('amount'))!
    expect(amounts).toHaveLength(10)
    expect(amounts[0]).toBe(1)
    expect(amounts[1]).toBeCloseTo(1_200 / 11_000)
    expect(computeBarHeights(column('paid'))).toEqual([1, 580 / 11_900])
    expect(computeBarHeights(column('customer_email'))).toBe(undefined)
  })

  it('is of the first column of numbers or times, else of the first column', () => {
    expect(findChartColumn(createColumns('a VARCHAR, b DATE'))?.name).toBe('b')
    expect(findChartColumn([{ name: 'a', type: 'VARCHAR' }])?.name).toBe('a')
    expect(findChartColumn([])).toBe(undefined)
  })
})
