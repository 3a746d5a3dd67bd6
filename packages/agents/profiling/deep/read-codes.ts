import { quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { ProfileSample } from '@aw-flow/schema/internal'
import { toNumberSql } from '../column-measures.ts'
import { estimateSampleError } from '../profile-source.ts'
import type { DeepSource } from './deep-source.ts'

/**
 * All rows of a table, or an evenly spaced sample, encoded as small integers for measures that are computed in
 * JavaScript. The rows have a fixed order, so that sums have the same digits on all platforms.
 */
export interface Codes {
  rows: number
  sample?: ProfileSample
  /**
   * Codes indexed by column and row. Equal values have equal codes, starting at 0; null is -1. Empty for nested types.
   */
  values: readonly Int32Array[]
  /** Values of numeric and time columns, indexed by column and row. NaN for null and infinite values. */
  numbers: readonly (Float64Array | undefined)[]
}

const maxRows = 27_000
const minRows = 4_000
/** Maximum product of the number of sampled rows and the number of column pairs. Limits the sample of a wide table. */
const maxComparisons = 20_000_000
const rowsPerBatch = 9_000

/** Reads the rows of a table as codes. */
export async function readCodes(source: DeepSource): Promise<Codes> {
  const { table, relation, profile } = source
  const pairCount = (table.columns.length * (table.columns.length - 1)) / 2 + 1
  const targetRowCount = Math.max(minRows, Math.min(maxRows, Math.round(maxComparisons / pairCount)))
  const step = Math.max(1, Math.ceil(table.rows / targetRowCount))
  const rowCount = Math.ceil(table.rows / step)
  const codeExpressions = table.columns.map((column, index) =>
    toCodeSql(column, profile.columns[index]!.family === 'nested'),
  )
  const cells = codeExpressions.flatMap((code, index) =>
    code ? [sql`${code} AS ${quoteIdentifier(`c${index}`)}`] : [],
  )
  const codesByColumn = codeExpressions.map(() => new Map<unknown, number>())
  const values = codeExpressions.map((code) => new Int32Array(code ? rowCount : 0).fill(-1))
  const numbers = table.columns.map((column) =>
    toNumberSql(column) ? new Float64Array(rowCount).fill(NaN) : undefined,
  )
  for (let start = 0; cells.length > 0 && start < rowCount; start += rowsPerBatch) {
    const [first, end] = [start * step, (start + rowsPerBatch) * step]
    const batch = await source.queryRows(
      sql`SELECT ${cells} FROM ${relation} WHERE rowid >= ${first} AND rowid < ${end} AND rowid % ${step} = 0 ORDER BY rowid`,
    )
    for (const [offset, row] of batch.entries()) {
      for (const [index, codeByCell] of codesByColumn.entries()) {
        const cell = row[`c${index}`]
        if (cell === null || cell === undefined) continue
        const code = codeByCell.get(cell) ?? codeByCell.size
        codeByCell.set(cell, code)
        values[index]![start + offset] = code
        const number = Number(cell)
        if (numbers[index] && Number.isFinite(number)) numbers[index][start + offset] = number
      }
    }
  }
  const sample = { rows: rowCount, of: table.rows, error: estimateSampleError(rowCount) }
  return { rows: rowCount, values, numbers, ...(step > 1 ? { sample } : {}) }
}

/**
 * Returns SQL for a number that identifies a value. Numbers and times are represented by their numeric value, other
 * values by 52 bits of their hash, which a JavaScript number represents exactly. Returns `undefined` for nested types.
 */
function toCodeSql(column: DeepSource['table']['columns'][number], isNested: boolean): Sql | undefined {
  if (isNested) return undefined
  const value = quoteIdentifier(column.name)
  return toNumberSql(column) ?? sql`CASE WHEN ${value} IS NOT NULL THEN CAST(hash(${value}) >> 12 AS BIGINT) END`
}
