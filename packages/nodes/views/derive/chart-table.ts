import { message } from '@aw-flow/messages'
import {
  join,
  quoteIdentifier,
  sql,
  TablesError,
  type Relation,
  type Scalar,
  type Sql,
  type Tables,
} from '@aw-flow/engine'
import { error, info, defined, type Column, type Problem, type TableRef } from '@aw-flow/schema'
import { facetSeparator, getTypeFamily, type ChartSpec } from '@aw-flow/schema/internal'
import { findColumns } from '../../tables/column-names.ts'
import { isInteger } from '@aw-flow/engine'
import { createMagnitudeQuery, readMagnitudes } from '../../tables/exact-sum.ts'
import { compileMeasure } from '../../tables/measures.ts'
import { compileAxisStatistics, compileAxisCell, divideAxis, type Axis } from './chart-axis.ts'
import { compileBoxSelect } from './box-select.ts'
import { groupUnrankedValues, compileRank, rankValues, type RankedValues } from './chart-parts.ts'
import { throwFirstProblem } from './throw-first-problem.ts'

/** Maximum number of colors that people can tell apart. */
const maxSeries = 8
const maxFacets = 12
/** Maximum number of columns, and of rows, in a facet grid. */
const maxGridFacets = 6
/** Maximum number of points to draw. If there are more, a sample is drawn. */
const maxPoints = 4_000
const lineSteps = 400
const facetedLineSteps = 120

export interface ChartTable {
  select: Sql
  problems: Problem[]
}

interface ChartArguments {
  tables: Tables
  table: TableRef
  relation: Relation
  signal?: AbortSignal | undefined
}

/**
 * Compiles a chart's data to a single SELECT that returns at most a few thousand rows (see `chartColumns`). Adds
 * notes about rows without a value, values that are not drawn, and sampling. Queries the table several times to
 * determine bins and ranks.
 *
 * @throws {TablesError} If a column does not exist or does not fit the mark.
 */
export async function compileChartTable(spec: ChartSpec, chartArguments: ChartArguments): Promise<ChartTable> {
  const source = await selectDrawableRows(spec, chartArguments)
  const groups = await createGroups(source)
  const select =
    spec.mark === 'scatter'
      ? compileScatterSelect(source, groups)
      : spec.mark === 'box'
        ? await compileBoxes(source, groups)
        : await compileMeasuredSelect(source, groups)
  return { select, problems: source.problems }
}

/** The rows of a table that a chart can draw. */
interface ChartSource {
  spec: ChartSpec
  tables: Tables
  signal: AbortSignal | undefined
  /** The columns that the mark uses, by role. */
  columns: Partial<Record<SpecColumn, Column>>
  x: ReturnType<typeof compileAxisCell> | undefined
  y: ReturnType<typeof compileAxisCell> | undefined
  /** Whether the mark shows a measure of the y column for each group, instead of its cells. */
  aggregatesY: boolean
  from: Sql
  rowCount: number
  /** Statistics of the axes; see `compileAxisStatistics`. */
  statistics: Record<string, Scalar>
  problems: Problem[]
}

async function selectDrawableRows(
  spec: ChartSpec,
  { tables, table, relation, signal }: ChartArguments,
): Promise<ChartSource> {
  const { mark } = spec
  const columnNames = getSpecColumns(spec)
  throwFirstProblem(findColumns(Object.values(columnNames), table.columns, 'chart').problems)
  const columns: ChartSource['columns'] = Object.fromEntries(
    Object.entries(columnNames).map(([role, columnName]) => [
      role,
      table.columns.find(({ name }) => name === columnName),
    ]),
  )
  throwFirstProblem(checkSpec(spec, columns.x, columns.y))

  const x = columns.x && compileAxisCell(columns.x)
  const y = columns.y && compileAxisCell(columns.y)
  const aggregatesY = mark === 'bar' || mark === 'line' || mark === 'area'
  const presentConditions = [...(x ? [x.presentCondition] : []), ...(y && !aggregatesY ? [y.presentCondition] : [])]
  const drawableCondition = presentConditions.length === 0 ? sql`TRUE` : join(presentConditions, ' AND ')
  const from = sql`(SELECT * , ${relation.row} AS "aw:row" FROM ${relation.from} WHERE ${drawableCondition})`
  const [statistics = {}] = await tables.rows(
    sql`SELECT ${[
      sql`count(*) AS rows`,
      ...(x ? compileAxisStatistics(x.cell, x.kind, 'x') : []),
      ...(y && !aggregatesY ? compileAxisStatistics(y.cell, y.kind, 'y') : []),
    ]} FROM ${from}`,
    defined({ signal }),
  )
  const rowCount = Number(statistics.rows ?? 0)
  const problems: Problem[] = []
  if (rowCount < table.rows) {
    const axisColumns = [columns.x, aggregatesY ? undefined : columns.y]
    const names = axisColumns.flatMap((axisColumn) => (axisColumn ? [axisColumn.name] : []))
    problems.push(info('chart.no-value', { rows: table.rows - rowCount, columns: names }))
  }
  return { spec, tables, signal, columns, x, y, aggregatesY, from, rowCount, statistics, problems }
}

