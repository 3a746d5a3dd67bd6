import { message } from '@aw-flow/messages'
import { quoteIdentifier, sql, type Sql, type Tables } from '@aw-flow/engine'
import { defined, type Column, type TableRef } from '@aw-flow/schema'
import { isAppliedOperation, type Operation } from '@aw-flow/schema/internal'
import type { MeasuredTable } from '../measure-columns.ts'
import { compileForTable } from '../plans/compile-for-table.ts'
import { findRowNumberOffsets } from '../profile-for-plan.ts'

/** Maximum number of columns whose values are counted. */
const maxCountedColumns = 50
/** Maximum number of equal pairs that would be expected by chance if duplicates are certain. */
const maxChancePairs = 0.1
/** Maximum share of duplicates. If there are more, rows repeat by design. */
const maxDuplicateShare = 0.25

/**
 * Plans the removal of rows that equal an earlier row after all other operations. It is certain if rows of these values
 * would hardly ever be equal by chance; otherwise they can be separate events, and it is only suggested.
 */
export async function planDuplicates(
  tables: Tables,
  table: TableRef,
  measured: MeasuredTable,
  operations: readonly Operation[],
  signal?: AbortSignal,
): Promise<{ operation: Operation; rows: number } | undefined> {
  const { select, columns } = compileForTable({ table, operations })
  if (await areRowsDistinct(tables, table, measured, { select, columns, operations, signal })) return undefined
  const names = columns.slice(0, maxCountedColumns).map(({ name }) => quoteIdentifier(name))
  const counts = names.map(
    (name, index) =>
      sql`(SELECT sum(n * n) FROM (SELECT count(*)::DOUBLE AS n FROM t GROUP BY ${name})) AS ${quoteIdentifier(`n${index}`)}`,
  )
  const [row = {}] = await tables.rows(
    sql`WITH t AS MATERIALIZED (${select}) SELECT (SELECT count(*) FROM t) AS total, (SELECT count(*) FROM (SELECT DISTINCT * FROM t)) AS kept, ${counts}`,
    defined({ signal }),
  )
  const total = Number(row['total'] ?? 0)
  const rows = total - Number(row['kept'] ?? total)
  if (rows === 0) return undefined
  const equalShare = names.reduce((share, _, index) => (share * Number(row[`n${index}`] ?? 0)) / total ** 2, 1)
  const isCertain = (total * (total - 1) * equalShare) / 2 <= maxChancePairs && rows <= maxDuplicateShare * total
  const reason = message('prepare.reason-duplicate-rows', { rows })
  const operation: Operation = { op: 'deduplicate', reason, columns: [], keep: 'first', confidence: 0.9 }
  return { operation: isCertain ? operation : { ...operation, confidence: 0.6, state: 'suggested' }, rows }
}

/** Returns whether a column numbers the rows, or no two rows have the same hash. `false` if rows may be equal. */
async function areRowsDistinct(
  tables: Tables,
  table: TableRef,
  { columns: measuredColumns }: MeasuredTable,
  result: {
    select: Sql
    columns: readonly Column[]
    operations: readonly Operation[]
    signal: AbortSignal | undefined
  },
): Promise<boolean> {
  const abortOptions = defined({ signal: result.signal })
  if (!result.operations.some(isAppliedOperation)) {
    const rowOffsets = await findRowNumberOffsets(tables, table, measuredColumns, abortOptions)
    if (rowOffsets.size > 0) return true
  }
  const cells = result.columns.map(({ name }) => quoteIdentifier(name))
  const [row = {}] = await tables.rows(
    sql`SELECT count(*) - count(DISTINCT hash(${cells})) AS equal FROM (${result.select})`,
    abortOptions,
  )
  return Number(row['equal']) === 0
}
