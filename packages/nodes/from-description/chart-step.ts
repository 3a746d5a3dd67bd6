import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { findNumericColumn } from './conditions/compared-columns.ts'
import { isMeasureName } from './query/measures.ts'
import { completeQuery, type TableQuery } from './query/table-query.ts'
import type { StepDraft } from './step.ts'
import type { Token } from './words.ts'

/** Words that request a chart, but do not refer to a column or value. */
export const chartWords =
  /(?:\b(?:make|create|draw|show|build|plot|give|zeichne\w*|erstelle\w*|zeige?|generate|use|want) (?:me |it |mir )?)?(?:\b(?:as|in|als|with|mit) )?(?:\b(?:an?|the|eine?n?|ein) )?(?:\b(?:simple|nice|small) )?(?:\b(?:bar|line|pie|area|scatter|box|column|time series|heat)[ -]?)?\b(?:charts?|plots?|graphs?|diagrams?|histograms?|heat ?maps?|scatter\w*|pie|\w*diagramme?|histogramm|heatmap)\b(?: (?:of it|of that|of this|davon|of|for|from|von|der|des))?|(?<!\ba )\b(?:draw|visuali[sz]e|zeichne\w*|visualisier\w*)\b|\b(?:as|als) (?:an? |eine? )?(?:lines?|bars?|curve|linie|balken|kurve)\b/g

const markPatterns: readonly (readonly [RegExp, string])[] = [
  [/\bhistogram/, 'histogram'],
  [/\b(?:lines?|linien?|curve|kurven?)/, 'line'],
  [/\b(?:area|flachen)/, 'area'],
  [/\b(?:scatter|streu|punkt)/, 'scatter'],
  [/\b(?:box)/, 'box'],
  [/\b(?:heat)/, 'heat-map'],
  [/\b(?:bars?|column chart|balken|saulen)/, 'bar'],
]
const chartMeasures: Readonly<Record<string, string>> = {
  count: 'count',
  'count-distinct': 'distinct',
  sum: 'sum',
  mean: 'mean',
  median: 'median',
  min: 'min',
  max: 'max',
}

/** A request for a chart, with the columns that the description names. */
export interface ChartRequest {
  readonly folded: string
  readonly tokens: readonly Token[]
  /** The named columns that are not already used for another purpose. */
  readonly namedColumns: readonly Column[]
}

/** Returns whether folded text requests a chart. */
export const requestsChart = (folded: string): boolean => new RegExp(chartWords, '').test(folded)

/**
 * Compiles a query with a single measure into a chart that computes the measure itself. Returns `undefined` if the
 * query needs features that a chart does not have.
 */
export function compileAggregatedChart(
  incompleteQuery: TableQuery,
  { folded }: ChartRequest,
): readonly StepDraft[] | undefined {
  const query = completeQuery(incompleteQuery)
  const { groups, measures, order, having, limit, share, rounding, filters } = query
  const [group, measure] = [groups[0], measures[0]]
  if (
    groups.length !== 1 ||
    measures.length !== 1 ||
    order.length + having.length > 0 ||
    limit ||
    share ||
    rounding ||
    query.window
  )
    return undefined
  const chartMeasure = chartMeasures[measure!.function]
  if (chartMeasure === undefined || !group || group.isSql || query.computedColumns.some(({ isSql }) => isSql))
    return undefined
  const derivedColumns = [
    ...query.computedColumns,
    ...(group.expression === undefined ? [] : [{ name: group.name, expression: group.expression }]),
  ]
  return [
    ...filters,
    ...derivedColumns.map(({ name, expression }) => ({
      type: 'derive_column',
      config: { column: name, expression: expression! },
    })),
    {
      type: 'chart',
      config: {
        mark: chooseMark(folded, group),
        x: group.name,
        y: chartMeasure === 'count' ? '' : measure!.column,
        measure: chartMeasure,
      },
    },
  ]
}

const chooseMark = (folded: string, x: { readonly name: string; readonly type: string } | undefined): string =>
  markPatterns.find(([pattern]) => pattern.test(folded))?.[1] ??
  (/\b(?:over time|zeitverlauf|zeitlich\w*)\b/.test(folded) ||
  (x && (isTemporal(x.type) || /^(?:day|month|quarter|year|decade)$/i.test(x.name)))
    ? 'line'
    : 'bar')

