import { join, quoteIdentifier, sql, tableName, type Tables } from '@aw-flow/engine'
import { defined, type Column } from '@aw-flow/schema'
import type { DataAnswer, DataQuestion } from '@aw-flow/schema/internal'
import { interpretQuestion } from './interpret-question.ts'
import { readQuestion, type FindValues } from './read-question.ts'
import { writeStatement } from './write-statement.ts'

/** Maximum number of text columns to search for values that the question mentions. */
const maxTextColumns = 40

/**
 * Uses rules to interpret an English or German question about a table, and writes a statement for a SQL node that
 * answers it. Words are matched against column names and the values of text columns. Ambiguous words are returned as
 * choices; the statement is absent until the user makes them. The table is not changed, and the statement is not run.
 */
export async function askData(
  { table, question, chosen }: DataQuestion,
  { tables, signal }: { tables: Tables; signal?: AbortSignal },
): Promise<DataAnswer> {
  const options = defined({ signal })
  const relation = quoteIdentifier(tableName(table.id))
  const findValues: FindValues = async (strings) => {
    const textColumns = table.columns.filter(({ type }) => type === 'VARCHAR').slice(0, maxTextColumns)
    if (textColumns.length === 0) return []
    const list = strings.map((text) => sql`${text}`)
    const selects = textColumns.map(
      (column, index) =>
        sql`SELECT DISTINCT ${index} AS number, ${quoteIdentifier(column.name)} AS value FROM ${relation} WHERE lower(${quoteIdentifier(column.name)}) IN (${list})`,
    )
    const union = join(selects, ' UNION ALL ')
    const rows = await tables.rows(sql`SELECT * FROM (${union}) ORDER BY number, value LIMIT 1000`, options)
    return rows.map(({ number, value }) => ({ column: textColumns[Number(number)]!.name, value: String(value) }))
  }
  const parts = await readQuestion(question, table.columns, findValues)
  const namedColumns = parts.flatMap((part) => (part.kind === 'column' ? part.columns : []))
  const { uniqueNames, nullableNames } = await findUniqueAndNullableColumns([...new Set(namedColumns)])
  const { query, ...interpretation } = interpretQuestion({
    parts,
    columns: table.columns,
    chosenOptions: chosen,
    isUnique: (column) => uniqueNames.has(column.name),
    hasNulls: (column) => nullableNames.has(column.name),
  })
  if (!query) return { parts: [], ...interpretation }
  const writtenQuery = writeStatement(query)
  const problem = await tables.check(writtenQuery.statement, { inputs: { input: table.columns } })
  if (problem) return { parts: [], ...interpretation, unknown: [question] }
  return { ...writtenQuery, ...interpretation }

  /** Finds the columns with a distinct value in each row, and the columns that contain nulls. */
  async function findUniqueAndNullableColumns(
    columns: readonly Column[],
  ): Promise<Record<'uniqueNames' | 'nullableNames', ReadonlySet<string>>> {
    if (columns.length === 0) return { uniqueNames: new Set(), nullableNames: new Set() }
    const counts = columns.map(
      (column, index) =>
        sql`count(DISTINCT ${quoteIdentifier(column.name)}) AS ${quoteIdentifier(`d${index}`)}, count(${quoteIdentifier(column.name)}) AS ${quoteIdentifier(`c${index}`)}`,
    )
    const [row] = await tables.rows(sql`SELECT count(*) AS rows, ${counts} FROM ${relation}`, options)
    const select = (test: (index: number) => boolean): ReadonlySet<string> =>
      new Set(columns.flatMap((column, index) => (test(index) ? [column.name] : [])))
    return {
      uniqueNames: select((index) => row?.[`d${index}`] === row?.rows),
      nullableNames: select((index) => row?.[`c${index}`] !== row?.rows),
    }
  }
}
