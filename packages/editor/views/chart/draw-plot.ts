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
import type { ChartSpec } from '@aw-flow/schema'
import type { ChartData, ChartRow } from './chart-data.ts'
import { timeTicks } from './time-ticks.ts'

/** The look of a chart. Colors are CSS, and may be variables of the target element. */
export interface PlotLook {
  readonly width: number
  readonly height: number
  readonly colorOf: (series: string) => string
  /** Returns the tooltip of a row. */
  readonly report: (row: ChartRow) => string
  /** The language of the axes' numbers and times: a BCP 47 tag. */
  readonly language: string
  /** Labels of the axes. */
  readonly labels: { readonly x: string; readonly y: string }
}

/** A drawing and its style sheets, which the container adopts: it contains no `<style>`. */
export interface PlotDrawing {
  readonly svg: SVGSVGElement
  readonly styles: readonly string[]
}

const barHeight = 24
const facetWidth = 230
const facetHeight = 190
const letterWidth = 6.6
const maxLetters = 26

/**
 * Draws a chart by Observable Plot. This module and the library are loaded with the first chart. The content security
 * policy forbids the library's `<style>`: its text is returned for an adopted style sheet.
 */
export function drawPlot(spec: ChartSpec, data: ChartData, look: PlotLook): PlotDrawing {
  const drawn = plot(withFacets(withFormats(optionsOf(spec, data, look), data, look), data, look))
  const svg = drawn instanceof SVGSVGElement ? drawn : drawn.querySelector('svg')!
  const sheets = [...svg.querySelectorAll('style')]
  const styles = sheets.map((sheet) => sheet.textContent ?? '')
  for (const sheet of sheets) sheet.remove()
  // The container describes the chart; otherwise screen readers would also read the library's group labels.
  svg.setAttribute('aria-hidden', 'true')
  return { svg, styles }
}

/** Tooltips in the type size of the interface, with space between and around their lines. */
const tipLook = { fontSize: 13, lineHeight: 1.4, textPadding: 10, lineWidth: 32 }

function optionsOf(spec: ChartSpec, data: ChartData, look: PlotLook): PlotOptions & { marks: Markish[] } {
  switch (spec.mark) {
    case 'bar':
      return bars(spec, data, look)
    case 'line':
    case 'area':
      return lines(spec, data, look)
    case 'scatter':
      return points(data, look)
    case 'histogram':
      return histogram(data, look)
    case 'box':
      return boxes(data, look)
    case 'heat-map':
      return heatMap(data, look)
  }
}

/** Whether labels are too long or too many for one row: then they are rotated. */
const isFlat = (texts: readonly string[], width: number): boolean =>
  texts.some((one) => one.length * letterWidth > (width - 60) / Math.max(1, texts.length))

const textsOf = (rows: readonly ChartRow[], key: 'x' | 'y'): string[] => [
  ...new Set(rows.map((row) => String(row[key] ?? ''))),
]

const cut = (value: unknown): string => {
  const words = String(value)
  return words.length > maxLetters ? `${words.slice(0, maxLetters - 1)}…` : words
}

const marginFor = (texts: readonly string[]): number =>
  Math.round(Math.min(200, 18 + Math.max(3, ...texts.map((one) => cut(one).length)) * letterWidth))

/** The approximate number of ticks of an axis. */
const ticks = 10

