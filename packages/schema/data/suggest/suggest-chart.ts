import { chartSpecSchema, type ChartSettings, type ChartSpec } from '../chart.ts'
import { getTypeFamily, type Column } from '../table.ts'
import { findColumnRoles, type ColumnFacts } from './column-roles.ts'

const coordinateNamePatterns = { x: /^(x|lon|lng|longitude)$/i, y: /^(y|lat|latitude)$/i }

/**
 * Suggests a chart based on the columns' types, names and values: a scatter plot for coordinates or two numbers, a line
 * chart for a time and a number, a bar chart for categories and a number, a histogram for a single number, and counts
 * for categories alone. The result is deterministic.
 *
 * @internal
 */
export function suggestChart(columns: readonly Column[], statistics: readonly ColumnFacts[] = []): ChartSpec {
  const { times, numbers: unorderedNumbers, categories } = findColumnRoles(columns, statistics)
  const numbers = moveRowNumbersLast(unorderedNumbers, statistics)
  const getDistinctCount = ({ name }: Column): number | undefined =>
    statistics.find((candidate) => candidate.name === name)?.distinct
  const colorColumn = categories.find((column) => (getDistinctCount(column) ?? 99) <= 10)
  const [time] = times
  const x = numbers.find(({ name }) => coordinateNamePatterns.x.test(name))
  const y = numbers.find(({ name }) => coordinateNamePatterns.y.test(name))
  const measureColumn = numbers.find((column) => column !== x && column !== y)
  const createSpec = (fields: Partial<ChartSpec>): ChartSpec => chartSpecSchema.parse(fields)
  const color = colorColumn ? { color: colorColumn.name } : {}

  if (x && y) return createSpec({ mark: 'scatter', x: x.name, y: y.name, ...color })
  if (time && measureColumn) return createSpec({ mark: 'line', x: time.name, y: measureColumn.name, measure: 'mean' })
  if (time) return createSpec({ mark: 'histogram', x: time.name })
  const [category] = categories
  if (numbers.length >= 2 && (!category || colorColumn))
    return createSpec({ mark: 'scatter', x: numbers[0]!.name, y: numbers[1]!.name, ...color })
  if (category && measureColumn)
    return createSpec({ mark: 'bar', x: category.name, y: measureColumn.name, measure: 'mean' })
  if (measureColumn) return createSpec({ mark: 'histogram', x: measureColumn.name })
  const [fallback] = [...categories, ...columns.filter(({ type }) => getTypeFamily(type) !== 'nested')]
  return createSpec({ mark: 'bar', x: fallback?.name ?? '' })
}

const integerTypes = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/

/**
 * Moves integer columns that have the most distinct values of all columns to the end, because they often number the
 * rows.
 */
function moveRowNumbersLast(numbers: readonly Column[], statistics: readonly ColumnFacts[]): readonly Column[] {
  const maxDistinct = Math.max(...statistics.map(({ distinct = 0 }) => distinct))
  const isRowNumberCandidate = ({ name, type }: Column): boolean =>
    statistics.length > 1 &&
    maxDistinct > rowNumberThreshold &&
    integerTypes.test(type) &&
    statistics.some((entry) => entry.name === name && entry.distinct === maxDistinct)
  return [...numbers.filter((column) => !isRowNumberCandidate(column)), ...numbers.filter(isRowNumberCandidate)]
}

/** Integer columns with at most this many distinct values are not assumed to number the rows. */
const rowNumberThreshold = 50

/**
 * Resolves chart settings by replacing `auto` with the suggested mark. Columns and limits selected by the user are not
 * changed.
 *
 * @internal
 */
export function resolveChart(
  settings: ChartSettings,
  columns: readonly Column[],
  statistics: readonly ColumnFacts[] = [],
): ChartSpec {
  const { mark, ...userSettings } = settings
  if (mark !== 'auto') return { ...userSettings, mark }
  const suggestion = suggestChart(columns, statistics)
  const { x, y, color, facet, facetRow, measure, most, bins } = userSettings
  if (x === '' && y === '') return { ...suggestion, facet, facetRow, most, bins, ...(color === '' ? {} : { color }) }
  const getColumnFamily = (name: string): string =>
    getTypeFamily(columns.find((column) => column.name === name)?.type ?? 'unknown')
  const isMeasurable = (name: string): boolean => getColumnFamily(name) === 'number' || getColumnFamily(name) === 'time'
  if (y === '') return { ...userSettings, mark: isMeasurable(x) && measure === 'count' ? 'histogram' : 'bar' }
  if (x === '')
    return { ...userSettings, mark: isMeasurable(y) ? 'box' : 'bar', ...(isMeasurable(y) ? {} : { x: y, y: '' }) }
  // Times can be compared, but not averaged.
  const isTime = getColumnFamily(y) === 'time'
  if (!isMeasurable(y) || (isTime && !isMeasurable(x)))
    return { ...userSettings, mark: 'heat-map', color, facet, measure }
  const bestMark =
    getColumnFamily(x) === 'number' || isTime ? 'scatter' : getColumnFamily(x) === 'time' ? 'line' : 'bar'
  return { ...userSettings, mark: bestMark, measure: measure === 'count' && bestMark !== 'scatter' ? 'mean' : measure }
}