/** The facets and colors of a chart. */
interface ChartGroups {
  facet: Sql
  facets: RankedValues | undefined
  /** Selects the rows of the facets that are drawn. */
  facetCondition: Sql
  series: Sql
  rankedSeries: RankedValues | undefined
  /** The numeric column whose values shade the points. */
  shadeColumn: Column | undefined
}

async function createGroups(source: ChartSource): Promise<ChartGroups> {
  const { spec, tables, signal, columns, aggregatesY, from, problems } = source
  const facetColumns = [columns.facet, columns.facetRow].filter((column) => column !== undefined)
  const maxFacetValues = facetColumns.length > 1 ? maxGridFacets : maxFacets
  const facetDimensions = await Promise.all(
    facetColumns.map(async (column) => {
      const cell = compileCategoryText(column)!
      return { column, cell, rankedValues: await rankValues(tables, cell, from, maxFacetValues, { signal }) }
    }),
  )
  for (const { column, rankedValues: ranked } of facetDimensions)
    if (ranked.otherCount > 0) problems.push(createOmittedNote(ranked.otherCount, column.name, maxFacetValues, 'rows'))
  const facets = combineFacets(facetDimensions.map(({ rankedValues: ranked }) => ranked))
  const colorColumn = spec.mark === 'scatter' || spec.mark === 'histogram' || aggregatesY ? columns.color : undefined
  const isShaded = spec.mark === 'scatter' && colorColumn !== undefined && getTypeFamily(colorColumn.type) === 'number'
  const seriesCell = isShaded ? undefined : compileCategoryText(colorColumn)
  const rankedSeries = seriesCell && (await rankValues(tables, seriesCell, from, maxSeries, { signal }))
  return {
    facet: facets
      ? sql`concat_ws(${facetSeparator}, ${facetDimensions.map(({ cell, rankedValues: ranked }) => groupUnrankedValues(cell, { ...ranked, otherCount: 0 }))})`
      : sql`CAST(NULL AS VARCHAR)`,
    facets,
    facetCondition: join(
      [
        sql`TRUE`,
        ...facetDimensions
          .filter(({ rankedValues: ranked }) => ranked.otherCount > 0)
          .map(
            ({ cell, rankedValues: ranked }) =>
              sql`coalesce(list_contains([${ranked.values.map((text) => sql`${text}`)}], ${cell}), FALSE)`,
          ),
      ],
      ' AND ',
    ),
    series: seriesCell && rankedSeries ? groupUnrankedValues(seriesCell, rankedSeries) : sql`CAST(NULL AS VARCHAR)`,
    rankedSeries,
    shadeColumn: isShaded ? colorColumn : undefined,
  }
}

/** Orders by the ranks of facets or series, if there are any. */
const compileGroupRank = (name: 'facet' | 'series', ranked: RankedValues | undefined): Sql[] =>
  ranked ? [compileRank(quoteIdentifier(name), ranked)] : []