/** Large numbers are abbreviated, 5M instead of 5,000,000, unless ticks that differ would then look the same. */
export function numbersOf(values: readonly number[], language: string): (value: number) => string {
  let [maximum, low, high] = [0, Infinity, -Infinity]
  for (const value of values) {
    maximum = Math.max(maximum, Math.abs(value))
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const span = high > low ? high - low : maximum
  const unit = 1_000 ** Math.floor(Math.log10(Math.max(1, maximum)) / 3)
  const format = new Intl.NumberFormat(
    language,
    maximum < 100_000
      ? { maximumSignificantDigits: 6, useGrouping: 'min2' }
      : span / ticks >= unit / 10
        ? { notation: 'compact', maximumFractionDigits: 1 }
        : { maximumFractionDigits: 2 },
  )
  return (value) => format.format(value)
}

const isNumber = (value: unknown): value is number => typeof value === 'number'

const valueEdge = (
  label: string,
  values: readonly (number | undefined)[],
  language: string,
): NonNullable<PlotOptions['y']> => ({ label, nice: true, tickFormat: numbersOf(values.filter(isNumber), language) })

/** Axes of numbers and times use the language's format unless one is set. */
function withFormats<Options extends PlotOptions>(
  options: Options,
  { rows }: ChartData,
  { language }: PlotLook,
): Options {
  const edge = (key: 'x' | 'y'): PlotOptions => {
    const values = rows.map((row) => row[key] ?? (key === 'y' ? row.value : undefined))
    const write = (tickFormat: NonNullable<PlotOptions['x']>['tickFormat']): PlotOptions => ({
      [key]: { ...options[key], tickFormat },
    })
    if (options[key]?.tickFormat !== undefined || values.length === 0) return {}
    if (values.every(isNumber)) return write(numbersOf(values, language))
    return values.every((value) => value instanceof Date)
      ? write(timeTicks(language, key === 'y' ? 'side' : 'bottom'))
      : {}
  }
  return { ...options, ...edge('x'), ...edge('y') }
}

/** A small range of integers has one tick each and none in between. */
function wholeTicks(rows: readonly ChartRow[]): { ticks?: number[]; tickFormat?: (value: number) => string } {
  const values = new Set(rows.map(({ x }) => x))
  if (values.size === 0 || values.size > 12 || [...values].some((value) => !Number.isInteger(value))) return {}
  return { ticks: [...(values as Set<number>)], tickFormat: String }
}

const fillOf = ({ series }: ChartData, look: PlotLook) =>
  series.length > 0 ? (row: ChartRow) => look.colorOf(row.series ?? '') : look.colorOf('')

function bars({ measure }: ChartSpec, data: ChartData, look: PlotLook): PlotOptions & { marks: Markish[] } {
  const { rows, series, facets } = data
  const texts = textsOf(rows, 'x')
  const width = facets.length > 0 ? facetWidth : look.width
  const flat = isFlat(texts, width)
  const fill = fillOf(data, look)
  // Means of parts do not add up: they are drawn as points on one line.
  const adds = measure === 'count' || measure === 'sum'
  const order = { domain: texts, tickFormat: cut, label: null }
  const tip = { title: look.report, tip: tipLook }
  const edge = valueEdge(
    look.labels.y,
    rows.map(({ value }) => value),
    look.language,
  )
  const grid = flat ? gridX({ strokeOpacity: 0.12 }) : gridY({ strokeOpacity: 0.12 })
  if (series.length > 0 && !adds) {
    const at = flat ? { y: 'x', x: 'value' } : { x: 'x', y: 'value' }
    return {
      ...(flat ? sideways(texts, look, order, edge) : { x: order, y: edge, marginLeft: 52 }),
      symbol: { domain: [...series] },
      marks: [grid, dot(rows, { ...at, fill, symbol: 'series', r: 5, ...tip })],
    }
  }
  return flat
    ? {
        ...sideways(texts, look, order, edge),
        marks: [grid, barX(rows, { y: 'x', x: 'value', fill, insetTop: 1, insetBottom: 1, rx: 2, ...tip }), ruleX([0])],
      }
    : {
        x: { ...order, padding: 0.24 },
        y: edge,
        marginLeft: 56,
        marks: [grid, barY(rows, { x: 'x', y: 'value', fill, rx: 2, ...tip }), ruleY([0])],
      }
}

const sideways = (
  texts: readonly string[],
  look: PlotLook,
  order: object,
  edge: NonNullable<PlotOptions['x']>,
): PlotOptions => ({
  y: { ...order, padding: 0.2 },
  x: edge,
  marginTop: 8,
  marginLeft: marginFor(texts),
  height: Math.max(look.height, texts.length * barHeight + 64),
})

function lines({ mark }: ChartSpec, data: ChartData, look: PlotLook): PlotOptions & { marks: Markish[] } {
  const { rows, series } = data
  const color = fillOf(data, look)
  const isText = typeof rows[0]?.x === 'string'
  const z = series.length > 0 ? { z: 'series' } : {}
  const shared = { x: 'x', y: 'value', ...z }
  const last = new Map(rows.map((row) => [`${row.facet ?? ''} ${row.series ?? ''}`, row]))
  const named = series.length > 1 && data.facets.length === 0 ? apart([...last.values()], rows, look) : []
  return {
    x: { label: look.labels.x, ...(isText ? { domain: textsOf(rows, 'x'), tickFormat: cut } : wholeTicks(rows)) },
    y: {
      ...valueEdge(
        look.labels.y,
        rows.map(({ value }) => value),
        look.language,
      ),
      ...(mark === 'area' ? { zero: true } : {}),
    },
    marginLeft: 56,
    marginRight: named.length > 0 ? marginFor(series) : 24,
    marks: [
      gridY({ strokeOpacity: 0.12 }),
      ...(mark === 'area'
        ? [areaY(rows, { x: 'x', y1: 0, y2: 'value', ...z, fill: color, fillOpacity: series.length > 1 ? 0.14 : 0.22 })]
        : []),
      lineY(rows, { ...shared, stroke: color, strokeWidth: 1.75, strokeLinejoin: 'round' }),
      ...(rows.length <= 60 ? [dot(rows, { ...shared, fill: color, r: 2.5 })] : []),
      dot(rows, { ...shared, r: 3, fill: color, opacity: 0, title: look.report, tip: { ...tipLook, pointer: 'x' } }),
      ...(named.length > 0
        ? [
            text(named, {
              x: 'x',
              y: 'value',
              text: (row: ChartRow) => cut(row.series),
              textAnchor: 'start',
              dx: 6,
              fill: color,
              fontWeight: 500,
            }),
          ]
        : []),
    ],
  }
}

/** Labels at the ends of lines that do not overlap; the legend has all. */
function apart(ends: readonly ChartRow[], rows: readonly ChartRow[], look: PlotLook): ChartRow[] {
  const values = rows.map(({ value = 0 }) => value)
  const range = values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity)
  const gap = (range * 15) / Math.max(80, look.height - 70)
  const kept: ChartRow[] = []
  for (const end of ends) {
    if (kept.every((other) => Math.abs((other.value ?? 0) - (end.value ?? 0)) >= gap)) kept.push(end)
  }
  return kept
}

