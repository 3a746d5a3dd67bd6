import { describe, expect, it } from 'vitest'
import { findMatchingColumns, type ColumnValues } from './suggest-join-keys.ts'

const text = (name: string, ...values: (string | undefined)[]): ColumnValues => ({
  column: { name, type: 'VARCHAR' },
  values,
})
const number = (name: string, ...values: number[]): ColumnValues => ({
  column: { name, type: 'BIGINT' },
  values: values.map(String),
})

const orders = [
  number('order_id', 1, 2, 3),
  text('customer', 'Ann', 'Bob', 'Cy'),
  text('region_code', 'DE', 'FR', 'DE'),
  number('price', 12, 3, 8),
]

describe('the keys of a join', () => {
  it('are columns with the same values, also under different names', () => {
    const regions = [text('code', 'DE', 'FR', 'IT'), text('region', 'Germany', 'France', 'Italy')]
    expect(findMatchingColumns(orders, regions)).toEqual({ left: 'region_code', right: 'code' })
    expect(findMatchingColumns(regions, orders)).toEqual({ left: 'code', right: 'region_code' })
    const unrelatedName = [text('iso', 'DE', 'FR', undefined), text('region', 'Germany', 'France', 'Italy')]
    expect(findMatchingColumns(orders, unrelatedName)).toEqual({ left: 'region_code', right: 'iso' })
  })

  it('are not numbers that are equal by chance, but those with a common word in their names', () => {
    expect(findMatchingColumns(orders, [number('floor', 1, 2, 3)])).toBeUndefined()
    expect(findMatchingColumns(orders, [number('orderNumber', 1, 2, 3)])).toEqual({
      left: 'order_id',
      right: 'orderNumber',
    })
  })

  it('are not guessed from few common values, or from values that repeat in both tables', () => {
    expect(findMatchingColumns(orders, [text('note', 'DE', 'x', 'y', 'z')])).toBeUndefined()
    const states = [text('state', 'open', 'closed', 'open', 'closed')]
    expect(findMatchingColumns(states, [text('status', 'open', 'closed', 'closed')])).toBeUndefined()
    expect(findMatchingColumns(orders, [])).toBeUndefined()
  })
})
