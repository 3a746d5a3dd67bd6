import { message, type Text } from '@aw-flow/messages'
import { join, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import type { DeepFinding, ProfileSample } from '@aw-flow/schema/internal'
import { findNearDuplicateRows } from '../find-near-duplicate-rows.ts'
import { estimateSampleError } from '../profile-source.ts'
import { findComparableColumns, toSampleField, type DeepSource, type IndexedColumn } from './deep-source.ts'

const maxExamples = 5
const maxComparedRows = 9_000
const maxPairs = 20

/**
 * Finds rows that are equal in all columns or, if the table has keys, in all non-key columns. Compares 64-bit hashes.
 */
export async function* findDuplicates(source: DeepSource): AsyncGenerator<DeepFinding> {
  const { rows, columns } = source.profile
  if (rows < 2 || columns.length === 0) return
  const keyNames = columns
    .filter(({ distinct, nulls }) => distinct === rows && nulls === 0)
    .map(({ name: column }) => column)
  if (keyNames.length === 0) {
    const equalRows = await findEqualRows(
      source,
      columns.map(({ name: column }) => column),
    )
    if (equalRows) {
      const { extra, groups, examples } = equalRows
      yield { kind: 'duplicates', extra, groups, examples, message: message('profile.duplicates', { extra, groups }) }
    }
    return
  }
  const nonKeyNames = columns.filter(({ name: column }) => !keyNames.includes(column)).map(({ name: column }) => column)
  const equalRows = nonKeyNames.length >= 2 ? await findEqualRows(source, nonKeyNames) : undefined
  if (!equalRows) return
  const reason = message('profile.equal-except', { columns: keyNames })
  yield {
    kind: 'near-duplicates',
    count: equalRows.extra,
    pairs: equalRows.examples.map(([first = 0, second = 0]) => ({
      rows: [first, second] as [number, number],
      similarity: 1,
      reason,
    })),
    message: message('profile.duplicates-except-key', { extra: equalRows.extra, columns: keyNames }),
  }
}

async function findEqualRows(
  source: DeepSource,
  columns: readonly string[],
): Promise<{ extra: number; groups: number; examples: number[][] } | undefined> {
  const values = join(
    columns.map((column) => quoteIdentifier(column)),
    ', ',
  )
  // The hash is computed in a nested SELECT, because the table may have a column named "h".
  const groups = sql`(SELECT h, count(*) AS n FROM (SELECT hash(${values}) AS h FROM ${source.relation}) GROUP BY h HAVING count(*) > 1)`
  const [totals] = await source.queryRows(
    sql`SELECT CAST(coalesce(sum(n - 1), 0) AS BIGINT) AS extra, count(*) AS groups FROM ${groups}`,
  )
  const extra = Number(totals?.extra ?? 0)
  if (extra === 0) return undefined
  const rows = await source.queryRows(
    sql`SELECT rowid + 1 AS r, hash(${values}) AS h FROM ${source.relation} WHERE hash(${values}) IN (SELECT h FROM ${groups} ORDER BY n DESC, h LIMIT ${maxExamples}) ORDER BY r LIMIT 200`,
  )
  const examples = new Map<string, number[]>()
  for (const { r, h } of rows) {
    const rowNumbers = examples.get(String(h)) ?? []
    if (rowNumbers.length < 5) rowNumbers.push(Number(r))
    examples.set(String(h), rowNumbers)
  }
  return { extra, groups: Number(totals?.groups), examples: [...examples.values()] }
}

/**
 * Finds rows that are similar but not equal. The sample of a large table is selected by hashing the prefixes in the
 * most selective text column, so that it includes either all rows with a prefix or none of them. Such a sample is
 * likely to contain both rows of a pair.
 */
export async function* findNearDuplicates(source: DeepSource): AsyncGenerator<DeepFinding> {
  const { rows } = source.profile
  const columns = findComparableColumns(source).filter((column) => isDescriptive(column, rows))
  const blockingColumn = columns
    .filter(({ type, texts }) => type === 'VARCHAR' && (texts?.meanLength ?? 0) >= 4)
    .toSorted((a, b) => b.distinct - a.distinct)[0]
  if (columns.length < 2 || !blockingColumn || rows < 4) return
  const { comparedRows, sample } = await readComparedRows(source, columns, blockingColumn)
  const pairs = findNearDuplicateRows(
    comparedRows.map(({ cells }) => cells),
    defined({ signal: source.signal }),
  )
  if (pairs.length === 0) return
  const reportedPairs = pairs.slice(0, maxPairs).map(({ rows: [a, b], similarity, differingColumns }) => ({
    rows: [comparedRows[a]!.row, comparedRows[b]!.row] as [number, number],
    similarity,
    reason: message('profile.differ-in', {
      columns: differingColumns.slice(0, 3).map((index) => columns[index]!.name),
    }),
  }))
  const [firstPair] = reportedPairs
  yield {
    kind: 'near-duplicates',
    count: pairs.length,
    pairs: reportedPairs,
    message: addSearchedRowCount(
      message('profile.near-duplicates', { pairs: pairs.length, row: firstPair!.rows[0], other: firstPair!.rows[1] }),
      sample,
    ),
    ...toSampleField(sample),
  }
}

/**
 * Adds the number of searched rows to a message. A margin of error does not apply, because nothing is estimated for the
 * entire table.
 */
const addSearchedRowCount = (finding: Text, sample: ProfileSample | undefined): Text =>
  sample ? message('profile.searched', { finding, rows: sample.rows, total: sample.of }) : finding

/** Returns whether a column describes its rows, unlike row numbers and IDs. */
const isDescriptive = ({ semantic, numbers, distinct, nulls, type, texts }: IndexedColumn, rowCount: number): boolean =>
  nulls < rowCount &&
  numbers?.rowOffset === undefined &&
  type !== 'UUID' &&
  !(semantic?.type === 'id' && distinct > rowCount * 0.9) &&
  (texts?.meanLength ?? 0) <= 500

async function readComparedRows(
  source: DeepSource,
  columns: readonly IndexedColumn[],
  blockingColumn: IndexedColumn,
): Promise<{ comparedRows: { row: number; cells: (string | null)[] }[]; sample?: ProfileSample }> {
  const { rows } = source.profile
  const cells = columns.map(
    ({ name: column }, index) =>
      sql`left(CAST(${quoteIdentifier(column)} AS VARCHAR), 300) AS ${quoteIdentifier(`v${index}`)}`,
  )
  const bucketCount = Math.ceil(rows / maxComparedRows)
  const whereClause: Sql =
    bucketCount > 1
      ? sql`WHERE hash(left(lower(${quoteIdentifier(blockingColumn.name)}), 5)) % ${bucketCount} = 0`
      : sql`WHERE TRUE`
  const records = await source.queryRows(
    sql`SELECT rowid + 1 AS r, ${cells} FROM ${source.relation} ${whereClause} ORDER BY rowid LIMIT ${maxComparedRows}`,
  )
  const comparedRows = records.map((row) => ({
    row: Number(row.r),
    cells: columns.map((_, index) => (row[`v${index}`] === null ? null : String(row[`v${index}`]))),
  }))
  return bucketCount > 1
    ? { comparedRows, sample: { rows: comparedRows.length, of: rows, error: estimateSampleError(comparedRows.length) } }
    : { comparedRows }
}
