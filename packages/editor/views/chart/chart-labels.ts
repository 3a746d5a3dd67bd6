import type { ChartSpec } from '@aw-flow/schema/internal'
import type { ColumnFormat } from '../table/formats/column-format.ts'
import type { ChartRow, ChartValue } from './chart-data.ts'
import type { ChartStrings } from './chart-strings.ts'
import { getMeasureName, formatNumber, formatValue } from './describe-chart.ts'

/** Returns the axis labels. */
export function getAxisLabels(spec: ChartSpec, strings: ChartStrings): { x: string; y: string } {
  const { mark, x, y } = spec
  const hasColumnOnY = mark === 'scatter' || mark === 'heat-map' || mark === 'box'
  return { x, y: hasColumnOnY ? y : getMeasureName(spec, strings) }
}

/** Number format options for the units of each axis, such as a currency. */
export interface AxisUnits {
  readonly x?: Intl.NumberFormatOptions | undefined
  readonly y?: Intl.NumberFormatOptions | undefined
}

/** Returns the axis units, based on the column formats of the table. */
export function getAxisUnits(
  { mark, x, y, measure }: ChartSpec,
  formats: Readonly<Record<string, ColumnFormat>> = {},
): AxisUnits {
  const getUnit = (column: string): Intl.NumberFormatOptions | undefined => {
    const { style, currency = 'USD' } = (Object.hasOwn(formats, column) && formats[column]?.number) || {}
    if (style === 'currency') return { style, currency, currencyDisplay: 'narrowSymbol' }
    return style === 'percent' ? { style } : undefined
  }
  const isCount = mark === 'histogram' || measure === 'count' || measure === 'distinct'
  const hasColumnOnY = mark === 'scatter' || mark === 'box' || mark === 'heat-map'
  // A count is never a year, so four-digit counts are grouped, as in "1,204 rows".
  return { x: getUnit(x), y: hasColumnOnY || !isCount ? getUnit(y) : { useGrouping: 'always' } }
}

/** Returns the tooltip of a mark, with one `name: value` pair per line. */
export function describeRow(row: ChartRow, spec: ChartSpec, strings: ChartStrings, units: AxisUnits = {}): string {
  const { mark } = spec
  const { language } = strings
  const formatRange = (
    from: ChartValue | undefined,
    to: ChartValue | undefined,
    unit: Intl.NumberFormatOptions | undefined,
  ): string =>
    from === undefined
      ? ''
      : to === undefined
        ? formatValue(from, language, unit)
        : `${formatValue(from, language, unit)} – ${formatValue(to, language, unit)}`
  const formatOptional = (value: number | undefined, unit?: Intl.NumberFormatOptions): string =>
    value === undefined ? '' : formatNumber(value, language, unit)
  const hasY = mark === 'scatter' || mark === 'heat-map'
  const isBox = row.median !== undefined
  const lines: [string, string][] = [
    [spec.x, formatRange(row.x, row.x2, units.x)],
    [spec.y, hasY ? formatRange(row.y, row.y2, units.y) : ''],
    [spec.facet, row.facet ?? ''],
    [spec.facetRow, row.facetRow ?? ''],
    [mark === 'heat-map' ? '' : spec.color, row.series ?? formatOptional(row.shade)],
    isBox
      ? [
          spec.y,
          [row.low, row.q1, row.median, row.q3, row.high].map((value) => formatOptional(value, units.y)).join(' | '),
        ]
      : [
          mark === 'box' ? spec.y : getMeasureName(spec, strings),
          formatOptional(row.value, mark === 'heat-map' ? undefined : units.y),
        ],
  ]
  const tooltipLines = lines.flatMap(([name, value]) =>
    value === '' ? [] : [name === '' ? value : `${name}: ${value}`],
  )
  const isCounted = mark === 'histogram' || spec.measure === 'count'
  if (row.rows !== undefined && (isBox || !isCounted)) tooltipLines.push(strings.rowCount(row.rows))
  return tooltipLines.join('\n')
}