function compileScatterSelect(
  { x, y, from, rowCount, problems }: ChartSource,
  { facet, facetCondition, series, shadeColumn }: ChartGroups,
): Sql {
  const fraction = Math.min(1, maxPoints / Math.max(1, rowCount))
  // A multiplicative hash of the row number selects the same rows everywhere, spread over the table.
  const sampleCondition =
    fraction < 1 ? sql` AND ("aw:row" * 2654435761) % 4294967296 < ${Math.round(fraction * 4_294_967_296)}` : sql``
  if (fraction < 1) problems.push(info('chart.sample', { shown: maxPoints, rows: rowCount }))
  const shade = shadeColumn ? sql`CAST(${quoteIdentifier(shadeColumn.name)} AS DOUBLE)` : sql`CAST(NULL AS DOUBLE)`
  return sql`SELECT ${facet} AS facet, ${series} AS series, ${x!.cell} AS x, ${y!.cell} AS y, ${shade} AS shade FROM ${from} WHERE ${facetCondition}${sampleCondition} ORDER BY "aw:row"`
}

async function createAxis(
  { spec, tables, signal, columns, from, statistics, problems, ...cells }: ChartSource,
  axisName: 'x' | 'y',
  size: { steps: number; maxUnbinnedValues: number; rankBy?: Sql },
): Promise<{ axis: Axis; rankedValues?: RankedValues }> {
  const [axisCell, sourceColumn] = [cells[axisName], columns[axisName]]
  if (!axisCell || !sourceColumn) return { axis: { kind: 'category', start: sql`''` } }
  if (axisCell.kind !== 'category' && spec.mark !== 'bar' && !(spec.mark === 'box' && axisName === 'x')) {
    const axis = divideAxis(
      { ...axisCell, kind: axisCell.kind, isWhole: isInteger(sourceColumn.type) },
      statistics,
      axisName,
      size,
    )
    return { axis }
  }
  const cell =
    axisCell.kind === 'time'
      ? sql`CAST(${quoteIdentifier(sourceColumn.name)} AS VARCHAR)`
      : compileCategoryText(sourceColumn)!
  const rankedValues = await rankValues(tables, cell, from, spec.most, { ...defined({ rankBy: size.rankBy }), signal })
  // Numbers and times keep their natural order; text is ordered by the measure.
  if (axisCell.kind === 'number') rankedValues.values.sort((a, b) => Number(a) - Number(b))
  else if (axisCell.kind === 'time') rankedValues.values.sort()
  if (rankedValues.otherCount > 0)
    problems.push(createOmittedNote(rankedValues.otherCount, sourceColumn.name, spec.most, 'first'))
  return { axis: { kind: 'category', start: cell }, rankedValues }
}

async function compileBoxes(source: ChartSource, groups: ChartGroups): Promise<Sql> {
  const { axis, rankedValues } = await createAxis(source, 'x', { steps: source.spec.bins, maxUnbinnedValues: 0 })
  return compileBoxSelect({
    x: axis.start,
    rankedValues,
    y: source.y!.cell,
    from: source.from,
    facet: groups.facet,
    facetCondition: groups.facetCondition,
    groupOrder: [...compileGroupRank('facet', groups.facets), ...compileGroupRank('series', groups.rankedSeries)],
  })
}

