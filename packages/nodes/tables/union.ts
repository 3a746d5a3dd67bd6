import { message } from '@aw-flow/messages'
import { commonType, isNameable, join, name, sql, typeSql, type Sql } from '@aw-flow/engine'
import { error, info, type Column, type Port, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { freeName } from './column-names.ts'
import { defineTableNode, type TableInput } from './table-node.ts'

const settings = z.strictObject({
  inputs: z.number().int().min(2).max(20).default(2).meta({ title: 'Inputs', description: 'Number of tables.' }),
  by: z
    .enum(['name', 'position'])
    .default('name')
    .meta({
      title: 'Match columns by',
      description: 'Which columns are combined.',
      labels: { name: 'Name', position: 'Position' },
    }),
  columns: z
    .enum(['all', 'common'])
    .default('all')
    .meta({
      title: 'Columns',
      description: 'All: missing columns are empty. Common: only columns that every table has.',
      labels: { all: 'All', common: 'Common' },
    }),
  source: z.string().default('').meta({
    title: 'Source column',
    description: 'Name of a column for the number of the input (1, 2, …). Empty: none.',
  }),
})

const inputsOf = (count: number): Port[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `in${index + 1}`,
    type: 'table',
    label: `Table ${index + 1}`,
    required: index === 0,
  }))
const outputs: Port[] = [{ name: 'table', type: 'table', label: 'Table' }]

/** Appends the rows of several tables. @internal */
export const unionNode = defineTableNode({
  type: 'union',
  version: 1,
  title: 'Union',
  description: 'Appends the rows of several tables. Combines their columns and widens their types.',
  icon: 'combine',
  inputs: inputsOf(2),
  outputs,
  ports: ({ inputs }) => ({ inputs: inputsOf(inputs), outputs }),
  settings,
  composes: true,
  summary: ({ inputs, by, columns }) => message('union.summary', { inputs, by, columns }),

  plan({ by, columns: which, source }, inputs) {
    const parts = Object.entries(inputs).sort(([a], [b]) => numberOf(a) - numberOf(b))
    const { columns, cells, problems } = by === 'name' ? byName(parts, which) : byPosition(parts, which)
    if (source !== '' && columns.some((column) => column.name.toLowerCase() === source.toLowerCase())) {
      problems.push(
        error(
          'table.repeated-name',
          { column: source, other: source },
          { where: { setting: 'source', column: source } },
        ),
      )
    }
    if (columns.length === 0) {
      problems.push(error('union.nothing-common', {}, { where: { setting: 'columns' } }))
    }
    if (problems.some(({ severity }) => severity === 'error')) return { problems }
    const number = source === '' ? undefined : { name: source, type: 'BIGINT' }
    const selects = parts.map(([port, { from }], index) => {
      const aliased = cells[index]!.map((cell, at) => sql`${cell} AS ${name(columns[at]!.name)}`)
      const inputNumber = number ? [sql`CAST(${numberOf(port)} AS BIGINT) AS ${name(number.name)}`] : []
      return sql`SELECT ${[...aliased, ...inputNumber]} FROM ${from}`
    })
    const all = [...columns, ...(number ? [number] : [])]
    const shown = all.map((column) => name(column.name))
    const select = sql`SELECT ${shown} FROM (${join(selects, ' UNION ALL ')})`
    return { outputs: { table: { columns: all, select } }, problems }
  },
})

const numberOf = (port: string): number => Number(port.slice(2))

interface CombinedColumns {
  columns: Column[]
  /** The cells of each table, in the order of `columns`. */
  cells: Sql[][]
  problems: Problem[]
}
type Parts = readonly (readonly [string, TableInput])[]

function byName(parts: Parts, which: 'all' | 'common'): CombinedColumns {
  const found = new Map<string, { name: string; of: (Column | undefined)[] }>()
  parts.forEach(([, { columns }], index) => {
    for (const column of columns) {
      const key = column.name.toLowerCase()
      const entry = found.get(key) ?? { name: column.name, of: [] }
      entry.of[index] = column
      found.set(key, entry)
    }
  })
  const kept = [...found.values()].filter(({ of }) => which === 'all' || parts.every((_, index) => of[index]))
  return combineColumns(kept, parts.length)
}

function byPosition(parts: Parts, which: 'all' | 'common'): CombinedColumns {
  const widths = parts.map(([, { columns }]) => columns.length)
  const width = which === 'all' ? Math.max(...widths) : Math.min(...widths)
  const taken = new Set<string>()
  const kept = Array.from({ length: width }, (_, at) => {
    const of = parts.map(([, { columns }]) => columns[at])
    const free = freeName(of.find((column) => column)!.name, taken)
    taken.add(free.toLowerCase())
    return { name: free, of }
  })
  return combineColumns(kept, parts.length)
}

function combineColumns(kept: readonly { name: string; of: (Column | undefined)[] }[], count: number): CombinedColumns {
  const problems: Problem[] = []
  const columns = kept.map(({ name: column, of }): Column => {
    const types = [...new Set(of.flatMap((source) => (source ? [source.type] : [])))]
    const type = types.reduce(commonType)
    if (types.length > 1) {
      problems.push(info('union.widened', { column, types, type }, { where: { column } }))
    }
    return { name: column, type }
  })
  const cells = Array.from({ length: count }, (_, index) =>
    kept.map(({ of }, at) => {
      const { type } = columns[at]!
      const own = of[index]
      if (own?.type === type) return name(own.name)
      if (own) return sql`CAST(${name(own.name)} AS ${typeSql(type)})`
      return isNameable(type) ? sql`CAST(NULL AS ${typeSql(type)})` : sql`NULL`
    }),
  )
  return { columns, cells, problems }
}
