import {
  areaY,
  barX,
  barY,
  cell,
  dot,
  frame,
  gridX,
  gridY,
  lineY,
  plot,
  rect,
  rectY,
  ruleX,
  ruleY,
  text,
  tickX,
  tickY,
  type Markish,
  type PlotOptions,
} from '@observablehq/plot'
import { defined } from '@aw-flow/schema'
import type { ChartSpec } from '@aw-flow/schema/internal'
import { createChartBrush, type ChartBrush } from './chart-brush.ts'
import type { ChartData, ChartRow } from './chart-data.ts'
import type { AxisUnits } from './chart-labels.ts'
import { createTimeTickFormat, selectTickInterval } from './time-ticks.ts'

/** Size, colors and labels of a drawing. Colors are CSS values and may use custom properties of the container. */
export interface PlotStyle {
  readonly width: number
  readonly height: number
  readonly getSeriesColor: (series: string) => string
  /** Returns the tooltip text for a row. */
  readonly getTooltip: (row: ChartRow) => string
  /** The language of the numbers and times on the axes, as a BCP 47 tag. */
  readonly language: string
  /** Axis labels. */
  readonly labels: { readonly x: string; readonly y: string }
  /** Names of the facet columns: one defines the columns of the grid, the other its rows. */
  readonly facetLabels: { readonly columns: string; readonly rows: string }
  /** Axis units. */
  readonly units: AxisUnits
}

/** A drawing without `<style>` elements, and the style sheets that its container must adopt. */
export interface PlotDrawing {
  readonly svg: SVGSVGElement
  readonly styles: readonly string[]
  /** The area in which values can be selected, if any. */
  readonly brush: ChartBrush | undefined
}

const barHeight = 24
/** Wider bars look like areas on large screens. */
const maxBarWidth = 96
const barMargins = { left: 56, right: 20 }
const facetWidth = 230
const facetHeight = 190
const facetRowHeight = 130
const characterWidth = 6.6
const maxCharacters = 26

/**
 * Draws a chart with Observable Plot. This module and the library are loaded when the first chart is shown. The content
 * security policy blocks the `<style>` element that the library creates, so its CSS is returned for an adopted style
 * sheet.
 */
export function drawPlot(spec: ChartSpec, data: ChartData, style: PlotStyle): PlotDrawing {
  const plotElement = plot(withFacets(withFormats(createOptions(spec, data, style), data, style), data, style))
  const svg = plotElement instanceof SVGSVGElement ? plotElement : plotElement.querySelector('svg')!
  const styleElements = [...svg.querySelectorAll('style')]
  const styles = styleElements.map((styleElement) => styleElement.textContent ?? '')
  for (const styleElement of styleElements) styleElement.remove()
  // The container describes the chart. If the SVG were not hidden, screen readers would also read the library's group
  // labels.
  svg.setAttribute('aria-hidden', 'true')
  const brush = createChartBrush(spec, data, (name) => plotElement.scale(name) as never)
  return { svg, styles, brush }
}

/** Tooltip style: the font size of the UI, with space around and between the lines. */
const tipStyle = { fontSize: 13, lineHeight: 1.4, textPadding: 10, lineWidth: 32 }

function createOptions(spec: ChartSpec, data: ChartData, style: PlotStyle): PlotOptions & { marks: Markish[] } {
  switch (spec.mark) {
    case 'bar':
      return createBarOptions(spec, data, style)
    case 'line':
    case 'area':
      return createLineOptions(spec, data, style)
    case 'scatter':
      return createScatterOptions(data, style)
    case 'histogram':
      return createHistogramOptions(data, style)
    case 'box':
      return createBoxOptions(data, style)
    case 'heat-map':
      return createHeatMapOptions(data, style)
  }
}

/** Returns whether the labels do not fit side by side, in which case the bars are drawn horizontally. */
const areLabelsTooWide = (labels: readonly string[], width: number): boolean =>
  labels.some((label) => label.length * characterWidth > (width - 60) / Math.max(1, labels.length))

