import { loadLazyTexts } from '../../language/languages.ts'
import type { TableFilter } from '@aw-flow/schema/internal'
import { createRangeFilter, toggleCategory, type ChartBrush } from './chart-brush.ts'
import type { ChartData, ChartValue } from './chart-data.ts'
import { chartKeyStrings, type ChartKeyStrings } from './chart-key-strings.ts'
import { formatNumber, formatValue } from './describe-chart.ts'
import { getKey } from '../../get-key.ts'

/** Start and end of a part of the drawing, in pixels along the axis. */
export type ChartRange = readonly [start: number, end: number]

/** A chart in which the user can select values. */
export interface SelectableChart {
  readonly brush: ChartBrush
  readonly data: ChartData
  /** The current filter on the axis column, if any. */
  readonly filter: TableFilter | undefined
  /** The data type of the axis column. */
  readonly type: string
  readonly language: string
  /** Label of the category that combines all other values. It cannot be selected. */
  readonly otherValues: string
  /** Label of the category for rows without a value. */
  readonly noValue: string
  /** Sets the filter on the axis column, or removes it if `filter` is undefined. */
  setFilter(filter: TableFilter | undefined): void
  /** Draws the keyboard cursor and, if given, the range that is not applied yet. */
  highlight(cursor: ChartRange | undefined, range: ChartRange | undefined): void
  announce(text: string): void
}

/**
 * Creates the keyboard selection with strings in the given language.
 */
export async function createKeyboardSelection(language: string): Promise<KeyboardSelection> {
  return new KeyboardSelection(await loadLazyTexts(language, 'chartKeys', chartKeyStrings))
}

/** Number of evenly spaced steps, used if the data has fewer than two or more than `maxStops` distinct positions. */
const evenStepCount = 40
/** Maximum number of data positions that the cursor visits individually. */
const maxStops = 500

/** Lets the user select chart values with the keyboard. Loaded with its strings when a chart first receives focus. */
export class KeyboardSelection {
  readonly #strings: ChartKeyStrings
  #index: number | undefined
  #anchor: number | undefined

  constructor(strings: ChartKeyStrings) {
    this.#strings = strings
  }

  /** Returns the keyboard help for a chart. */
  getHint({ kind }: ChartBrush): string {
    return kind === 'values' ? this.#strings.valueKeys : this.#strings.rangeKeys
  }

  /** Resets the cursor and the pending range, for example when the chart loses focus. */
  clear(chart: Pick<SelectableChart, 'highlight'>): void {
    this.#index = undefined
    this.#anchor = undefined
    chart.highlight(undefined, undefined)
  }

