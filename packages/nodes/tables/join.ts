import { message } from '@aw-flow/messages'
import { commonType, join as joined, name, sql, typeSql, type Sql } from '@aw-flow/engine'
import { error, info, warning, type Column, type Port, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { freeName, missingColumn } from './column-names.ts'
import { defineTableNode, type TableInput } from './table-node.ts'

const kinds = ['inner', 'left', 'right', 'full', 'semi', 'anti', 'cross'] as const
/** So many rows a cross join may make. */
const mostCrossed = 100_000_000

const settings = z.strictObject({
  kind: z.enum(kinds).default('inner').meta({
    title: 'Kind',
    description:
      'inner: pairs of rows that match. left, right, full: and the rows of that side, or of both, that match none. semi: left rows that match. anti: left rows that match none. cross: every pair.',
  }),
  keys: z
    .array(
      z.strictObject({
        left: z
          .string()
          .meta({ title: 'Left', description: 'A column of the left table.', format: 'column', of: 'left' }),
        right: z.string().default('').meta({
          title: 'Right',
          description: 'Its counterpart; empty for the same name.',
          format: 'column',
          of: 'right',
        }),
      }),
    )
    .max(100)
    .default([])
    .meta({
      title: 'Keys',
      description: 'Rows match whose cells are equal in all of these; none chosen: in all columns of equal names.',
      format: 'join-keys',
      examples: ['[{"left": "customer", "right": "id"}]'],
    }),
  suffix: z.string().min(1).default('_right').meta({
    title: 'Suffix',
    description: 'Stands behind the name of a right column that the left table has too.',
  }),
})
type Settings = z.output<typeof settings>

const inputs: Port[] = [
  { name: 'left', type: 'table', label: 'Left', required: true },
  { name: 'right', type: 'table', label: 'Right', required: true },
]

interface Key {
  left: Column
  right: Column
  type: string
}

/** Brings two tables together by columns that match. */
export const joinNode = defineTableNode({
  type: 'join',
  version: 1,
  title: 'Join',
  description:
    'Brings the rows of two tables together where chosen columns are equal. Empty cells match nothing; what is multiplied is told.',
  icon: 'merge',
  inputs,
  settings,
  summary: ({ kind, keys }) => {
    const names = keys.map(({ left, right }) => (right === '' || right === left ? left : `${left} = ${right}`))
    const by = names.length === 0 ? message('join.equal-names', {}) : message('summary.columns', { columns: names })
    return message('join.summary', { kind, keys: by })
  },

  plan(own, { left, right }) {
    if (!left || !right) return {}
    const { keys, problems } = keysOf(own, left, right)
    if (own.kind === 'cross' && left.rows !== undefined && right.rows !== undefined) {
      problems.push(...tooLarge(left.rows, right.rows))
    }
    if (problems.length > 0) return { problems }
    const table =
      own.kind === 'semi' || own.kind === 'anti'
        ? filtered(own.kind, keys, left, right)
        : paired(own, keys, left, right)
    return { outputs: { table }, counts: own.kind === 'cross' ? undefined : countsOf(keys, left, right) }
  },

  told({ settings: { kind }, inputs: { left, right }, tables: { table }, counts }) {
    if (kind === 'cross') return []
    const told: Problem[] = []
    const [leftNulls = 0, rightNulls = 0, repeated = 0] = [
      counts.leftEmptyKeys,
      counts.rightEmptyKeys,
      counts.rightRepeatedKeys,
    ]
    if (leftNulls > 0 || rightNulls > 0) {
      const params = { left: leftNulls, right: rightNulls }
      told.push(info('join.empty-keys', params, { where: { setting: 'keys' } }))
    }
    const before = kind === 'right' ? right!.rows : left!.rows
    if (kind !== 'semi' && kind !== 'anti' && repeated > 0 && table!.rows > (before ?? 0)) {
      const params = { left: left!.rows ?? 0, right: right!.rows ?? 0, rows: table!.rows, keys: repeated }
      told.push(warning('join.multiplied', params, { where: { setting: 'keys' } }))
    }
    return told
  },
})

function keysOf({ kind, keys }: Settings, left: TableInput, right: TableInput): { keys: Key[]; problems: Problem[] } {
  if (kind === 'cross') return { keys: [], problems: [] }
  const byName = new Map(right.columns.map((column) => [column.name, column]))
  const asked =
    keys.length > 0
      ? keys.map((key) => ({ left: key.left, right: key.right || key.left }))
      : left.columns
          .filter((column) => byName.has(column.name))
          .map((column) => ({ left: column.name, right: column.name }))
  if (asked.length === 0) {
    return { keys: [], problems: [error('join.no-keys', {}, { where: { setting: 'keys' } })] }
  }
  const problems: Problem[] = []
  const found = asked.flatMap((key): Key[] => {
    const one = left.columns.find((column) => column.name === key.left)
    const other = byName.get(key.right)
    if (!one) problems.push(missingColumn(key.left, left.columns, 'keys', 'left'))
    if (!other) problems.push(missingColumn(key.right, right.columns, 'keys', 'right'))
    return one && other ? [{ left: one, right: other, type: commonType(one.type, other.type) }] : []
  })
  return { keys: found, problems }
}

function tooLarge(left: number, right: number): Problem[] {
  if (left * right <= mostCrossed) return []
  const params = { left, right, rows: left * right, max: mostCrossed }
  return [error('join.too-large', params, { where: { setting: 'kind' } })]
}

const of = (side: 'l' | 'r', column: string): Sql => sql`${name(side)}.${name(column)}`
const rowOf = (side: 'l' | 'r', { row }: TableInput): Sql => sql`${name(side)}.${row}`
const keyCell = (side: 'l' | 'r', { left, right, type }: Key): Sql => {
  const column = side === 'l' ? left : right
  return column.type === type ? of(side, column.name) : sql`CAST(${of(side, column.name)} AS ${typeSql(type)})`
}
const matching = (keys: readonly Key[]): Sql =>
  joined(
    keys.map((key) => sql`${keyCell('l', key)} = ${keyCell('r', key)}`),
    ' AND ',
  )

function filtered(
  kind: 'semi' | 'anti',
  keys: readonly Key[],
  left: TableInput,
  right: TableInput,
): { columns: Column[]; select: Sql } {
  const cells = left.columns.map((column) => of('l', column.name))
  const by = kind === 'semi' ? sql`SEMI JOIN` : sql`ANTI JOIN`
  const select = sql`SELECT ${cells} FROM ${left.from} AS l ${by} ${right.from} AS r ON ${matching(keys)} ORDER BY ${rowOf('l', left)}`
  return { columns: [...left.columns], select }
}

/** A key of one name on both sides is one column; of a right column that the left table has too, the name is longer. */
function paired(
  { kind, suffix }: Settings,
  keys: readonly Key[],
  left: TableInput,
  right: TableInput,
): { columns: Column[]; select: Sql } {
  const merged = new Map(keys.filter((key) => key.left.name === key.right.name).map((key) => [key.left.name, key]))
  const rightMayLack = kind === 'right' || kind === 'full'
  const columns: Column[] = []
  const cells: Sql[] = []
  const add = (column: Column, value: Sql): void => {
    columns.push(column)
    cells.push(sql`${value} AS ${name(column.name)}`)
  }
  for (const column of left.columns) {
    const key = merged.get(column.name)
    if (key && rightMayLack)
      add({ name: column.name, type: key.type }, sql`coalesce(${keyCell('l', key)}, ${keyCell('r', key)})`)
    else add(column, of('l', column.name))
  }
  const rightOnly = right.columns.filter((column) => !merged.has(column.name))
  const taken = new Set([...columns, ...rightOnly].map((column) => column.name.toLowerCase()))
  const isTaken = new Set(columns.map((column) => column.name.toLowerCase()))
  for (const column of rightOnly) {
    const free = isTaken.has(column.name.toLowerCase()) ? freeName(column.name + suffix, taken, suffix) : column.name
    taken.add(free.toLowerCase())
    add({ name: free, type: column.type }, of('r', column.name))
  }
  const on = kind === 'cross' ? sql`` : sql` ON ${matching(keys)}`
  const by = {
    inner: sql`JOIN`,
    left: sql`LEFT JOIN`,
    right: sql`RIGHT JOIN`,
    full: sql`FULL JOIN`,
    cross: sql`CROSS JOIN`,
  }
  const [first, second] = [rowOf('l', left), rowOf('r', right)]
  const order =
    kind === 'right'
      ? sql`${second}, ${first}`
      : kind === 'full'
        ? sql`${first} NULLS LAST, ${second}`
        : sql`${first}, ${second}`
  const select = sql`SELECT ${cells} FROM ${left.from} AS l ${by[kind as keyof typeof by]} ${right.from} AS r${on} ORDER BY ${order}`
  return { columns, select }
}

/** Rows without a key, and keys that stand in several right rows. */
function countsOf(keys: readonly Key[], left: TableInput, right: TableInput): Sql {
  const anyEmpty = (columns: readonly Column[]): Sql =>
    joined(
      columns.map((column) => sql`${name(column.name)} IS NULL`),
      ' OR ',
    )
  const [leftEmpty, rightEmpty] = [anyEmpty(keys.map((key) => key.left)), anyEmpty(keys.map((key) => key.right))]
  const cells = keys.map((key) => name(key.right.name))
  return sql`SELECT (SELECT count(*) FROM ${left.from} WHERE ${leftEmpty}) AS ${name('leftEmptyKeys')}, (SELECT count(*) FROM ${right.from} WHERE ${rightEmpty}) AS ${name('rightEmptyKeys')}, (SELECT count(*) FROM (SELECT 1 FROM ${right.from} WHERE NOT (${rightEmpty}) GROUP BY ${cells} HAVING count(*) > 1)) AS ${name('rightRepeatedKeys')}`
}
