import {
  quoteIdentifier,
  sql,
  tableName,
  TablesError,
  unsafeSql,
  type Scalar,
  type Sql,
  type Tables,
} from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { error, defined, type Column, type TableRef } from '@aw-flow/schema'
import type { CellExample, ExamplePreview, ExampleQuestion } from '@aw-flow/schema/internal'
import type { Program } from './combine-candidates.ts'
import { compileExpression } from './compile-expression.ts'
import type { Example } from './example.ts'
import { selectDistinctPrograms } from './find-questions.ts'
import type { TextRow } from './text-expression.ts'
import { learnPrograms } from './learn-programs.ts'

/** Options for `previewExamples`. @internal */
export interface PreviewExamplesOptions {
  tables: Tables
  table: TableRef
  /** The name of the column whose cells the examples change. */
  column: string
  /** The examples, each for a different row. */
  examples: readonly CellExample[]
  /** The ID of the table that is created with all new values. */
  id: string
  signal?: AbortSignal | undefined
}

const maxSampledRows = 500
const maxOtherColumns = 6
const maxQuestions = 50
/** Other columns are used only if the best program based on the edited column alone costs more than this. */
const maxSimpleCost = 9

/**
 * Learns transformations of a column from examples. Applies the most likely transformation to all rows and finds the
 * rows for which the transformations differ. The new values are in a separate table; the column itself is not changed.
 *
 * @throws TablesError if the column or the row of an example does not exist.
 * @internal
 */
export async function previewExamples(options: PreviewExamplesOptions): Promise<ExamplePreview> {
  const { tables, table, id, column, examples, signal } = options
  const abortOptions = defined({ signal })
  const target = table.columns.find((candidate) => candidate.name === column)
  if (!target) {
    const existingNames = table.columns.map(({ name: other }) => other)
    throw new TablesError(
      error('examples.no-cell', { reason: message('approval.no-column', { column, columns: existingNames }) }),
    )
  }
  const missingRow = examples.find(({ row }) => row > table.rows)
  if (missingRow) {
    const { row } = missingRow
    throw new TablesError(error('examples.no-cell', { reason: message('approval.no-row', { row, rows: table.rows }) }))
  }
  const columns = [target, ...table.columns.filter((candidate) => candidate !== target)]
  const sample = await readSample(options, columns)
  const programs = learnFromSample(sample, examples)
  const transformations = await compilePrograms(options, programs, columns)
  if (transformations.length === 0) return { transformations: [], changed: 0, missing: 0, differing: 0, questions: [] }

  const relation = quoteIdentifier(tableName(table.id))
  const cell = toTextExpression(target)
  const values = transformations.map(({ value }, index) => sql`${value} AS ${quoteIdentifier(`v${index}`)}`)
  const valueNames = transformations.map((_, index) => quoteIdentifier(`v${index}`))
  const [firstValue, ...otherValues] = valueNames as [Sql, ...Sql[]]
  const isDifferent =
    otherValues.length === 0
      ? sql`FALSE`
      : sql`(${unsafeSql(otherValues.map(({ text }) => `${firstValue.text} IS DISTINCT FROM ${text}`).join(' OR '))})`
  const isMissing = sql`(NOT ${isDifferent} AND ${firstValue} IS NULL AND cell IS NOT NULL)`
  const source = sql`(SELECT rowid AS row_index, ${cell} AS cell, ${values} FROM ${relation})`
  const differingCounts = otherValues.map(
    (other, index) =>
      sql`count(*) FILTER (WHERE ${firstValue} IS DISTINCT FROM ${other}) AS ${quoteIdentifier(`d${index + 1}`)}`,
  )
  const counts = [
    sql`count(*) FILTER (WHERE ${firstValue} IS DISTINCT FROM cell) AS changed`,
    sql`count(*) FILTER (WHERE ${isMissing}) AS missing`,
    sql`count(*) FILTER (WHERE ${isDifferent}) AS differing`,
    ...differingCounts,
  ]
  const [totals] = await tables.rows(sql`SELECT ${counts} FROM ${source}`, abortOptions)
  const questions = await tables.rows(
    sql`SELECT CAST(min(row_index) AS BIGINT) AS row_index, count(*) AS rows, cell, ${valueNames} FROM ${source} WHERE ${isDifferent} OR ${isMissing} GROUP BY cell, ${valueNames} ORDER BY len(list_distinct([${valueNames}])) DESC, min(row_index) LIMIT ${maxQuestions}`,
    abortOptions,
  )
  const preview = await tables.create(
    sql`SELECT ${quoteIdentifier(column)}, ${transformations[0]!.value} AS ${quoteIdentifier(findAvailableName(column, table.columns))}${columns.length > 1 ? sql`, ${columns.slice(1).map(({ name: other }) => quoteIdentifier(other))}` : sql``} FROM ${relation} ORDER BY rowid`,
    { id, ...abortOptions },
  )
  return {
    transformations: transformations
      .filter((_, index) => index === 0 || Number(totals?.[`d${index}`]) > 0)
      .map(({ value, statement }) => ({ expression: value.text, statement })),
    table: preview,
    changed: Number(totals?.changed ?? 0),
    missing: Number(totals?.missing ?? 0),
    differing: Number(totals?.differing ?? 0),
    questions: questions.map((row) => toQuestion(row, transformations.length)),
  }
}

