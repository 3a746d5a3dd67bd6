import { message } from '@aw-flow/messages'
import { compileCast, castTypes, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import { error, warning, type Column, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { makeUniqueName, createMissingColumnProblem, checkDuplicateNames } from './column-names.ts'
import { defineTableNode, planRowwiseTable } from './table-node.ts'

const settings = z.strictObject({
  columns: z
    .array(
      z.strictObject({
        column: z.string().meta({ title: 'Column', description: 'Column to change.', format: 'column' }),
        name: z.string().default('').meta({ title: 'New name', description: 'Leave empty to keep the name.' }),
        type: z
          .enum(['', ...castTypes])
          .default('')
          .meta({ title: 'New type', description: 'Leave empty to keep the type.', format: 'column-type' }),
        format: z
          .string()
          .default('')
          .meta({
            title: 'Format',
            description: 'Format of dates and times in text, such as %d.%m.%Y. Leave empty for ISO 8601.',
            examples: ['%d.%m.%Y', '%m/%d/%Y %H:%M'],
          }),
      }),
    )
    .max(4000)
    .default([])
    .meta({
      title: 'Columns',
      description: 'Columns to rename or convert. All others remain unchanged.',
      format: 'column-changes',
      examples: ['[{"column": "id", "name": "key", "type": "BIGINT"}]'],
    }),
  onFailure: z
    .enum(['empty', 'keep', 'fail'])
    .default('empty')
    .meta({
      title: 'If a cell cannot be converted',
      description:
        '"Keep as text" stores the original text in an extra column whose name ends in "_failed". These cells are always counted.',
      labels: { empty: 'Leave it empty', keep: 'Keep as text', fail: 'Fail' },
    }),
})

/** Renames columns and converts their types. @internal */
export const renameAndCastNode = defineTableNode({
  type: 'rename_and_cast',
  version: 1,
  title: 'Rename and cast',
  description:
    'Renames columns and converts their types. Cells that would lose information are not converted: they are counted and can be kept as text.',
  icon: 'replace',
  settings,
  composes: ({ columns }) => columns.every(({ type }) => type === ''),
  summary: ({ columns }) =>
    message('cast.summary', {
      changes: columns.map(({ column, name, type }) => message('cast.change', { column, name, type })),
      count: columns.length,
    }),

  probe({ columns: changes, onFailure }, { table }) {
    if (onFailure !== 'fail') return undefined
    const failureCounts = changes.flatMap((change) => compileFailureCount(change, table!.columns))
    return failureCounts.length === 0 ? undefined : sql`SELECT ${failureCounts} FROM ${table!.from}`
  },

  plan({ columns: changes, onFailure }, { table }, probeRows = []) {
    const { columns, from } = table!
    const problems: Problem[] = []
    const changesByName = new Map(changes.map((change) => [change.column, change]))
    for (const { column, type, format } of changes) {
      const existingColumn = columns.find((candidate) => candidate.name === column)
      if (!existingColumn) problems.push(createMissingColumnProblem(column, columns, 'columns'))
      else if (type !== '') problems.push(...findCastProblems(existingColumn, type, format))
    }
    for (const [key, count] of Object.entries(probeRows[0] ?? {})) {
      if (Number(count) > 0) problems.push(createCastProblem(key.slice('failed '.length), Number(count), true))
    }
    if (problems.length > 0) return { problems }

    const outputColumns: Column[] = []
    const cells: Sql[] = []
    const failedCells: { column: Column; cell: Sql }[] = []
    for (const column of columns) {
      const change = changesByName.get(column.name)
      const newName = change?.name ? change.name : column.name
      const type = change?.type ? change.type : column.type
      outputColumns.push({ name: newName, type })
      const cast =
        type === column.type && !change?.format
          ? quoteIdentifier(column.name)
          : compileCast(column, type, change?.format ?? '')!
      cells.push(sql`${cast} AS ${quoteIdentifier(newName)}`)
      if (onFailure === 'keep' && cast.text !== quoteIdentifier(column.name).text && type !== 'VARCHAR') {
        const cell = sql`CASE WHEN ${quoteIdentifier(column.name)} IS NOT NULL AND ${cast} IS NULL THEN CAST(${quoteIdentifier(column.name)} AS VARCHAR) END`
        failedCells.push({ column: { name: newName, type }, cell })
      }
    }
    problems.push(...checkDuplicateNames(outputColumns, 'columns'))
    if (problems.length > 0) return { problems }
    const usedNames = new Set(outputColumns.map((column) => column.name.toLowerCase()))
    for (const { column, cell } of failedCells) {
      const uniqueName = makeUniqueName(`${column.name}_failed`, usedNames)
      usedNames.add(uniqueName.toLowerCase())
      outputColumns.push({ name: uniqueName, type: 'VARCHAR' })
      cells.push(sql`${cell} AS ${quoteIdentifier(uniqueName)}`)
    }
    const failureCounts = changes.flatMap((change) => compileFailureCount(change, columns))
    const counts =
      failureCounts.length === 0 || onFailure === 'fail' ? undefined : sql`SELECT ${failureCounts} FROM ${from}`
    return { outputs: { table: planRowwiseTable(outputColumns, { cells, input: table! }) }, counts }
  },

  findResultProblems: ({ counts }) =>
    Object.entries(counts).flatMap(([key, count]) =>
      count > 0 ? [createCastProblem(key.slice('failed '.length), count, false)] : [],
    ),
})

type ColumnChange = z.output<typeof settings>['columns'][number]

/**
 * Compiles an aggregate that counts the cells that cannot be converted. Returns an empty list if the conversion never
 * fails.
 */
function compileFailureCount({ column, type, format }: ColumnChange, columns: readonly Column[]): Sql[] {
  const existingColumn = columns.find((candidate) => candidate.name === column)
  if (!existingColumn || type === '' || type === 'VARCHAR' || (type === existingColumn.type && format === '')) return []
  const cast = compileCast(existingColumn, type, format)
  return cast ? [sql`count(${quoteIdentifier(column)}) - count(${cast}) AS ${quoteIdentifier(`failed ${column}`)}`] : []
}

function findCastProblems(column: Column, type: string, format: string): Problem[] {
  if (type === column.type && format === '') return []
  if (compileCast(column, type, format)) return []
  const params = { column: column.name, from: column.type, to: type, format }
  return [error('cast.impossible', params, { where: { setting: 'columns', column: column.name } })]
}

function createCastProblem(column: string, count: number, isFatal: boolean): Problem {
  const where = { setting: 'columns', column }
  return (isFatal ? error : warning)('cast.failed', { column, count }, { where })
}
