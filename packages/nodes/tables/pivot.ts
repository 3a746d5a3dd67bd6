import { message } from '@aw-flow/messages'
import { isInteger, quoteIdentifier, sql, type Scalar, type Sql } from '@aw-flow/engine'
import { error, info, type Column, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { findColumns, makeUniqueName, createMissingColumnProblem } from './column-names.ts'
import { createMagnitudeQuery, readMagnitudes } from './exact-sum.ts'
import {
  compileMeasure,
  compileGroupCell,
  measureFunctionSchema,
  measureLabels,
  listSummedColumns,
  type Measure,
  describeMeasure,
} from './measures.ts'
import { defineTableNode, type TableInput } from './table-node.ts'

const maxValues = 1000

const settings = z.strictObject({
  rows: z
    .array(z.string())
    .max(1000)
    .default([])
    .meta({
      title: 'Rows',
      description: 'Each combination of values in these columns becomes a row. Leave empty for a single row.',
      format: 'columns',
      examples: ['["city"]'],
    }),
  column: z.string().default('').meta({
    title: 'Columns from',
    description: 'Column whose values become columns.',
    format: 'column',
  }),
  function: measureFunctionSchema
    .default('count')
    .meta({ title: 'Function', description: 'Aggregate function for each cell.', labels: measureLabels }),
  value: z.string().default('').meta({
    title: 'Value',
    description: 'Column to aggregate. For Count, leave empty to count rows.',
    format: 'column',
  }),
  values: z
    .array(z.string())
    .max(maxValues)
    .default([])
    .meta({
      advanced: true,
      title: 'Values',
      description: 'Values that become columns, in this order. Leave empty for all values in sorted order.',
      examples: ['["2024", "2025"]'],
    }),
  prefix: z
    .string()
    .default('')
    .meta({ advanced: true, title: 'Prefix', description: 'Prepended to the name of each new column.' }),
})
type Settings = z.output<typeof settings>

const createMeasure = (config: Settings): Measure => ({
  function: config.function,
  column: config.value,
  as: '',
  separator: ', ',
})

/** Pivots a table: turns each value of a column into a column of its own. @internal */
export const pivotNode = defineTableNode({
  type: 'pivot',
  version: 1,
  title: 'Pivot',
  description: 'Pivots a table: each value of a column becomes a column, and each cell is an aggregate.',
  icon: 'table-properties',
  settings,
  summary: (config) =>
    message('pivot.summary', {
      measure: describeMeasure(createMeasure(config)),
      rows:
        config.rows.length === 0 ? message('pivot.one-row', {}) : message('summary.columns', { columns: config.rows }),
      column: config.column || message('summary.a-column', {}),
    }),

  probe(config, { table }) {
    const { columns, from } = table!
    const magnitudeQuery = createMagnitudeQuery(listSummedColumns([createMeasure(config)], columns), from)
    if (config.values.length > 0) return magnitudeQuery
    const text = sql`CAST(${compileGroupCell(columns.find((column) => column.name === config.column)!)} AS VARCHAR)`
    const valueQuery = sql`SELECT DISTINCT ${text} AS ${quoteIdentifier('value')} FROM ${from} WHERE ${quoteIdentifier(config.column)} IS NOT NULL ORDER BY 1 LIMIT ${maxValues + 1}`
    return magnitudeQuery
      ? sql`SELECT v.*, m.* FROM (${valueQuery}) AS v CROSS JOIN (${magnitudeQuery}) AS m ORDER BY v.value`
      : valueQuery
  },

  plan(config, { table }, probeRows) {
    const { columns } = table!
    const { columns: groupColumns, problems } = findColumns(config.rows, columns, 'rows')
    const pivotColumn = columns.find((column) => column.name === config.column)
    if (!pivotColumn) problems.push(createMissingColumnProblem(config.column, columns, 'column'))
    const compiledMeasure = compileMeasure(createMeasure(config), createMeasuredRows(table!, probeRows), 'value')
    if (!compiledMeasure.ok) problems.push(compiledMeasure.problem)
    const values = config.values.length > 0 ? [...new Set(config.values)] : readValues(probeRows)
    if (problems.length > 0 || !pivotColumn || !values) return { problems }
    if (values.length > maxValues) {
      const where = { setting: 'column', column: config.column }
      problems.push(error('pivot.too-many', { column: config.column, max: maxValues }, { where }))
      return { problems }
    }
    return buildPivot(config, table!, groupColumns, pivotColumn, values, probeRows)
  },
})

const createMeasuredRows = ({ columns, row, rows = 0 }: TableInput, probeRows: ProbeRows) => ({
  columns,
  row,
  rowCount: rows,
  magnitudes: readMagnitudes(probeRows ?? []),
})
type ProbeRows = readonly Readonly<Record<string, Scalar>>[] | undefined

/** Returns the values that the probe found, or `undefined` before a run. */
const readValues = (probeRows: ProbeRows): string[] | undefined =>
  probeRows?.flatMap(({ value }) => (value === undefined || value === null ? [] : [String(value)]))

function buildPivot(
  config: Settings,
  table: TableInput,
  groupColumns: readonly Column[],
  pivotColumn: Column,
  values: readonly string[],
  probeRows: ProbeRows,
) {
  const problems: Problem[] = []
  const columns: Column[] = [...groupColumns]
  const cells: Sql[] = groupColumns.map((group) => sql`${compileGroupCell(group)} AS ${quoteIdentifier(group.name)}`)
  const text = sql`CAST(${compileGroupCell(pivotColumn)} AS VARCHAR)`
  const usedNames = new Set(groupColumns.map((group) => group.name.toLowerCase()))
  for (const value of values) {
    // DuckDB requires a name for each column, and ignores case in names.
    const columnName = makeUniqueName(config.prefix + value || '(empty)', usedNames)
    usedNames.add(columnName.toLowerCase())
    if (columnName !== config.prefix + value)
      problems.push(createRenamedNote(config.column, config.prefix + value, columnName))
    const valueCondition =
      isInteger(pivotColumn.type) && /^(0|-?[1-9]\d{0,17})$/.test(value)
        ? sql`${quoteIdentifier(pivotColumn.name)} = ${BigInt(value)}`
        : sql`${text} = ${value}`
    const filter = sql` FILTER (WHERE ${valueCondition})`
    const compiledMeasure = compileMeasure(createMeasure(config), createMeasuredRows(table, probeRows), 'value', filter)
    if (!compiledMeasure.ok) return { problems: [compiledMeasure.problem] }
    columns.push({ name: columnName, type: compiledMeasure.value.type })
    cells.push(sql`${compiledMeasure.value.value} AS ${quoteIdentifier(columnName)}`)
  }
  if (columns.length === 0) {
    problems.push(
      error('pivot.no-values', { column: config.column }, { where: { setting: 'column', column: config.column } }),
    )
  }
  if (columns.length === 0) return { problems }
  const keys = groupColumns.map(compileGroupCell)
  const groupBy = keys.length === 0 ? sql`` : sql` GROUP BY ${keys} ORDER BY min(${table.row})`
  return { outputs: { table: { columns, select: sql`SELECT ${cells} FROM ${table.from}${groupBy}` } }, problems }
}

const createRenamedNote = (column: string, value: string, newName: string): Problem =>
  info(
    'pivot.renamed',
    { value: JSON.stringify(value), column, name: newName },
    { where: { setting: 'column', column } },
  )