const toTextExpression = ({ name: column, type }: Column): Sql =>
  type === 'VARCHAR' ? quoteIdentifier(column) : sql`CAST(${quoteIdentifier(column)} AS VARCHAR)`

/** Returns an unused column name for the new values. */
export function findAvailableName(column: string, columns: readonly Column[]): string {
  const names = new Set(columns.map(({ name: existing }) => existing.toLowerCase()))
  let candidate = `${column} (new)`
  for (let count = 2; names.has(candidate.toLowerCase()); count++) candidate = `${column} (new ${count})`
  return candidate
}

/** A table row with its cells as text and its 1-based row number. */
interface SampledRow {
  readonly row: number
  readonly cells: TextRow
}

/** Reads the examples' rows and an evenly spaced sample of the other rows. */
async function readSample(
  { tables, table, examples, signal }: PreviewExamplesOptions,
  columns: readonly Column[],
): Promise<SampledRow[]> {
  const step = Math.max(1, Math.ceil(table.rows / maxSampledRows))
  const cells = columns.map((column, index) => sql`${toTextExpression(column)} AS ${quoteIdentifier(`c${index}`)}`)
  const rowIndexes = unsafeSql(examples.map(({ row }) => String(row - 1)).join(', '))
  const rows = await tables.rows(
    sql`SELECT rowid AS row_index, ${cells} FROM ${quoteIdentifier(tableName(table.id))} WHERE rowid % ${step} = 0 OR rowid IN (${rowIndexes}) ORDER BY rowid`,
    defined({ signal }),
  )
  return rows.map((row) => ({
    row: Number(row.row_index) + 1,
    cells: columns.map((_, index) => {
      const cell = row[`c${index}`]
      return typeof cell === 'string' ? cell : undefined
    }),
  }))
}

/**
 * Learns programs based on the edited column. If none is simple, also learns programs that use other columns whose
 * words occur in the outputs.
 */
