import { describe, expect, test } from 'vitest'
import type { ChartSpec } from '@aw-flow/schema/internal'
import { getAxisUnits, describeRow } from './chart-labels.ts'
import { chartStrings } from './chart-strings.ts'
import { formatNumber } from './describe-chart.ts'
import { createNumberFormat } from './draw-plot.ts'

const written = (values: readonly number[]): string[] => values.map(createNumberFormat(values, 'en-US'))

describe('numbers of an axis', () => {
  test('are abbreviated while ticks that differ look different', () => {
    expect(written([0, 5_000_000, 10_000_000])).toEqual(['0', '5M', '10M'])
    expect(written([13_048_875_123, 13_048_875_623])).toEqual(['13,048,875,123', '13,048,875,623'])
  })

  test('have one form on an axis', () => {
    expect(written([8_000, 10_000])).toEqual(['8,000', '10,000'])
    expect(written([0, 0.05, 0.1, 0.15])).toEqual(['0.00', '0.05', '0.10', '0.15'])
  })

  test('have the unit of their column', () => {
    const euros = createNumberFormat([0, 2_000_000], 'de', { style: 'currency', currency: 'EUR' })
    expect(euros(2_000_000).replaceAll('\u00a0', ' ')).toBe('2 Mio. €')
    expect(createNumberFormat([0, 0.5], 'en-US', { style: 'percent' })(0.25)).toBe('25%')
  })

  test('are grouped if they are counts, also in tooltips', () => {
    const spec = {
      mark: 'histogram',
      x: 'year',
      y: '',
      measure: 'count',
      color: '',
      facet: '',
      facetRow: '',
    } as ChartSpec
    const units = getAxisUnits(spec)
    expect(createNumberFormat([1_204], 'en-US', units.y)(1_204)).toBe('1,204')
    expect(describeRow({ x: 2020, x2: 2026, value: 1_204 } as never, spec, chartStrings, units)).toBe(
      'year: 2020 – 2026\nCount: 1,204',
    )
  })

  test('do not group years', () => {
    expect(written([2020, 2026])).toEqual(['2020', '2026'])
  })
})

test('a number of a chart keeps its digits before the decimal mark', () => {
  expect([
    formatNumber(13_048_875_123),
    formatNumber(1_234_567.891),
    formatNumber(12_345.678),
    formatNumber(2026),
  ]).toEqual(['13,048,875,123', '1,234,567.89', '12,345.678', '2026'])
})
