import { message } from '@aw-flow/messages'
import { findCommonType, join as joinSql, quoteIdentifier, sql, compileType, type Sql } from '@aw-flow/engine'
import { error, info, warning, type Column, type Port, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { makeUniqueName, createMissingColumnProblem } from './column-names.ts'
import { defineTableNode, type TableInput } from './table-node.ts'

const kinds = ['inner', 'left', 'right', 'full', 'semi', 'anti', 'cross'] as const
/** Maximum number of rows in the result of a cross join. */
const maxCrossRows = 100_000_000

const settings = z.strictObject({
  kind: z
    .enum(kinds)
    .default('inner')
    .meta({
      title: 'Join type',
      description: 'Which rows to keep.',
      labels: {
        inner: 'Inner: matching pairs',
        left: 'Left: all left rows',
        right: 'Right: all right rows',
        full: 'Full: all rows from both tables',
        semi: 'Semi: left rows with a match',
        anti: 'Anti: left rows without a match',
        cross: 'Cross: every pair',
      },
    }),
  keys: z
    .array(
      z.strictObject({
        left: z
          .string()
          .meta({ title: 'Left', description: 'Column of the left table.', format: 'column', of: 'left' }),
        right: z.string().default('').meta({
          title: 'Right',
          description: 'Column of the right table. Leave empty if it has the same name.',
          format: 'column',
          of: 'right',
        }),
      }),
    )
    .max(100)
    .default([])
    .meta({
      title: 'Keys',
      description:
        'Rows match if the values in all of these columns are equal. Leave empty to use all columns that both tables have.',
      format: 'join-keys',
      examples: ['[{"left": "customer", "right": "id"}]'],
    }),
  suffix: z.string().min(1).default('_right').meta({
    advanced: true,
    title: 'Suffix',
    description: 'Appended to the names of right columns that also exist in the left table.',
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

/** Joins two tables on key columns. @internal */
export const joinNode = defineTableNode({
  type: 'join',
  version: 1,
  title: 'Join',
  description: 'Joins two tables on key columns. Empty cells never match. Warns if duplicate keys multiply rows.',
  icon: 'merge',
  inputs,
  settings,
  summary: ({ kind, keys }) => {
    const names = keys.map(({ left, right }) => (right === '' || right === left ? left : `${left} = ${right}`))
    const keyText =
      names.length === 0 ? message('join.equal-names', {}) : message('summary.columns', { columns: names })
    return message('join.summary', { kind, keys: keyText })
  },

  plan(config, { left, right }) {
    if (!left || !right) return {}
    const { keys, problems } = resolveKeys(config, left, right)
    if (config.kind === 'cross' && left.rows !== undefined && right.rows !== undefined) {
      problems.push(...checkSize(left.rows, right.rows))
    }
    if (problems.length > 0) return { problems }
    const table =
      config.kind === 'semi' || config.kind === 'anti'
        ? filterLeft(config.kind, keys, left, right)
        : joinPairs(config, keys, left, right)
    return { outputs: { table }, counts: config.kind === 'cross' ? undefined : createKeyCountQuery(keys, left, right) }
  },

  findResultProblems({ settings: { kind }, inputs: { left, right }, tables: { table }, counts }) {
    if (kind === 'cross') return []
    const problems: Problem[] = []
    const [leftNullCount = 0, rightNullCount = 0, duplicateKeyCount = 0] = [
      counts.leftEmptyKeys,
      counts.rightEmptyKeys,
      counts.rightRepeatedKeys,
    ]
    if (leftNullCount > 0 || rightNullCount > 0) {
      const params = { left: leftNullCount, right: rightNullCount }
      problems.push(info('join.empty-keys', params, { where: { setting: 'keys' } }))
    }
    const originalRowCount = kind === 'right' ? right!.rows : left!.rows
    if (kind !== 'semi' && kind !== 'anti' && duplicateKeyCount > 0 && table!.rows > (originalRowCount ?? 0)) {
      const params = { left: left!.rows ?? 0, right: right!.rows ?? 0, rows: table!.rows, keys: duplicateKeyCount }
      problems.push(warning('join.multiplied', params, { where: { setting: 'keys' } }))
    }
    return problems
  },
})

function resolveKeys(
  { kind, keys }: Settings,
  left: TableInput,
  right: TableInput,
): { keys: Key[]; problems: Problem[] } {
  if (kind === 'cross') return { keys: [], problems: [] }
  const rightColumnsByName = new Map(right.columns.map((column) => [column.name, column]))
  const keyNames =
    keys.length > 0
      ? keys.map((key) => ({ left: key.left, right: key.right || key.left }))
      : left.columns
          .filter((column) => rightColumnsByName.has(column.name))
          .map((column) => ({ left: column.name, right: column.name }))
  if (keyNames.length === 0) {
    return { keys: [], problems: [error('join.no-keys', {}, { where: { setting: 'keys' } })] }
  }
  const problems: Problem[] = []
  const resolvedKeys = keyNames.flatMap((key): Key[] => {
    const leftColumn = left.columns.find((column) => column.name === key.left)
    const rightColumn = rightColumnsByName.get(key.right)
    if (!leftColumn) problems.push(createMissingColumnProblem(key.left, left.columns, 'keys', 'left'))
    if (!rightColumn) problems.push(createMissingColumnProblem(key.right, right.columns, 'keys', 'right'))
    return leftColumn && rightColumn
      ? [{ left: leftColumn, right: rightColumn, type: findCommonType(leftColumn.type, rightColumn.type) }]
      : []
  })
  return { keys: resolvedKeys, problems }
}

function checkSize(leftRowCount: number, rightRowCount: number): Problem[] {
  if (leftRowCount * rightRowCount <= maxCrossRows) return []
  const params = { left: leftRowCount, right: rightRowCount, rows: leftRowCount * rightRowCount, max: maxCrossRows }
  return [error('join.too-large', params, { where: { setting: 'kind' } })]
}

const qualify = (side: 'l' | 'r', column: string): Sql => sql`${quoteIdentifier(side)}.${quoteIdentifier(column)}`
const qualifyRow = (side: 'l' | 'r', { row }: TableInput): Sql => sql`${quoteIdentifier(side)}.${row}`
const compileKeyCell = (side: 'l' | 'r', { left, right, type }: Key): Sql => {
  const column = side === 'l' ? left : right
  return column.type === type
    ? qualify(side, column.name)
    : sql`CAST(${qualify(side, column.name)} AS ${compileType(type)})`
}
const compileKeyCondition = (keys: readonly Key[]): Sql =>
  joinSql(
    keys.map((key) => sql`${compileKeyCell('l', key)} = ${compileKeyCell('r', key)}`),
    ' AND ',
  )

function filterLeft(
  kind: 'semi' | 'anti',
  keys: readonly Key[],
  left: TableInput,
  right: TableInput,
): { columns: Column[]; select: Sql } {
  const cells = left.columns.map((column) => qualify('l', column.name))
  const joinClause = kind === 'semi' ? sql`SEMI JOIN` : sql`ANTI JOIN`
  const select = sql`SELECT ${cells} FROM ${left.from} AS l ${joinClause} ${right.from} AS r ON ${compileKeyCondition(keys)} ORDER BY ${qualifyRow('l', left)}`
  return { columns: [...left.columns], select }
}

/**
 * Joins the rows of both tables. Merges key columns with equal names, and appends the suffix to right columns whose
 * names exist in the left table.
 */
function joinPairs(
  { kind, suffix }: Settings,
  keys: readonly Key[],
  left: TableInput,
  right: TableInput,
): { columns: Column[]; select: Sql } {
  const mergedKeys = new Map(keys.filter((key) => key.left.name === key.right.name).map((key) => [key.left.name, key]))
  const leftMayBeMissing = kind === 'right' || kind === 'full'
  const columns: Column[] = []
  const cells: Sql[] = []
  const addColumn = (column: Column, value: Sql): void => {
    columns.push(column)
    cells.push(sql`${value} AS ${quoteIdentifier(column.name)}`)
  }
  for (const column of left.columns) {
    const key = mergedKeys.get(column.name)
    if (key && leftMayBeMissing)
      addColumn(
        { name: column.name, type: key.type },
        sql`coalesce(${compileKeyCell('l', key)}, ${compileKeyCell('r', key)})`,
      )
    else addColumn(column, qualify('l', column.name))
  }
  const rightOnlyColumns = right.columns.filter((column) => !mergedKeys.has(column.name))
  const usedNames = new Set([...columns, ...rightOnlyColumns].map((column) => column.name.toLowerCase()))
  const leftNames = new Set(columns.map((column) => column.name.toLowerCase()))
  for (const column of rightOnlyColumns) {
    const uniqueName = leftNames.has(column.name.toLowerCase())
      ? makeUniqueName(column.name + suffix, usedNames, suffix)
      : column.name
    usedNames.add(uniqueName.toLowerCase())
    addColumn({ name: uniqueName, type: column.type }, qualify('r', column.name))
  }
  const onClause = kind === 'cross' ? sql`` : sql` ON ${compileKeyCondition(keys)}`
  const joinClauses = {
    inner: sql`JOIN`,
    left: sql`LEFT JOIN`,
    right: sql`RIGHT JOIN`,
    full: sql`FULL JOIN`,
    cross: sql`CROSS JOIN`,
  }
  const [leftRow, rightRow] = [qualifyRow('l', left), qualifyRow('r', right)]
  const order =
    kind === 'right'
      ? sql`${rightRow}, ${leftRow}`
      : kind === 'full'
        ? sql`${leftRow} NULLS LAST, ${rightRow}`
        : sql`${leftRow}, ${rightRow}`
  const select = sql`SELECT ${cells} FROM ${left.from} AS l ${joinClauses[kind as keyof typeof joinClauses]} ${right.from} AS r${onClause} ORDER BY ${order}`
  return { columns, select }
}

/** Creates a query that counts the rows with an empty key, and the keys that occur in several right rows. */
function createKeyCountQuery(keys: readonly Key[], left: TableInput, right: TableInput): Sql {
  const compileAnyNullCondition = (columns: readonly Column[]): Sql =>
    joinSql(
      columns.map((column) => sql`${quoteIdentifier(column.name)} IS NULL`),
      ' OR ',
    )
  const [leftEmptyCondition, rightEmptyCondition] = [
    compileAnyNullCondition(keys.map((key) => key.left)),
    compileAnyNullCondition(keys.map((key) => key.right)),
  ]
  const cells = keys.map((key) => quoteIdentifier(key.right.name))
  return sql`SELECT (SELECT count(*) FROM ${left.from} WHERE ${leftEmptyCondition}) AS ${quoteIdentifier('leftEmptyKeys')}, (SELECT count(*) FROM ${right.from} WHERE ${rightEmptyCondition}) AS ${quoteIdentifier('rightEmptyKeys')}, (SELECT count(*) FROM (SELECT 1 FROM ${right.from} WHERE NOT (${rightEmptyCondition}) GROUP BY ${cells} HAVING count(*) > 1)) AS ${quoteIdentifier('rightRepeatedKeys')}`
}