function learnFromSample(sample: readonly SampledRow[], edits: readonly CellExample[]): Program[] {
  const examples = edits.flatMap(({ row, value }): Example[] => {
    const sampledRow = sample.find((candidate) => candidate.row === row)
    return sampledRow ? [{ row: sampledRow.cells, output: value }] : []
  })
  const singleColumnPrograms = learnPrograms(
    examples.map(({ row, output }) => ({ row: row.slice(0, 1), output })),
    { rows: sample.map(({ cells }) => cells.slice(0, 1)) },
  )
  const usedColumnIndexes = [0, ...findUsedColumns(examples)]
  const isSimple = singleColumnPrograms.length > 0 && singleColumnPrograms[0]!.cost <= maxSimpleCost
  const multiColumnPrograms =
    usedColumnIndexes.length === 1 || isSimple
      ? []
      : learnPrograms(
          examples.map(({ row, output }) => ({ row: usedColumnIndexes.map((index) => row[index]), output })),
          { rows: sample.map(({ cells }) => usedColumnIndexes.map((index) => cells[index])) },
        ).map((program) => ({ ...program, expression: renumberColumns(program.expression, usedColumnIndexes) }))
  const programs = [...singleColumnPrograms, ...multiColumnPrograms].toSorted((a, b) => a.cost - b.cost)
  return selectDistinctPrograms(
    programs,
    sample.map(({ cells }) => cells),
  )
}

/**
 * Finds the columns with words that occur in the outputs but not in the edited cells. Returns their indexes, in
 * descending order of the number of examples with such words.
 */
function findUsedColumns(examples: readonly Example[]): number[] {
  const count = examples[0]?.row.length ?? 0
  const uses = Array.from({ length: count }, (_, index) => {
    const matchingExamples = examples.filter(({ row, output }) => {
      const words = (row[index] ?? '').toLowerCase().match(/[\p{L}0-9]{2,}/gu) ?? []
      const lowerOutput = output.toLowerCase()
      const editedCell = (row[0] ?? '').toLowerCase()
      return words.some((word) => lowerOutput.includes(word) && !editedCell.includes(word))
    })
    return { index, hits: matchingExamples.length }
  })
  return uses
    .filter(({ index, hits }) => index > 0 && hits > 0)
    .toSorted((a, b) => b.hits - a.hits)
    .slice(0, maxOtherColumns)
    .map(({ index }) => index)
}

/** Replaces a program's column indexes, which refer to the selected columns, with indexes into the whole row. */
function renumberColumns<T>(part: T, columnIndexes: readonly number[]): T {
  if (Array.isArray(part)) return part.map((item: unknown) => renumberColumns(item, columnIndexes)) as T
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(
    Object.entries(part).map(([key, value]: [string, unknown]) => [
      key,
      key === 'column' ? columnIndexes[value as number] : renumberColumns(value, columnIndexes),
    ]),
  ) as T
}

/**
 * Compiles programs to SQL. Drops programs that SQL nodes reject, and programs whose output in DuckDB differs from an
 * example's output.
 */
async function compilePrograms(
  { tables, table, column, examples, signal }: PreviewExamplesOptions,
  programs: readonly Program[],
  columns: readonly Column[],
): Promise<{ value: Sql; statement: string }[]> {
  const compiledPrograms: { value: Sql; statement: string }[] = []
  const rowIndexes = unsafeSql(examples.map(({ row }) => String(row - 1)).join(', '))
  for (const { expression } of programs) {
    const value = compileExpression(expression, columns)
    const statement = sql`SELECT * REPLACE (${value} AS ${quoteIdentifier(column)}) FROM input`.text
    if (await tables.check(statement, { inputs: { input: table.columns } })) continue
    const rows = await tables.rows(
      sql`SELECT rowid AS row_index, ${value} AS value FROM ${quoteIdentifier(tableName(table.id))} WHERE rowid IN (${rowIndexes})`,
      defined({ signal }),
    )
    const values = new Map(rows.map((row) => [Number(row.row_index) + 1, row.value]))
    if (examples.every(({ row, value: expected }) => values.get(row) === expected))
      compiledPrograms.push({ value, statement })
  }
  return compiledPrograms
}

function toQuestion(row: Readonly<Record<string, Scalar>>, transformationCount: number): ExampleQuestion {
  const toText = (value: Scalar | undefined): string | null => (typeof value === 'string' ? value : null)
  const values = Array.from({ length: transformationCount }, (_, index) => toText(row[`v${index}`]))
  return {
    row: Number(row.row_index) + 1,
    rows: Number(row.rows),
    cell: toText(row.cell),
    values: [...new Set(values)],
  }
}