const listUniqueLabels = (rows: readonly ChartRow[], key: 'x' | 'y'): string[] => [
  ...new Set(rows.map((row) => String(row[key] ?? ''))),
]

const truncate = (value: unknown): string => {
  const label = String(value)
  return label.length > maxCharacters ? `${label.slice(0, maxCharacters - 1)}…` : label
}

const computeMargin = (labels: readonly string[]): number =>
  Math.round(Math.min(200, 18 + Math.max(3, ...labels.map((label) => truncate(label).length)) * characterWidth))

/** Approximate number of ticks on an axis. */
const tickCount = 10

/**
 * Creates a number format for an axis. Large numbers are abbreviated (5M instead of 5,000,000) unless this would give
 * different ticks the same label. All ticks have the decimals of the one that has most.
 */
export function createNumberFormat(
  values: readonly number[],
  language: string,
  axisUnit?: Intl.NumberFormatOptions,
): (value: number, index?: number, ticks?: readonly number[]) => string {
  let [maximum, low, high] = [0, Infinity, -Infinity]
  for (const value of values) {
    maximum = Math.max(maximum, Math.abs(value))
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const span = high > low ? high - low : maximum
  // Four-digit numbers are often years, so they are not grouped unless the axis also has larger numbers.
  const useGrouping = maximum < 10_000 ? ('min2' as const) : ('always' as const)
  const unit = 1_000 ** Math.floor(Math.log10(Math.max(1, maximum)) / 3)
  const format = new Intl.NumberFormat(language, {
    ...(maximum < 100_000
      ? { maximumSignificantDigits: 6, useGrouping }
      : span / tickCount >= unit / 10
        ? { notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 }
        : { minimumFractionDigits: 0, maximumFractionDigits: 2 }),
    ...axisUnit,
  })
  if (maximum >= 100_000 || axisUnit) return (value) => format.format(value)
  const countDecimals = (tick: number): number =>
    format.formatToParts(tick).find(({ type }) => type === 'fraction')?.value.length ?? 0
  return (value, _index, ticks = [value]) => {
    const decimals = Math.max(...ticks.map(countDecimals))
    const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping }
    return new Intl.NumberFormat(language, options).format(value)
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number'

const createValueAxis = (
  label: string,
  values: readonly (number | undefined)[],
  { language, units }: PlotStyle,
): NonNullable<PlotOptions['y']> => ({
  label,
  nice: true,
  tickFormat: createNumberFormat(values.filter(isNumber), language, units.y),
})

/** Localizes the tick labels of number and time axes that do not have a format yet. */
function withFormats<Options extends PlotOptions>(
  options: Options,
  { rows }: ChartData,
  { language, units, width }: PlotStyle,
): Options {
  const createAxisFormat = (key: 'x' | 'y'): PlotOptions => {
    const values = rows.map((row) => row[key] ?? (key === 'y' ? row.value : undefined))
    const withTickFormat = (
      tickFormat: NonNullable<PlotOptions['x']>['tickFormat'],
      ticks?: 'day' | undefined,
    ): PlotOptions => ({ [key]: { ...options[key], tickFormat, ...defined({ ticks }) } })
    if (options[key]?.tickFormat !== undefined || values.length === 0) return {}
    if (values.every(isNumber)) return withTickFormat(createNumberFormat(values, language, units[key]))
    if (!values.every((value) => value instanceof Date)) return {}
    return key === 'x'
      ? withTickFormat(createTimeTickFormat(language), selectTickInterval(values, width))
      : withTickFormat(createTimeTickFormat(language, 'side'))
  }
  return { ...options, ...createAxisFormat('x'), ...createAxisFormat('y') }
}

/** Returns one tick per value if the x values are at most 12 distinct integers. */
function computeIntegerTicks(
  rows: readonly ChartRow[],
  { language, units }: PlotStyle,
): { ticks?: number[]; tickFormat?: (value: number) => string } {
  const values = new Set(rows.map(({ x }) => x))
  if (values.size === 0 || values.size > 12 || [...values].some((value) => !Number.isInteger(value))) return {}
  const ticks = [...(values as Set<number>)]
  return { ticks, tickFormat: createNumberFormat(ticks, language, units.x) }
}

const getFill = ({ series }: ChartData, style: PlotStyle) =>
  series.length > 0 ? (row: ChartRow) => style.getSeriesColor(row.series ?? '') : style.getSeriesColor('')

function createBarOptions(
  { measure }: ChartSpec,
  data: ChartData,
  style: PlotStyle,
): PlotOptions & { marks: Markish[] } {
  const { rows, series, facets } = data
  const labels = listUniqueLabels(rows, 'x')
  const width = facets.length > 0 ? facetWidth : style.width
  const isHorizontal = areLabelsTooWide(labels, width)
  const fill = getFill(data, style)
  // The means of parts do not add up to the total, so they are drawn as points instead of stacked bars.
  const isAdditive = measure === 'count' || measure === 'sum'
  const categoryAxis = { domain: labels, tickFormat: truncate, label: style.labels.x }
  const tip = { title: style.getTooltip, tip: tipStyle }
  const valueAxis = createValueAxis(
    style.labels.y,
    rows.map(({ value }) => value),
    style,
  )
  const grid = isHorizontal ? gridX({ strokeOpacity: 0.12 }) : gridY({ strokeOpacity: 0.12 })
  if (series.length > 0 && !isAdditive) {
    const channels = isHorizontal ? { y: 'x', x: 'value' } : { x: 'x', y: 'value' }
    return {
      ...(isHorizontal
        ? createHorizontalOptions(labels, style, categoryAxis, valueAxis)
        : { x: categoryAxis, y: valueAxis, marginLeft: 52 }),
      symbol: { domain: [...series] },
      marks: [grid, dot(rows, { ...channels, fill, symbol: 'series', r: 5, ...tip })],
    }
  }
  return isHorizontal
    ? {
        ...createHorizontalOptions(labels, style, categoryAxis, valueAxis),
        marks: [grid, barX(rows, { y: 'x', x: 'value', fill, insetTop: 1, insetBottom: 1, rx: 2, ...tip }), ruleX([0])],
      }
    : {
        x: { ...categoryAxis, padding: computeBarPadding(labels.length, width) },
        y: valueAxis,
        marginLeft: barMargins.left,
        marginRight: barMargins.right,
        marks: [grid, barY(rows, { x: 'x', y: 'value', fill, rx: 2, ...tip }), ruleY([0])],
      }
}

/** Returns the share of each step between bars that is empty, so that no bar is wider than `maxBarWidth`. */
function computeBarPadding(barCount: number, width: number): number {
  const plotWidth = width - barMargins.left - barMargins.right
  // A bar has the width (1 - padding) · plotWidth / (barCount + padding).
  return Math.max(0.24, (plotWidth - maxBarWidth * barCount) / (plotWidth + maxBarWidth))
}

const createHorizontalOptions = (
  labels: readonly string[],
  style: PlotStyle,
  categoryAxis: object,
  axis: NonNullable<PlotOptions['x']>,
): PlotOptions => ({
  y: { ...categoryAxis, padding: 0.2, labelAnchor: 'top' },
  x: axis,
  // The label of the category axis is placed above the categories.
  marginTop: 28,
  marginLeft: computeMargin(labels),
  height: Math.max(style.height, labels.length * barHeight + 84),
})

/** Maximum fraction of the chart width used for series names at the line ends. The legend also lists the names. */
const maxLabelFraction = 0.2

/**
 * Returns whether the value axis of a line chart starts at zero. This is the case for counts and sums, and for
 * nonnegative values whose minimum is less than half of the maximum.
 */
function startsAtZero(measure: ChartSpec['measure'], rows: readonly ChartRow[]): boolean {
  if (measure === 'count' || measure === 'sum') return true
  const values = rows.flatMap(({ value }) => (value === undefined ? [] : [value]))
  const min = values.reduce((a, b) => Math.min(a, b), Infinity)
  return min >= 0 && min < values.reduce((a, b) => Math.max(a, b), 0) / 2
}

function createLineOptions(
  { mark, measure }: ChartSpec,
  data: ChartData,
  style: PlotStyle,
): PlotOptions & { marks: Markish[] } {
  const { rows, series } = data
  const color = getFill(data, style)
  const isText = typeof rows[0]?.x === 'string'
  const seriesChannel = series.length > 0 ? { z: 'series' } : {}
  const sharedChannels = { x: 'x', y: 'value', ...seriesChannel }
  const lastRows = new Map(rows.map((row) => [`${row.facet ?? ''} ${row.series ?? ''}`, row]))
  // If there is only one x value, each series is a single dot.
  const isPoint = new Set(rows.map(({ x }) => Number(x))).size === 1 && !isText
  const hasSpaceForLabels = computeMargin(series) <= maxLabelFraction * style.width
  const lineLabels =
    series.length > 1 && data.facets.length === 0 && hasSpaceForLabels
      ? selectLineLabels([...lastRows.values()], rows, style)
      : []
  return {
    x: {
      label: style.labels.x,
      // The label is centered below the plot because the right margin contains the series names.
      labelAnchor: 'center',
      ...(isText ? { domain: listUniqueLabels(rows, 'x'), tickFormat: truncate } : computeIntegerTicks(rows, style)),
    },
    y: {
      ...createValueAxis(
        style.labels.y,
        rows.map(({ value }) => value),
        style,
      ),
      ...(mark === 'area' || startsAtZero(measure, rows) ? { zero: true } : {}),
    },
    marginLeft: 56,
    marginRight: lineLabels.length > 0 ? computeMargin(series) : 24,
    // The tick labels of a time axis have up to two lines.
    marginBottom: rows[0]?.x instanceof Date ? 54 : 40,
    marks: [
      gridY({ strokeOpacity: 0.12 }),
      ...(mark === 'area'
        ? [
            areaY(rows, {
              x: 'x',
              y1: 0,
              y2: 'value',
              ...seriesChannel,
              fill: color,
              fillOpacity: series.length > 1 ? 0.14 : 0.22,
            }),
          ]
        : []),
      lineY(rows, { ...sharedChannels, stroke: color, strokeWidth: 1.75, strokeLinejoin: 'round' }),
      ...(rows.length <= 60 ? [dot(rows, { ...sharedChannels, fill: color, r: isPoint ? 4.5 : 2.5 })] : []),
      dot(rows, {
        ...sharedChannels,
        r: 3,
        fill: color,
        opacity: 0,
        title: style.getTooltip,
        tip: { ...tipStyle, pointer: 'x' },
      }),
      ...(lineLabels.length > 0
        ? [
            text(lineLabels, {
              x: 'x',
              y: 'value',
              text: (row: ChartRow) => truncate(row.series),
              textAnchor: 'start',
              dx: isPoint ? 10 : 6,
              fill: color,
              fontWeight: 500,
            }),
          ]
        : []),
    ],
  }
}

/** Selects line ends whose labels do not overlap. The legend lists all series. */
function selectLineLabels(candidates: readonly ChartRow[], rows: readonly ChartRow[], style: PlotStyle): ChartRow[] {
  const values = rows.map(({ value = 0 }) => value)
  const range = values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity)
  const gap = (range * 15) / Math.max(80, style.height - 70)
  const labels: ChartRow[] = []
  for (const candidate of candidates) {
    if (labels.every((label) => Math.abs((label.value ?? 0) - (candidate.value ?? 0)) >= gap)) labels.push(candidate)
  }
  return labels
}

function createScatterOptions(data: ChartData, style: PlotStyle): PlotOptions & { marks: Markish[] } {
  const { rows, series } = data
  const isShaded = rows.some(({ shade }) => shade !== undefined)
  const isSparse = rows.length <= 400
  return {
    x: { label: style.labels.x, nice: true },
    y: { label: style.labels.y, nice: true },
    marginLeft: 56,
    ...(isShaded ? { color: colorRamp } : {}),
    // Up to six series are also distinguished by shape.
    ...(series.length > 1 && series.length <= 6 ? { symbol: { domain: [...series] } } : {}),
    marks: [
      gridX({ strokeOpacity: 0.12 }),
      gridY({ strokeOpacity: 0.12 }),
      dot(rows, {
        x: 'x',
        y: 'y',
        r: isSparse ? 4 : 2.5,
        fill: isShaded ? 'shade' : getFill(data, style),
        fillOpacity: isSparse ? 0.85 : 0.6,
        ...(series.length > 1 && series.length <= 6 ? { symbol: 'series' } : {}),
        title: style.getTooltip,
        tip: tipStyle,
      }),
    ],
  }
}

function createHistogramOptions(data: ChartData, style: PlotStyle): PlotOptions & { marks: Markish[] } {
  return {
    x: { label: style.labels.x },
    y: { label: style.labels.y, nice: true },
    marginLeft: 56,
    marks: [
      gridY({ strokeOpacity: 0.12 }),
      rectY(data.rows, {
        x1: 'x',
        x2: 'x2',
        y: 'value',
        fill: getFill(data, style),
        insetLeft: 0.5,
        insetRight: 0.5,
        title: style.getTooltip,
        tip: tipStyle,
      }),
      ruleY([0]),
    ],
  }
}

function createBoxOptions(data: ChartData, style: PlotStyle): PlotOptions & { marks: Markish[] } {
  const boxRows = data.rows.filter(({ median }) => median !== undefined)
  const outliers = data.rows.filter(({ median }) => median === undefined)
  const labels = listUniqueLabels(boxRows, 'x')
  const isHorizontal = areLabelsTooWide(labels, data.facets.length > 0 ? facetWidth : style.width)
  const color = style.getSeriesColor('')
  const categoryAxis = { domain: labels, tickFormat: truncate, label: style.labels.x || null }
  const tip = { title: style.getTooltip, tip: tipStyle }
  const valueAxis = createValueAxis(
    style.labels.y,
    boxRows.map(({ high }) => high),
    style,
  )
  const box = { fill: color, fillOpacity: 0.22, stroke: color }
  if (isHorizontal) {
    return {
      ...createHorizontalOptions(labels, style, categoryAxis, valueAxis),
      marks: [
        gridX({ strokeOpacity: 0.12 }),
        ruleY(boxRows, { y: 'x', x1: 'low', x2: 'high', stroke: color }),
        barX(boxRows, { y: 'x', x1: 'q1', x2: 'q3', insetTop: 2, insetBottom: 2, ...box, ...tip }),
        tickX(boxRows, { y: 'x', x: 'median', stroke: color, strokeWidth: 2.5, insetTop: 2, insetBottom: 2 }),
        dot(outliers, { y: 'x', x: 'value', stroke: color, r: 2 }),
      ],
    }
  }
  return {
    x: { ...categoryAxis, padding: 0.4 },
    y: valueAxis,
    marginLeft: 56,
    marks: [
      gridY({ strokeOpacity: 0.12 }),
      ruleX(boxRows, { x: 'x', y1: 'low', y2: 'high', stroke: color }),
      barY(boxRows, { x: 'x', y1: 'q1', y2: 'q3', ...box, ...tip }),
      tickY(boxRows, { x: 'x', y: 'median', stroke: color, strokeWidth: 2.5 }),
      dot(outliers, { x: 'x', y: 'value', stroke: color, r: 2 }),
    ],
  }
}

function createHeatMapOptions({ rows }: ChartData, style: PlotStyle): PlotOptions & { marks: Markish[] } {
  const [hasXRange, hasYRange] = [rows.some(({ x2 }) => x2 !== undefined), rows.some(({ y2 }) => y2 !== undefined)]
  const xLabels = hasXRange ? [] : listUniqueLabels(rows, 'x')
  const yLabels = hasYRange ? [] : listUniqueLabels(rows, 'y')
  const sharedChannels = { fill: 'value', title: style.getTooltip, tip: tipStyle, inset: 0.5 }
  const mark = hasXRange
    ? hasYRange
      ? rect(rows, { x1: 'x', x2: 'x2', y1: 'y', y2: 'y2', ...sharedChannels })
      : barX(rows, { x1: 'x', x2: 'x2', y: 'y', ...sharedChannels })
    : hasYRange
      ? barY(rows, { x: 'x', y1: 'y', y2: 'y2', ...sharedChannels })
      : cell(rows, { x: 'x', y: 'y', ...sharedChannels })
  const areLabelsRotated = areLabelsTooWide(xLabels, style.width)
  return {
    x: {
      label: style.labels.x,
      ...(hasXRange ? {} : { domain: xLabels, tickFormat: truncate, ...(areLabelsRotated ? { tickRotate: -40 } : {}) }),
    },
    y: { label: style.labels.y, ...(hasYRange ? {} : { domain: yLabels, tickFormat: truncate }) },
    color: colorRamp,
    marginLeft: hasYRange ? 56 : computeMargin(yLabels) + 12,
    marginBottom: areLabelsRotated ? 90 : 40,
    ...(hasYRange ? {} : { height: Math.max(style.height, yLabels.length * barHeight + 90) }),
    marks: [mark, frame({ strokeOpacity: 0.15 })],
  }
}

const colorRamp = {
  type: 'linear',
  interpolate: (fraction: number) =>
    `color-mix(in oklab, var(--_ramp-high) ${Math.round(fraction * 1000) / 10}%, var(--_ramp-low))`,
} as const satisfies PlotOptions['color']

/**
 * Arranges facets in a titled grid. Facets of a single column fill the grid row by row. With two facet columns, one
 * defines the columns of the grid and the other its rows.
 */
function withFacets(
  options: PlotOptions & { marks: Markish[] },
  { facets, facetRows: rowValues, rows }: ChartData,
  style: PlotStyle,
): PlotOptions {
  const sharedOptions: PlotOptions = {
    width: style.width,
    height: style.height,
    marginTop: 28,
    // Reserves space for the last x-axis label, half of which extends beyond the plot.
    marginRight: 28,
    marginBottom: 40,
    style: { background: 'none', color: 'inherit', fontFamily: 'inherit', fontSize: '12px', overflow: 'visible' },
    ...options,
  }
  if (facets.length === 0) return sharedOptions
  if (rowValues.length > 0) {
    return {
      ...sharedOptions,
      ...(options.x && !('domain' in options.x) ? { x: { ...options.x, ticks: 3 } } : {}),
      height: Math.max(style.height, rowValues.length * facetRowHeight + 70),
      marginTop: 56,
      marginRight: computeMargin(rowValues) + 16,
      facet: { data: rows, x: 'facet', y: 'facetRow' },
      fx: { domain: [...facets], label: style.facetLabels.columns, tickFormat: truncate, padding: 0.12 },
      fy: { domain: [...rowValues], label: style.facetLabels.rows, tickFormat: truncate, padding: 0.14 },
      marks: [...options.marks, frame({ strokeOpacity: 0.15 })],
    }
  }
  const facetColumnCount = Math.max(1, Math.min(facets.length, Math.floor(style.width / facetWidth)))
  const findFacetIndex = (facet: string | undefined): number => Math.max(0, facets.indexOf(facet ?? ''))
  const facetRowCount = Math.ceil(facets.length / facetColumnCount)
  return {
    ...sharedOptions,
    ...(options.x && !('domain' in options.x) ? { x: { ...options.x, ticks: 3 } } : {}),
    height: Math.max(style.height, facetRowCount * facetHeight + 60),
    marginTop: 36,
    facet: {
      data: rows,
      x: (row: ChartRow) => findFacetIndex(row.facet) % facetColumnCount,
      y: (row: ChartRow) => Math.floor(findFacetIndex(row.facet) / facetColumnCount),
    },
    fx: { axis: null, padding: 0.12 },
    fy: { axis: null, padding: 0.22 },
    marks: [
      ...options.marks,
      text(facets, {
        fx: (facet: string) => findFacetIndex(facet) % facetColumnCount,
        fy: (facet: string) => Math.floor(findFacetIndex(facet) / facetColumnCount),
        text: truncate,
        frameAnchor: 'top-left',
        dy: -14,
        fontWeight: 600,
      }),
    ],
  }
}
