import { info, type Column, type Problem } from '@aw-flow/schema'
import { facetSeparator, type ChartSpec } from '@aw-flow/schema/internal'
import type { TestRow } from './test-source.ts'
import { createColumns } from '../../test/columns.ts'

/** Weather in three towns, for tests and stories of charts. */
export const weatherColumns: Column[] = createColumns(
  'town VARCHAR, sky VARCHAR, day TIMESTAMP, temperature DOUBLE, rain DOUBLE',
)

const towns = ['Oslo', 'Bonn', 'Porto']
const skies = ['sun', 'cloud', 'rain', 'snow']
const createColumn = (name: string, type: string): Column => ({ name, type })
/** Returns a value of a deterministic wave with some noise. */
const computeWave = (position: number, phase: number): number =>
  Math.round((10 + 9 * Math.sin(position / 8 + phase) + 3 * Math.sin(position * 2.3 + phase)) * 10) / 10

/** Returns the data of a weather chart of any kind, aggregated as a worker would. */
export function createWeatherChart(spec: ChartSpec): { columns: Column[]; rows: TestRow[]; problems: Problem[] } {
  const facets =
    spec.facet === ''
      ? [null]
      : spec.facetRow === ''
        ? towns
        : towns.flatMap((town) => skies.map((sky) => `${town}${facetSeparator}${sky}`))
  const series = spec.color === '' ? [null] : spec.color === 'sky' ? skies : towns
  const groups = facets.flatMap((facet) => series.map((category) => ({ facet, series: category })))
  const createChart = (xType: string, extraColumns: Column[], rows: TestRow[], problems: Problem[] = []) => ({
    columns: [
      createColumn('facet', 'VARCHAR'),
      createColumn('series', 'VARCHAR'),
      createColumn('x', xType),
      ...extraColumns,
    ],
    rows,
    problems,
  })
  const value = createColumn('value', 'DOUBLE')
  const countedColumns = [value, createColumn('rows', 'BIGINT')]
  switch (spec.mark) {
    case 'bar':
      return createChart(
        'VARCHAR',
        countedColumns,
        groups.flatMap((group, position) =>
          (spec.x === 'sky' ? skies : towns).map((x, index) => ({
            ...group,
            x,
            value: 40 - 7 * index + 3 * position,
            rows: 40,
          })),
        ),
      )
    case 'line':
    case 'area':
      return createChart(
        'TIMESTAMP',
        countedColumns,
        groups.flatMap((group, position) =>
          Array.from({ length: 60 }, (_, day) => ({
            ...group,
            x: Date.UTC(2026, 0, 1 + day * 6),
            value: computeWave(day, position),
            rows: 6,
          })),
        ),
      )
    case 'scatter':
      return createChart(
        'DOUBLE',
        [createColumn('y', 'DOUBLE'), createColumn('shade', 'DOUBLE')],
        groups.flatMap((group, position) =>
          Array.from({ length: 60 }, (_, index) => ({
            ...group,
            x: computeWave(index, position),
            y: Math.round(computeWave(index * 3, position + 1) * 8) / 10,
            shade: spec.color === 'rain' ? index : null,
          })),
        ),
        [info('chart.sample', { shown: 4_000, rows: 1_000_000 })],
      )
    case 'histogram':
      return createChart(
        'DOUBLE',
        [createColumn('x2', 'DOUBLE'), ...countedColumns],
        groups.flatMap((group) =>
          Array.from({ length: 20 }, (_, step) => ({
            ...group,
            x: step * 2 - 10,
            x2: step * 2 - 8,
            value: Math.round(100 * Math.exp(-((step - 10) ** 2) / 20)),
            rows: 1,
          })),
        ),
        [info('chart.no-value', { rows: 12, columns: ['temperature'] })],
      )
    case 'box':
      return createChart(
        'VARCHAR',
        [
          value,
          ...['low', 'q1', 'median', 'q3', 'high'].map((name) => createColumn(name, 'DOUBLE')),
          createColumn('rows', 'BIGINT'),
        ],
        towns.flatMap((x, index): TestRow[] => [
          {
            facet: null,
            series: null,
            x,
            value: null,
            low: index,
            q1: 5 + index,
            median: 9 + index,
            q3: 13 + index,
            high: 20 + index,
            rows: 365,
          },
          { facet: null, series: null, x, value: 31, low: null, q1: null, median: null, q3: null, high: null, rows: 1 },
        ]),
      )
    case 'heat-map':
      return createChart(
        'VARCHAR',
        [createColumn('y', 'VARCHAR'), ...countedColumns],
        towns.flatMap((x, position) =>
          skies.map((y, index) => ({ facet: null, series: null, x, y, value: 10 + position * index * 6, rows: 9 })),
        ),
      )
  }
}