/** Bars, lines, and areas measure the y column. Heat maps measure the color column. Histograms count rows. */
async function compileMeasuredSelect(source: ChartSource, groups: ChartGroups): Promise<Sql> {
  const { spec, tables, signal, columns, from, rowCount } = source
  const { mark } = spec
  const measuredColumn = mark === 'heat-map' ? columns.color : mark === 'histogram' ? undefined : columns.y
  const measureArguments = {
    measure: mark === 'histogram' ? ('count' as const) : spec.measure,
    from,
    rowCount,
    tables,
    options: defined({ signal }),
  }
  const value = await compileGroupMeasure({ ...measureArguments, column: measuredColumn })

  const steps = getAxisSteps(spec, groups)
  const xAxis = await createAxis(source, 'x', {
    steps,
    maxUnbinnedValues: mark === 'line' || mark === 'area' ? steps * 2 : 0,
    ...(mark === 'bar' ? { rankBy: value } : {}),
  })
  const yAxis = mark === 'heat-map' ? await createAxis(source, 'y', { steps, maxUnbinnedValues: 0 }) : undefined
  const filterConditions = [
    groups.facetCondition,
    ...[xAxis, yAxis].flatMap((rankedAxis) =>
      rankedAxis?.rankedValues ? [compileRankedCondition(rankedAxis.axis.start, rankedAxis.rankedValues)] : [],
    ),
  ]
  const keys: [name: string, expression: Sql][] = [
    ['facet', groups.facet],
    ['series', groups.series],
    ['x', xAxis.axis.start],
    ...(xAxis.axis.end ? [['x2', xAxis.axis.end] satisfies [string, Sql]] : []),
    ...(yAxis ? [['y', yAxis.axis.start] satisfies [string, Sql]] : []),
    ...(yAxis?.axis.end ? [['y2', yAxis.axis.end] satisfies [string, Sql]] : []),
  ]
  const quotedKeyNames = keys.map(([name]) => quoteIdentifier(name))
  // Key names can be equal to names of table columns, so the measured column gets an alias.
  const measuredCells = measuredColumn ? [sql`${quoteIdentifier(measuredColumn.name)} AS "aw:value"`] : []
  const keyCells = keys.map(([name, expression]) => sql`${expression} AS ${quoteIdentifier(name)}`)
  const innerSelect = sql`SELECT ${[...keyCells, ...measuredCells, sql`"aw:row"`]} FROM ${from} WHERE ${join(filterConditions, ' AND ')}`
  const groupValue = await compileGroupMeasure({
    ...measureArguments,
    column: measuredColumn && { name: 'aw:value', type: measuredColumn.type },
    magnitudeColumn: measuredColumn,
  })
  const compileAxisOrder = (name: 'x' | 'y', { rankedValues }: { rankedValues?: RankedValues }): Sql =>
    rankedValues ? compileRank(quoteIdentifier(name), rankedValues) : quoteIdentifier(name)
  const order = [
    ...compileGroupRank('facet', groups.facets),
    compileAxisOrder('x', xAxis),
    ...(yAxis ? [compileAxisOrder('y', yAxis)] : []),
    ...compileGroupRank('series', groups.rankedSeries),
    ...quotedKeyNames,
  ]
  return sql`SELECT ${quotedKeyNames}, CAST(${groupValue} AS DOUBLE) AS value, count(*) AS rows FROM (${innerSelect}) GROUP BY ${quotedKeyNames} ORDER BY ${order}`
}

function getAxisSteps({ mark, bins }: ChartSpec, { facets }: ChartGroups): number {
  if (mark === 'histogram') return bins
  if (mark === 'heat-map') return Math.min(60, bins)
  return facets ? facetedLineSteps : lineSteps
}

/**
 * Returns the facets of one column, or all combinations of the facets of two columns. Returns `undefined` if there are
 * no facet columns.
 */
function combineFacets([first, second]: readonly RankedValues[]): RankedValues | undefined {
  if (!first || !second) return first
  // Cells without a value have the label `(none)`, which is not among the ranked values.
  const listAllValues = ({ values }: RankedValues): string[] => [...values, '(none)']
  const values = listAllValues(first).flatMap((column) =>
    listAllValues(second).map((row) => `${column}${facetSeparator}${row}`),
  )
  return { ...first, values, otherCount: 0 }
}

const compileRankedCondition = (cell: Sql, { values }: RankedValues): Sql =>
  values.length === 0 ? sql`FALSE` : sql`coalesce(${cell} IN (${values.map((text) => sql`${text}`)}), FALSE)`

/**
 * Compiles SQL for the text of a cell as a category. Integers in columns of floating-point numbers, such as the year
 * 2019, are written without decimal places.
 */
function compileCategoryText(column: Column | undefined): Sql | undefined {
  const text = column && sql`CAST(${quoteIdentifier(column.name)} AS VARCHAR)`
  return column && /^(DOUBLE|FLOAT|REAL)/.test(column.type) ? sql`regexp_replace(${text!}, '\\.0$', '')` : text
}

const createOmittedNote = (count: number, column: string, max: number, order: 'rows' | 'first'): Problem =>
  info('chart.values-omitted', { count, column, max, order })

type SpecColumn = 'x' | 'y' | 'color' | 'facet' | 'facetRow'