function points(data: ChartData, look: PlotLook): PlotOptions & { marks: Markish[] } {
  const { rows, series } = data
  const isShaded = rows.some(({ shade }) => shade !== undefined)
  const few = rows.length <= 400
  return {
    x: { label: look.labels.x, nice: true },
    y: { label: look.labels.y, nice: true },
    marginLeft: 56,
    ...(isShaded ? { color: ramp } : {}),
    // Parts also differ by shape.
    ...(series.length > 1 && series.length <= 6 ? { symbol: { domain: [...series] } } : {}),
    marks: [
      gridX({ strokeOpacity: 0.12 }),
      gridY({ strokeOpacity: 0.12 }),
      dot(rows, {
        x: 'x',
        y: 'y',
        r: few ? 4 : 2.5,
        fill: isShaded ? 'shade' : fillOf(data, look),
        fillOpacity: few ? 0.85 : 0.6,
        ...(series.length > 1 && series.length <= 6 ? { symbol: 'series' } : {}),
        title: look.report,
        tip: tipLook,
      }),
    ],
  }
}

function histogram(data: ChartData, look: PlotLook): PlotOptions & { marks: Markish[] } {
  return {
    x: { label: look.labels.x },
    y: { label: look.labels.y, nice: true },
    marginLeft: 56,
    marks: [
      gridY({ strokeOpacity: 0.12 }),
      rectY(data.rows, {
        x1: 'x',
        x2: 'x2',
        y: 'value',
        fill: fillOf(data, look),
        insetLeft: 0.5,
        insetRight: 0.5,
        title: look.report,
        tip: tipLook,
      }),
      ruleY([0]),
    ],
  }
}

