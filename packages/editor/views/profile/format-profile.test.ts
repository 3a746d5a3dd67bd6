import { expect, test } from 'vitest'
import type { ColumnProfile } from '@aw-flow/schema'
import { formatNumber } from './format-profile.ts'

const createColumn = (min: string, max: string): ColumnProfile =>
  ({ name: 'price', type: 'DOUBLE', family: 'number', min, max }) as ColumnProfile

test('four digits are grouped as in the table: in columns with longer numbers, but not in years', () => {
  const prices = createColumn('950.5', '12000')
  expect([950.5, 8_500, 8_500.25, 12_000].map((value) => formatNumber(prices, value))).toEqual([
    '950.5',
    '8,500',
    '8,500.25',
    '12,000',
  ])
  expect(formatNumber(prices, 8_500, 'de')).toBe('8.500')
  expect(formatNumber(createColumn('1990', '2026'), 2026)).toBe('2026')
})