/** Returns the columns that the mark uses, keyed by role. */
function getSpecColumns({ mark, x, y, color, facet, facetRow }: ChartSpec): Partial<Record<SpecColumn, string>> {
  const toEntry = (key: SpecColumn, value: string) => (value === '' ? {} : { [key]: value })
  return {
    ...toEntry('x', x),
    ...(mark === 'histogram' ? {} : toEntry('y', y)),
    ...(mark === 'box' ? {} : toEntry('color', color)),
    ...toEntry('facet', facet),
    ...toEntry('facetRow', facetRow),
  }
}

/** Returns the problems with a chart's settings that prevent it from being drawn. */
function checkSpec(
  { mark, measure, y, color }: ChartSpec,
  xColumn: Column | undefined,
  yColumn: Column | undefined,
): Problem[] {
  const markText = message('chart.mark', { mark })
  const createMissingColumnProblem = (setting: string, axis: 'x' | 'y' | 'spread'): Problem[] => {
    const reason = message('chart.needs-column', { mark: markText, axis })
    return [error('chart.no-column', { reason }, { where: { setting } })]
  }
  if (!xColumn && mark !== 'box') return createMissingColumnProblem('x', 'x')
  if (!yColumn && (mark === 'scatter' || mark === 'heat-map')) return createMissingColumnProblem('y', 'y')
  if (!yColumn && mark === 'box') return createMissingColumnProblem('y', 'spread')
  const createUnsuitableColumnProblem = (
    column: Column,
    setting: string,
    needs: 'numbers' | 'numbers-or-times',
  ): Problem[] => [
    error(
      'chart.unsupported-column-type',
      { column: column.name, type: column.type, mark: markText, needs },
      { where: { setting, column: column.name } },
    ),
  ]
  const isMeasurable = (column: Column): boolean => compileAxisCell(column).kind !== 'category'
  if (xColumn && (mark === 'scatter' || mark === 'histogram') && !isMeasurable(xColumn))
    return createUnsuitableColumnProblem(xColumn, 'x', 'numbers-or-times')
  if (yColumn && mark === 'scatter' && !isMeasurable(yColumn))
    return createUnsuitableColumnProblem(yColumn, 'y', 'numbers-or-times')
  if (yColumn && mark === 'box' && getTypeFamily(yColumn.type) !== 'number')
    return createUnsuitableColumnProblem(yColumn, 'y', 'numbers')
  const [setting, measuredName] = mark === 'heat-map' ? ['color', color] : ['y', y]
  const isGrouped = mark === 'bar' || mark === 'line' || mark === 'area' || mark === 'heat-map'
  if (isGrouped && measure !== 'count' && measuredName === '') {
    const reason = message('chart.measure-needs-column', { measure })
    return [error('chart.no-column', { reason }, { where: { setting } })]
  }
  return []
}

/** Compiles the measure of a group. The result does not depend on the number of threads. */
async function compileGroupMeasure({
  measure,
  column,
  from,
  rowCount: rows,
  tables,
  options,
  magnitudeColumn = column,
}: {
  measure: ChartSpec['measure']
  column: Column | undefined
  from: Sql
  rowCount: number
  tables: Tables
  options: { signal?: AbortSignal }
  magnitudeColumn?: Column | undefined
}): Promise<Sql> {
  if (!column) return sql`count(*)`
  const query =
    measure === 'sum' || measure === 'mean'
      ? createMagnitudeQuery(magnitudeColumn ? [magnitudeColumn] : [], from)
      : undefined
  const magnitudeRows: Record<string, Scalar>[] = query ? await tables.rows(query, options) : []
  const magnitudes = new Map([...readMagnitudes(magnitudeRows)].map(([, magnitude]) => [column.name, magnitude]))
  const compiledMeasure = compileMeasure(
    { function: measure === 'distinct' ? 'count-distinct' : measure, column: column.name, as: 'value', separator: '' },
    { columns: [column], row: sql`"aw:row"`, rowCount: rows, magnitudes },
    'measure',
  )
  if (!compiledMeasure.ok) throw new TablesError(compiledMeasure.problem)
  if ((measure === 'min' || measure === 'max') && getTypeFamily(column.type) !== 'number') {
    const params = { column: magnitudeColumn?.name ?? column.name, type: column.type, mark: measure, needs: 'numbers' }
    throw new TablesError(error('chart.unsupported-column-type', params))
  }
  return compiledMeasure.value.value
}