  /** Handles a key press. Returns whether the key was handled. */
  handleKey(
    event: Parameters<typeof getKey>[0] & Pick<KeyboardEvent, 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
    chart: SelectableChart,
  ): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false
    const key = getKey(event)
    return chart.brush.kind === 'values'
      ? this.#handleValues(key, chart, chart.brush)
      : this.#handleRange(key, event.shiftKey, chart, chart.brush)
  }

  #handleValues(
    key: string,
    chart: SelectableChart,
    { column, bands }: Extract<ChartBrush, { kind: 'values' }>,
  ): boolean {
    const index = this.#move(key, bands.length)
    if (index !== undefined) {
      const band = bands[index]
      if (!band) return true
      chart.highlight([band.start, band.end], undefined)
      const isSelected = listSelectedValues(chart.filter).includes(toCategory(band.value, chart))
      const text = describeBand(band.value, chart)
      chart.announce(isSelected ? this.#strings.selected(text) : text)
      return true
    }
    if (key === 'Escape') return this.#clearFilter(chart)
    if (key !== 'Enter' && key !== ' ') return false
    const value = this.#index === undefined ? undefined : bands[this.#index]?.value
    if (value === undefined) return false
    if (value === chart.otherValues) {
      chart.announce(this.#strings.notSelectable(value))
      return true
    }
    const filter = toggleCategory(column, chart.filter, toCategory(value, chart))
    chart.setFilter(filter)
    const isSelected = listSelectedValues(filter).includes(toCategory(value, chart))
    chart.announce(isSelected ? this.#strings.selected(value) : this.#strings.deselected(value))
    return true
  }

  #handleRange(
    key: string,
    shiftKey: boolean,
    chart: SelectableChart,
    brush: Extract<ChartBrush, { kind: 'range' }>,
  ): boolean {
    const stops = listStops(brush, chart.data)
    const previousIndex = this.#index
    const index = this.#move(key, stops.length)
    if (index !== undefined) {
      const position = stops[index]
      if (position === undefined) return true
      this.#anchor = shiftKey ? (this.#anchor ?? previousIndex ?? index) : undefined
      const start = this.#anchor === undefined ? undefined : stops[this.#anchor]
      const format = (stop: number): string => formatPosition(brush, stop, chart.language)
      chart.highlight([position - 1, position + 1], start === undefined ? undefined : [start, position])
      const range = start === undefined ? undefined : ([Math.min(start, position), Math.max(start, position)] as const)
      chart.announce(range ? this.#strings.range(format(range[0]), format(range[1])) : format(position))
      return true
    }
    if (key === 'Escape') {
      if (this.#anchor === undefined) return this.#clearFilter(chart)
      this.#anchor = undefined
      chart.highlight(undefined, undefined)
      return true
    }
    if (key !== 'Enter' && key !== ' ') return false
    const [start, end] = [this.#anchor, this.#index].map((stop) => (stop === undefined ? undefined : stops[stop]))
    if (start === undefined || end === undefined || start === end) return false
    const filter = createRangeFilter(brush, [start, end], chart.type)
    this.#anchor = undefined
    chart.setFilter(filter)
    chart.highlight([end - 1, end + 1], undefined)
    chart.announce(this.#strings.selected(this.#strings.range(filter.value ?? '', filter.upTo ?? '')))
    return true
  }

  #clearFilter(chart: SelectableChart): boolean {
    if (!chart.filter) return false
    chart.setFilter(undefined)
    chart.announce(this.#strings.removed)
    return true
  }

  /** Moves the cursor on an arrow key, Home or End, and returns its new index. Returns `undefined` for other keys. */
  #move(key: string, length: number): number | undefined {
    const index = this.#index
    const lastIndex = length - 1
    const targetByKey: Readonly<Record<string, number>> = {
      ArrowRight: index === undefined ? 0 : index + 1,
      ArrowDown: index === undefined ? 0 : index + 1,
      ArrowLeft: index === undefined ? lastIndex : index - 1,
      ArrowUp: index === undefined ? lastIndex : index - 1,
      Home: 0,
      End: lastIndex,
    }
    if (!Object.hasOwn(targetByKey, key)) return undefined
    this.#index = Math.max(0, Math.min(lastIndex, targetByKey[key]!))
    return this.#index
  }
}

const toCategory = (value: string, { noValue }: SelectableChart): string | null => (value === noValue ? null : value)

const listSelectedValues = (filter: TableFilter | undefined): readonly (string | null)[] =>
  filter?.test === 'one-of' ? (filter.values ?? []) : []

/** Describes a category and its values in the chart. */
function describeBand(value: string, { data, language }: SelectableChart): string {
  const formattedValues = data.rows.flatMap((row) => {
    const number = row.median ?? row.value
    if (String(row.x ?? '') !== value || number === undefined) return []
    const text = formatNumber(number, language)
    return [row.series === undefined ? text : `${row.series} ${text}`]
  })
  return formattedValues.length === 0 ? value : `${value}: ${formattedValues.join(', ')}`
}

const formatPosition = (
  { toValue, start, end }: Extract<ChartBrush, { kind: 'range' }>,
  position: number,
  language: string,
): string => {
  const value = toValue(Math.max(start, Math.min(end, position)))
  return formatValue(typeof value === 'number' ? Number(value.toPrecision(4)) : value, language)
}

/**
 * Returns the positions that the cursor can move to: the bin edges of a histogram, the points of a line, or evenly
 * spaced steps.
 */
function listStops(brush: Extract<ChartBrush, { kind: 'range' }>, { rows }: ChartData): number[] {
  const { start, end } = brush
  const values = rows.flatMap(({ x, x2 }) => [x, x2].filter((value): value is ChartValue => value !== undefined))
  const positions = values
    .map((value) => brush.toPosition(value))
    .filter((position) => position >= start && position <= end)
  const distinctPositions = [...new Set(positions)].toSorted((a, b) => a - b)
  if (distinctPositions.length > 1 && distinctPositions.length <= maxStops) return distinctPositions
  return Array.from({ length: evenStepCount + 1 }, (_, step) => start + ((end - start) * step) / evenStepCount)
}
