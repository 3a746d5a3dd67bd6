import { message } from '@aw-flow/messages'
import { isInteger, name, sql, type Scalar, type Sql } from '@aw-flow/engine'
import { error, info, type Column, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { chosenColumns, freeName, missingColumn } from './column-names.ts'
import { magnitudeQuery, magnitudesOf } from './exact-sum.ts'
import {
  compileMeasure,
  groupCell,
  measureFunctionSchema,
  measureLabels,
  summedColumns,
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
      description: 'Each combination of values in these columns is one row. None: one row.',
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
    .meta({ title: 'Function', description: 'Aggregate function of each cell.', labels: measureLabels }),
  value: z.string().default('').meta({
    title: 'Value',
    description: 'Column to aggregate. Empty with Count: counts rows.',
    format: 'column',
  }),
  values: z
    .array(z.string())
    .max(maxValues)
    .default([])
    .meta({
      title: 'Values',
      description: 'Values that become columns, in this order. None: all values, sorted.',
      examples: ['["2024", "2025"]'],
    }),
  prefix: z.string().default('').meta({ title: 'Prefix', description: 'Prepended to the name of each new column.' }),
})
type Settings = z.output<typeof settings>

const measureOf = (own: Settings): Measure => ({ function: own.function, column: own.value, as: '', separator: ', ' })

/** Turns the values of a column into columns (pivot). @internal */
export const pivotNode = defineTableNode({
  type: 'pivot',
  version: 1,
  title: 'Rows to columns',
  description: 'Pivots a table: each value of a column becomes a column, and each cell is an aggregate.',
  icon: 'table-properties',
  settings,
  summary: (own) =>
    message('pivot.summary', {
      measure: describeMeasure(measureOf(own)),
      rows: own.rows.length === 0 ? message('pivot.one-row', {}) : message('summary.columns', { columns: own.rows }),
      column: own.column || message('summary.a-column', {}),
    }),

  probe(own, { table }) {
    const { columns, from } = table!
    const magnitudes = magnitudeQuery(summedColumns([measureOf(own)], columns), from)
    if (own.values.length > 0) return magnitudes
    const text = sql`CAST(${groupCell(columns.find((column) => column.name === own.column)!)} AS VARCHAR)`
    const values = sql`SELECT DISTINCT ${text} AS ${name('value')} FROM ${from} WHERE ${name(own.column)} IS NOT NULL ORDER BY 1 LIMIT ${maxValues + 1}`
    return magnitudes
      ? sql`SELECT v.*, m.* FROM (${values}) AS v CROSS JOIN (${magnitudes}) AS m ORDER BY v.value`
      : values
  },

  plan(own, { table }, facts) {
    const { columns } = table!
    const { columns: groups, problems } = chosenColumns(own.rows, columns, 'rows')
    const turned = columns.find((column) => column.name === own.column)
    if (!turned) problems.push(missingColumn(own.column, columns, 'column'))
    const compiled = compileMeasure(measureOf(own), measuredRows(table!, facts), 'value')
    if ('code' in compiled) problems.push(compiled)
    const values = own.values.length > 0 ? [...new Set(own.values)] : valuesOf(facts)
    if (problems.length > 0 || !turned || !values) return { problems }
    if (values.length > maxValues) {
      const where = { setting: 'column', column: own.column }
      problems.push(error('pivot.too-many', { column: own.column, max: maxValues }, { where }))
      return { problems }
    }
    return pivoted(own, table!, groups, turned, values, facts)
  },
})

const measuredRows = ({ columns, row, rows = 0 }: TableInput, facts: Facts) => ({
  columns,
  row,
  rows,
  magnitudes: magnitudesOf(facts ?? []),
})
type Facts = readonly Readonly<Record<string, Scalar>>[] | undefined

/** The values that the probe found; `undefined` before a run. */
const valuesOf = (facts: Facts): string[] | undefined =>
  facts?.flatMap(({ value }) => (value === undefined || value === null ? [] : [String(value)]))

function pivoted(
  own: Settings,
  table: TableInput,
  groups: readonly Column[],
  turned: Column,
  values: readonly string[],
  facts: Facts,
) {
  const problems: Problem[] = []
  const columns: Column[] = [...groups]
  const cells: Sql[] = groups.map((group) => sql`${groupCell(group)} AS ${name(group.name)}`)
  const text = sql`CAST(${groupCell(turned)} AS VARCHAR)`
  const taken = new Set(groups.map((group) => group.name.toLowerCase()))
  for (const value of values) {
    // DuckDB has no column without a name, and compares names without case.
    const named = freeName(own.prefix + value || '(empty)', taken)
    taken.add(named.toLowerCase())
    if (named !== own.prefix + value) problems.push(renamed(own.column, own.prefix + value, named))
    const isValue =
      isInteger(turned.type) && /^(0|-?[1-9]\d{0,17})$/.test(value)
        ? sql`${name(turned.name)} = ${BigInt(value)}`
        : sql`${text} = ${value}`
    const filter = sql` FILTER (WHERE ${isValue})`
    const compiled = compileMeasure(measureOf(own), measuredRows(table, facts), 'value', filter)
    if ('code' in compiled) return { problems: [compiled] }
    columns.push({ name: named, type: compiled.type })
    cells.push(sql`${compiled.value} AS ${name(named)}`)
  }
  if (columns.length === 0) {
    problems.push(
      error('pivot.no-values', { column: own.column }, { where: { setting: 'column', column: own.column } }),
    )
  }
  if (columns.length === 0) return { problems }
  const keys = groups.map(groupCell)
  const grouped = keys.length === 0 ? sql`` : sql` GROUP BY ${keys} ORDER BY min(${table.row})`
  return { outputs: { table: { columns, select: sql`SELECT ${cells} FROM ${table.from}${grouped}` } }, problems }
}

const renamed = (column: string, value: string, to: string): Problem =>
  info('pivot.renamed', { value: JSON.stringify(value), column, name: to }, { where: { setting: 'column', column } })
