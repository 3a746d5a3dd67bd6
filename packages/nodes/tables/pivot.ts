import { message } from '@aw-flow/messages'
import { isInteger, name, sql, type Scalar, type Sql } from '@aw-flow/engine'
import { error, info, type Column, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { chosenColumns, freeName, missingColumn } from './column-names.ts'
import { lookAtMagnitudes, magnitudesOf } from './exact-sum.ts'
import {
  compileMeasure,
  groupCell,
  measureFunctionSchema,
  summedColumns,
  type Measure,
  describeMeasure,
} from './measures.ts'
import { defineTableNode, type TableInput } from './table-node.ts'

const mostValues = 1000

const settings = z.strictObject({
  rows: z
    .array(z.string())
    .max(1000)
    .default([])
    .meta({
      title: 'Rows',
      description: 'Each combination of values in these columns is one row; none chosen: all rows become one.',
      format: 'columns',
      examples: ['["city"]'],
    }),
  column: z.string().default('').meta({
    title: 'Columns from',
    description: 'The column whose values become columns.',
    format: 'column',
  }),
  function: measureFunctionSchema
    .default('count')
    .meta({ title: 'Function', description: 'What is worked out of the rows that meet in a cell.' }),
  value: z.string().default('').meta({
    title: 'Value',
    description: 'The column that it is worked out of; empty with count, which then counts rows.',
    format: 'column',
  }),
  values: z
    .array(z.string())
    .max(mostValues)
    .default([])
    .meta({
      title: 'Values',
      description: 'The values that become columns, in this order, as the cells are written; none: all, sorted.',
      examples: ['["2024", "2025"]'],
    }),
  prefix: z.string().default('').meta({ title: 'Prefix', description: 'Stands before the name of each new column.' }),
})
type Settings = z.output<typeof settings>

const measureOf = (own: Settings): Measure => ({ function: own.function, column: own.value, as: '', separator: ', ' })

/** Turns the values of a column into columns. */
export const pivotNode = defineTableNode({
  type: 'pivot',
  version: 1,
  title: 'Rows to columns',
  description: 'Makes a column of each value of a column, and works out what stands where rows and columns meet.',
  icon: 'table-properties',
  settings,
  summary: (own) =>
    message('pivot.summary', {
      measure: describeMeasure(measureOf(own)),
      rows: own.rows.length === 0 ? message('pivot.one-row', {}) : message('summary.columns', { columns: own.rows }),
      column: own.column || message('summary.a-column', {}),
    }),

  look(own, { table }) {
    const { columns, from } = table!
    const magnitudes = lookAtMagnitudes(summedColumns([measureOf(own)], columns), from)
    if (own.values.length > 0) return magnitudes
    const text = sql`CAST(${groupCell(columns.find((column) => column.name === own.column)!)} AS VARCHAR)`
    const values = sql`SELECT DISTINCT ${text} AS ${name('value')} FROM ${from} WHERE ${name(own.column)} IS NOT NULL ORDER BY 1 LIMIT ${mostValues + 1}`
    return magnitudes
      ? sql`SELECT v.*, m.* FROM (${values}) AS v CROSS JOIN (${magnitudes}) AS m ORDER BY v.value`
      : values
  },

  plan(own, { table }, facts) {
    const { columns } = table!
    const { columns: groups, problems } = chosenColumns(own.rows, columns, 'rows')
    const turned = columns.find((column) => column.name === own.column)
    if (!turned) problems.push(missingColumn(own.column, columns, 'column'))
    const tried = compileMeasure(measureOf(own), measuredRows(table!, facts), 'value')
    if ('code' in tried) problems.push(tried)
    const values = own.values.length > 0 ? [...new Set(own.values)] : valuesOf(facts)
    if (problems.length > 0 || !turned || !values) return { problems }
    if (values.length > mostValues) {
      const where = { setting: 'column', column: own.column }
      problems.push(error('pivot.too-many', { column: own.column, max: mostValues }, { where }))
      return { problems }
    }
    return made(own, table!, groups, turned, values, facts)
  },
})

const measuredRows = ({ columns, row, rows = 0 }: TableInput, facts: Facts) => ({
  columns,
  row,
  rows,
  magnitudes: magnitudesOf(facts ?? []),
})
type Facts = readonly Readonly<Record<string, Scalar>>[] | undefined

/** What was found among the rows; nothing before a run. */
const valuesOf = (facts: Facts): string[] | undefined =>
  facts?.flatMap(({ value }) => (value === undefined || value === null ? [] : [String(value)]))

function made(
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
    // No column of DuckDB is without a name, and case does not tell two apart.
    const named = freeName(own.prefix + value || '(empty)', taken)
    taken.add(named.toLowerCase())
    if (named !== own.prefix + value) problems.push(renamed(own.column, own.prefix + value, named))
    const isMeant =
      isInteger(turned.type) && /^(0|-?[1-9]\d{0,17})$/.test(value)
        ? sql`${name(turned.name)} = ${BigInt(value)}`
        : sql`${text} = ${value}`
    const filter = sql` FILTER (WHERE ${isMeant})`
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
