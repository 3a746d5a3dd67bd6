import { chartSpecSchema } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { createChartBrush, createRangeFilter, getFilterRanges, toggleCategory, type ChartBrush } from './chart-brush.ts'

const histogram = chartSpecSchema.parse({ mark: 'histogram', x: 'price' })
const bars = chartSpecSchema.parse({ mark: 'bar', x: 'town' })
const data = { rows: [{ x: 1 }], facets: [], facetRows: [], series: [] }
const linear = {
  type: 'linear',
  range: [50, 250],
  apply: (value: unknown) => 50 + Number(value) * 20,
  invert: (position: number) => (position - 50) / 20,
}
const day = 86_400_000
const times = { ...linear, apply: (value: unknown) => 50 + Number(value) / day, invert: (position: number) => new Date((position - 50) * day) } // oxfmt-ignore
const createRange = (scale = linear as typeof linear | typeof times) =>
  createChartBrush(histogram, data, () => scale) as Extract<ChartBrush, { kind: 'range' }>

describe('selection in charts', () => {
  it('rounds a range to what a pixel can show, and keeps it inside the axis', () => {
    expect(createRangeFilter(createRange(), [110.4, 70], 'DOUBLE')).toEqual({
      column: 'price',
      test: 'between',
      value: '1.00',
      upTo: '3.02',
    })
    expect(createRangeFilter(createRange(), [0, 900], 'DOUBLE')).toMatchObject({ value: '0.00', upTo: '10.00' })
  })

  it('writes times as days or with their clock, by the type of the column', () => {
    expect(createRangeFilter(createRange(times), [51.5, 60], 'DATE')).toMatchObject({ value: '1970-01-02', upTo: '1970-01-11' }) // oxfmt-ignore
    expect(createRangeFilter(createRange(times), [51.5, 60], 'TIMESTAMP')).toMatchObject({
      value: '1970-01-02 12:00:00',
    })
  })

  it('locates the filter of a range, also without an end', () => {
    expect(getFilterRanges(createRange(), { column: 'price', test: 'between', value: '1', upTo: '3' }, '')).toEqual([[70, 110]]) // oxfmt-ignore
    expect(getFilterRanges(createRange(), { column: 'price', test: 'between', value: '1' }, '')).toEqual([[70, 250]])
    expect(getFilterRanges(createRange(times), { column: 'price', test: 'between', value: '1970-01-02 12:00:00', upTo: '1970-01-11' }, '')).toEqual([[51.5, 60]]) // oxfmt-ignore
    expect(getFilterRanges(createRange(), { column: 'price', test: 'filled' }, '')).toEqual([])
  })

  it('selects bars by their category, and nulls', () => {
    const scale = { type: 'band', domain: ['Oslo', '(none)'], bandwidth: 10, apply: (value: unknown) => (value === 'Oslo' ? 0 : 20) } // oxfmt-ignore
    const brush = createChartBrush(bars, { ...data, rows: [{ x: 'Oslo' }] }, (name) =>
      name === 'y' ? scale : undefined,
    )
    expect(brush).toMatchObject({ kind: 'values', isVertical: true })
    const oslo = toggleCategory('town', undefined, 'Oslo')
    const both = toggleCategory('town', oslo, null)
    expect(both).toEqual({ column: 'town', test: 'one-of', values: ['Oslo', null] })
    expect(getFilterRanges(brush!, both!, '(none)')).toEqual([
      [0, 10],
      [20, 30],
    ])
    expect(toggleCategory('town', oslo, 'Oslo')).toBe(undefined)
  })

  it('is not offered for facets and other marks', () => {
    expect(createChartBrush(histogram, { ...data, facets: ['a'], facetRows: [] }, () => linear)).toBe(undefined)
    expect(createChartBrush(chartSpecSchema.parse({ mark: 'heat-map', x: 'a', y: 'b' }), data, () => linear)).toBe(
      undefined,
    )
  })
})
