import { tableFromIPC } from '@uwdata/flechette'
import { facetSeparator, getTypeFamily, type ChartColumn } from '@aw-flow/schema/internal'
import type { TableSource } from '../table-source.ts'

/** A value on an axis: a category, a number, or a time. */
export type ChartValue = string | number | Date

/** One row of chart data. Fields that the chart type does not use are absent. */
export type ChartRow = { facet?: string; facetRow?: string; series?: string } & Partial<
  Record<'x' | 'x2' | 'y' | 'y2', ChartValue>
> &
  Partial<Record<Exclude<ChartColumn, 'facet' | 'series' | 'x' | 'x2' | 'y' | 'y2'>, number>>

export interface ChartData {
  readonly rows: readonly ChartRow[]
  /** Distinct values of the facet column, in drawing order. */
  readonly facets: readonly string[]
  /** Distinct values of the second facet column, in drawing order. */
  readonly facetRows: readonly string[]
  readonly series: readonly string[]
}

const maxRows = 30_000
const pageSize = 10_000

/** Reads up to `maxRows` rows of chart data. */
export async function readChartData(source: TableSource): Promise<ChartData> {
  const timeColumns = new Set(
    source.columns.flatMap(({ name, type }) => (getTypeFamily(type) === 'time' ? [name] : [])),
  )
  const rows: ChartRow[] = []
  for (let offset = 0; offset < Math.min(source.rows, maxRows); offset += pageSize) {
    const page = tableFromIPC(await source.page(offset, pageSize), { useDecimalInt: true })
    const columns = source.columns.map(({ name }, index) => ({ name, values: page.getChildAt(index) }))
    for (let row = 0; row < page.numRows; row++) {
      const cells: Record<string, unknown> = {}
      for (const { name, values } of columns) {
        const value: unknown = values?.at(row)
        if (value === null || value === undefined) continue
        cells[name] = timeColumns.has(name)
          ? new Date(Number(value))
          : typeof value === 'bigint'
            ? Number(value)
            : value
      }
      rows.push(splitFacet(cells as ChartRow))
    }
  }
  return {
    rows,
    facets: listValues(rows, 'facet'),
    facetRows: listValues(rows, 'facetRow'),
    series: orderSeries(rows),
  }
}

const listValues = (rows: readonly ChartRow[], key: 'facet' | 'facetRow'): string[] => [
  ...new Set(rows.flatMap((row) => row[key] ?? [])),
]

/** Splits the combined values of two facet columns. */
function splitFacet(row: ChartRow): ChartRow {
  const [facet, facetRow] = row.facet?.split(facetSeparator) ?? []
  return facet === undefined || facetRow === undefined ? row : { ...row, facet, facetRow }
}

/** Orders series by total, largest first. "(other)" and "(none)" come last. */
function orderSeries(rows: readonly ChartRow[]): string[] {
  const totals = new Map<string, number>()
  for (const { series, value = 1 } of rows)
    if (series !== undefined) totals.set(series, (totals.get(series) ?? 0) + Math.abs(value))
  const getSpecialRank = (name: string): number => (name === '(none)' ? 2 : name === '(other)' ? 1 : 0)
  return [...totals]
    .toSorted(
      ([nameA, totalA], [nameB, totalB]) =>
        getSpecialRank(nameA) - getSpecialRank(nameB) || totalB - totalA || (nameA < nameB ? -1 : 1),
    )
    .map(([name]) => name)
}

/** Replaces the categories "(other)" and "(none)" with their translated labels. */
export function localizeCategories(
  data: ChartData,
  { otherValues, noValue }: { readonly otherValues: string; readonly noValue: string },
): ChartData {
  if (otherValues === '(other)' && noValue === '(none)') return data
  const labels = new Map<unknown, string>([
    ['(other)', otherValues],
    ['(none)', noValue],
  ])
  const localize = (text: string): string => labels.get(text) ?? text
  return {
    rows: data.rows.map((row) => {
      const localizedEntries = Object.entries(row).map(([key, value]) => [key, labels.get(value) ?? value] as const)
      return Object.fromEntries(localizedEntries) as ChartRow
    }),
    facets: data.facets.map(localize),
    facetRows: data.facetRows.map(localize),
    series: data.series.map(localize),
  }
}
