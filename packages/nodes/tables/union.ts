import { getColumnTypeKey, message } from '@aw-flow/messages'
import { findCommonType, isSqlType, join, quoteIdentifier, sql, compileType, type Sql } from '@aw-flow/engine'
import { error, info, type Column, type Port, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { makeUniqueName } from './column-names.ts'
import { defineTableNode, type TableInput } from './table-node.ts'

const settings = z.strictObject({
  inputs: z.number().int().min(2).max(20).default(2).meta({ title: 'Inputs', description: 'Number of input tables.' }),
  by: z
    .enum(['name', 'position'])
    .default('name')
    .meta({
      title: 'Match columns by',
      description: 'How to match columns of different tables.',
      labels: { name: 'Name', position: 'Position' },
    }),
  columns: z
    .enum(['all', 'common'])
    .default('all')
    .meta({
      advanced: true,
      title: 'Columns',
      description:
        'All: every column, with empty cells where a table lacks it. Common: only columns that every table has.',
      labels: { all: 'All', common: 'Common' },
    }),
  source: z.string().default('').meta({
    advanced: true,
    title: 'Source column',
    description: 'Optional column for the number of the source table (1, 2, …). Leave empty to omit it.',
  }),
})

const createInputs = (count: number): Port[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `in${index + 1}`,
    type: 'table',
    label: `Table ${index + 1}`,
    required: index === 0,
  }))
const outputs: Port[] = [{ name: 'table', type: 'table', label: 'Table' }]

/** Appends the rows of several tables to one another. @internal */
export const unionNode = defineTableNode({
  type: 'union',
  version: 1,
  title: 'Union',
  description: 'Appends the rows of several tables, combining their columns and widening types where needed.',
  icon: 'combine',
  inputs: createInputs(2),
  outputs,
  ports: ({ inputs }) => ({ inputs: createInputs(inputs), outputs }),
  settings,
  composes: true,
  summary: ({ inputs, by, columns }) => message('union.summary', { inputs, by, columns }),

  plan({ by, columns: mode, source }, inputs) {
    const parts = Object.entries(inputs).sort(([a], [b]) => parseInputNumber(a) - parseInputNumber(b))
    const { columns, cells, problems } = by === 'name' ? combineByName(parts, mode) : combineByPosition(parts, mode)
    if (source !== '' && columns.some((column) => column.name.toLowerCase() === source.toLowerCase())) {
      problems.push(
        error(
          'table.duplicate-name',
          { column: source, other: source },
          { where: { setting: 'source', column: source } },
        ),
      )
    }
    if (columns.length === 0) {
      problems.push(error('union.no-common-columns', {}, { where: { setting: 'columns' } }))
    }
    if (problems.some(({ severity }) => severity === 'error')) return { problems }
    const numberColumn = source === '' ? undefined : { name: source, type: 'BIGINT' }
    const selects = parts.map(([port, { from }], index) => {
      const aliasedCells = cells[index]!.map(
        (cell, cellIndex) => sql`${cell} AS ${quoteIdentifier(columns[cellIndex]!.name)}`,
      )
      const inputNumber = numberColumn
        ? [sql`CAST(${parseInputNumber(port)} AS BIGINT) AS ${quoteIdentifier(numberColumn.name)}`]
        : []
      return sql`SELECT ${[...aliasedCells, ...inputNumber]} FROM ${from}`
    })
    const outputColumns = [...columns, ...(numberColumn ? [numberColumn] : [])]
    const outputCells = outputColumns.map((column) => quoteIdentifier(column.name))
    const select = sql`SELECT ${outputCells} FROM (${join(selects, ' UNION ALL ')})`
    return { outputs: { table: { columns: outputColumns, select } }, problems }
  },
})

const parseInputNumber = (port: string): number => Number(port.slice(2))

interface CombinedColumns {
  columns: Column[]
  /** The cells of each table, in the order of `columns`. */
  cells: Sql[][]
  problems: Problem[]
}
type InputTables = readonly (readonly [string, TableInput])[]

function combineByName(parts: InputTables, mode: 'all' | 'common'): CombinedColumns {
  const columnsByKey = new Map<string, { name: string; sources: (Column | undefined)[] }>()
  parts.forEach(([, { columns }], index) => {
    for (const column of columns) {
      const key = column.name.toLowerCase()
      const entry = columnsByKey.get(key) ?? { name: column.name, sources: [] }
      entry.sources[index] = column
      columnsByKey.set(key, entry)
    }
  })
  const combinedColumns = [...columnsByKey.values()].filter(
    ({ sources }) => mode === 'all' || parts.every((_, index) => sources[index]),
  )
  return combineColumns(combinedColumns, parts.length)
}

function combineByPosition(parts: InputTables, mode: 'all' | 'common'): CombinedColumns {
  const widths = parts.map(([, { columns }]) => columns.length)
  const width = mode === 'all' ? Math.max(...widths) : Math.min(...widths)
  const usedNames = new Set<string>()
  const combinedColumns = Array.from({ length: width }, (_, index) => {
    const sources = parts.map(([, { columns }]) => columns[index])
    const uniqueName = makeUniqueName(sources.find((column) => column)!.name, usedNames)
    usedNames.add(uniqueName.toLowerCase())
    return { name: uniqueName, sources }
  })
  return combineColumns(combinedColumns, parts.length)
}

function combineColumns(
  combinedColumns: readonly { name: string; sources: (Column | undefined)[] }[],
  count: number,
): CombinedColumns {
  const problems: Problem[] = []
  const columns = combinedColumns.map(({ name: column, sources }): Column => {
    const types = [...new Set(sources.flatMap((source) => (source ? [source.type] : [])))]
    const type = types.reduce(findCommonType)
    // Types with the same display name, such as `INTEGER` and `BIGINT`, are not reported.
    if (new Set(types.map(getColumnTypeKey)).size > 1) {
      problems.push(info('union.widened', { column, types, type }, { where: { column } }))
    }
    return { name: column, type }
  })
  const cells = Array.from({ length: count }, (_, index) =>
    combinedColumns.map(({ sources }, columnIndex) => {
      const { type } = columns[columnIndex]!
      const sourceColumn = sources[index]
      if (sourceColumn?.type === type) return quoteIdentifier(sourceColumn.name)
      if (sourceColumn) return sql`CAST(${quoteIdentifier(sourceColumn.name)} AS ${compileType(type)})`
      return isSqlType(type) ? sql`CAST(NULL AS ${compileType(type)})` : sql`NULL`
    }),
  )
  return { columns, cells, problems }
}