function boxes(data: ChartData, look: PlotLook): PlotOptions & { marks: Markish[] } {
  const boxed = data.rows.filter(({ median }) => median !== undefined)
  const outside = data.rows.filter(({ median }) => median === undefined)
  const texts = textsOf(boxed, 'x')
  const flat = isFlat(texts, data.facets.length > 0 ? facetWidth : look.width)
  const color = look.colorOf('')
  const order = { domain: texts, tickFormat: cut, label: null }
  const tip = { title: look.report, tip: tipLook }
  const edge = valueEdge(
    look.labels.y,
    boxed.map(({ high }) => high),
    look.language,
  )
  const box = { fill: color, fillOpacity: 0.22, stroke: color }
  if (flat) {
    return {
      ...sideways(texts, look, order, edge),
      marks: [
        gridX({ strokeOpacity: 0.12 }),
        ruleY(boxed, { y: 'x', x1: 'low', x2: 'high', stroke: color }),
        barX(boxed, { y: 'x', x1: 'q1', x2: 'q3', insetTop: 2, insetBottom: 2, ...box, ...tip }),
        tickX(boxed, { y: 'x', x: 'median', stroke: color, strokeWidth: 2.5, insetTop: 2, insetBottom: 2 }),
        dot(outside, { y: 'x', x: 'value', stroke: color, r: 2 }),
      ],
    }
  }
  return {
    x: { ...order, padding: 0.4 },
    y: edge,
    marginLeft: 56,
    marks: [
      gridY({ strokeOpacity: 0.12 }),
      ruleX(boxed, { x: 'x', y1: 'low', y2: 'high', stroke: color }),
      barY(boxed, { x: 'x', y1: 'q1', y2: 'q3', ...box, ...tip }),
      tickY(boxed, { x: 'x', y: 'median', stroke: color, strokeWidth: 2.5 }),
      dot(outside, { x: 'x', y: 'value', stroke: color, r: 2 }),
    ],
  }
}

function heatMap({ rows }: ChartData, look: PlotLook): PlotOptions & { marks: Markish[] } {
  const [across, up] = [rows.some(({ x2 }) => x2 !== undefined), rows.some(({ y2 }) => y2 !== undefined)]
  const xTexts = across ? [] : textsOf(rows, 'x')
  const yTexts = up ? [] : textsOf(rows, 'y')
  const shared = { fill: 'value', title: look.report, tip: tipLook, inset: 0.5 }
  const mark = across
    ? up
      ? rect(rows, { x1: 'x', x2: 'x2', y1: 'y', y2: 'y2', ...shared })
      : barX(rows, { x1: 'x', x2: 'x2', y: 'y', ...shared })
    : up
      ? barY(rows, { x: 'x', y1: 'y', y2: 'y2', ...shared })
      : cell(rows, { x: 'x', y: 'y', ...shared })
  const turned = isFlat(xTexts, look.width)
  return {
    x: {
      label: look.labels.x,
      ...(across ? {} : { domain: xTexts, tickFormat: cut, ...(turned ? { tickRotate: -40 } : {}) }),
    },
    y: { label: look.labels.y, ...(up ? {} : { domain: yTexts, tickFormat: cut }) },
    color: ramp,
    marginLeft: up ? 56 : marginFor(yTexts) + 12,
    marginBottom: turned ? 90 : 40,
    ...(up ? {} : { height: Math.max(look.height, yTexts.length * barHeight + 90) }),
    marks: [mark, frame({ strokeOpacity: 0.15 })],
  }
}

const ramp = {
  type: 'linear',
  interpolate: (share: number) =>
    `color-mix(in oklab, var(--_ramp-high) ${Math.round(share * 1000) / 10}%, var(--_ramp-low))`,
} as const satisfies PlotOptions['color']

/** Facets in a grid with titles; without facets the chart itself. */
function withFacets(
  options: PlotOptions & { marks: Markish[] },
  { facets, rows }: ChartData,
  look: PlotLook,
): PlotOptions {
  const shared: PlotOptions = {
    width: look.width,
    height: look.height,
    marginTop: 28,
    marginBottom: 40,
    style: { background: 'none', color: 'inherit', fontFamily: 'inherit', fontSize: '12px', overflow: 'visible' },
    ...options,
  }
  if (facets.length === 0) return shared
  const across = Math.max(1, Math.min(facets.length, Math.floor(look.width / facetWidth)))
  const placeOf = (facet: string | undefined): number => Math.max(0, facets.indexOf(facet ?? ''))
  const down = Math.ceil(facets.length / across)
  return {
    ...shared,
    ...(options.x && !('domain' in options.x) ? { x: { ...options.x, ticks: 3 } } : {}),
    height: Math.max(look.height, down * facetHeight + 60),
    marginTop: 36,
    facet: {
      data: rows,
      x: (row: ChartRow) => placeOf(row.facet) % across,
      y: (row: ChartRow) => Math.floor(placeOf(row.facet) / across),
    },
    fx: { axis: null, padding: 0.12 },
    fy: { axis: null, padding: 0.22 },
    marks: [
      ...options.marks,
      text(facets, {
        fx: (facet: string) => placeOf(facet) % across,
        fy: (facet: string) => Math.floor(placeOf(facet) / across),
        text: cut,
        frameAnchor: 'top-left',
        dy: -14,
        fontWeight: 600,
      }),
    ],
  }
}
