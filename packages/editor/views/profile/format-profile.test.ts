import { expect, test } from 'vitest'
import type { ColumnProfile } from '@aw-flow/schema/internal'
import { formatBounds, formatNumber } from './format-profile.ts'

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

test('a histogram ends at the largest value, not at the end of its last bin', () => {
  const histogram = [{ from: 2019, to: 2023, count: 2 }, { from: 2023, to: 2027, count: 3 }] // oxfmt-ignore
  expect(formatBounds({ ...createColumn('2019', '2026'), histogram })).toEqual(['2019', '2026'])
})