/**
 * Compiles a chart of existing columns: the named ones or, if none fit, the measures of the preceding result.
 *
 * @param sourceColumns - The columns of the source files. All other columns are computed.
 */
export function compileChart(
  { folded, tokens, namedColumns }: ChartRequest,
  columns: readonly Column[],
  sourceColumns: readonly Column[] = columns,
): StepDraft {
  // "a chart of the sales" means the column `sum_sales`.
  const matchingColumns = namedColumns.flatMap(
    ({ name }) =>
      columns.find((column) => column.name === name) ??
      columns.find((column) => isMeasureName(column.name) && column.name.endsWith(`_${name}`)) ??
      [],
  )
  const numericColumns = columns.filter(({ type }) => isNumber(type))
  const mark = markPatterns.find(([pattern]) => pattern.test(folded))?.[1]
  const [firstColumn] = matchingColumns
  if (mark === 'histogram')
    return { type: 'chart', config: { mark, x: (firstColumn ?? numericColumns[0])?.name ?? '' } }
  const [axisX, axisY] = (['x', 'y'] as const).map((axis) => findAxisColumn(axis, folded, tokens, columns))
  if (mark === 'scatter') {
    const [x, y] = [
      axisX ?? matchingColumns.find((column) => column !== axisY),
      axisY ?? matchingColumns.find((column) => column.name !== (axisX ?? matchingColumns[0])?.name),
    ]
    const isSwapped = axisX === undefined && /\b(?:against|vs\.?|versus|over|gegen|uber)\b/.test(folded)
    const [horizontal, vertical] = isSwapped ? [y, x] : [x, y]
    return { type: 'chart', config: { mark, x: horizontal?.name ?? '', y: vertical?.name ?? '' } }
  }
  const measureColumn = columns.find(({ name, type }) => isNumber(type) && isMeasureName(name))
  const y =
    axisY ??
    matchingColumns.find((column) => isNumber(column.type) && !column.name.endsWith('id') && column !== axisX) ??
    measureColumn ??
    columns.findLast(({ name, type }) => isNumber(type) && sourceColumns.every((source) => source.name !== name)) ??
    (columns.length < 4 ? (findNumericColumn(columns) ?? findLastNumericColumn(columns)) : undefined)
  const isOverTime = /\b(?:over time|zeitverlauf|zeitlich\w*|entwicklung)\b/.test(folded)
  const x =
    axisX ??
    (isOverTime ? columns.find(({ type }) => isTemporal(type)) : undefined) ??
    matchingColumns.find(({ name }) => name !== y?.name) ??
    columns.find(({ type }) => mark === 'line' && isTemporal(type)) ??
    columns.find(({ name }) => name !== y?.name)
  return {
    type: 'chart',
    config: { mark: chooseMark(folded, x), x: x?.name ?? '', y: y?.name ?? '', measure: y ? 'sum' : 'count' },
  }
}

/** Returns the last numeric column that is neither a period nor an identifier. */
const findLastNumericColumn = (columns: readonly Column[]): Column | undefined =>
  columns.findLast(({ name, type }) => isNumber(type) && !/^(?:day|hour|month|quarter|year|decade|id)$/i.test(name))

/** Finds the column assigned to an axis: "income on the x axis", "x: income". */
function findAxisColumn(
  axis: 'x' | 'y',
  folded: string,
  tokens: readonly Token[],
  columns: readonly Column[],
): Column | undefined {
  const match = new RegExp(
    String.raw`\b(?:auf|on|along|an) (?:the |der |die )?${axis}(?:[ -]?(?:axis|achse))?\b|\(${axis}(?:[ -]?(?:axis|achse))?\)|\b${axis}(?:[ -]?(?:axis|achse))?\b(?= ?[:=])`,
  ).exec(folded)
  if (!match) return undefined
  const precedesAxis = !/[:=]/.test(folded.slice(match.index + match[0].length, match.index + match[0].length + 2))
  const token = precedesAxis
    ? tokens.findLast(({ column, end }) => column && end <= match.index)
    : tokens.find(({ column, start }) => column && start >= match.index + match[0].length)
  return columns.find(({ name }) => name === token?.column?.name)
}
