import { name, sql, type Sql } from '@aw-flow/engine'
import type { ProfileSample } from '@aw-flow/schema'
import { numberOf } from '../column-measures.ts'
import { sampleError } from '../profile-source.ts'
import type { DeepSource } from './deep-source.ts'

/**
 * Rows as small whole numbers, of all or evenly spread over the table, for what is worked out here: in one fixed order,
 * and so with the same digits everywhere.
 */
export interface Codes {
  rows: number
  sample?: ProfileSample
  /** By column: numbers from 0 that are equal where the values are; -1 where there is none. Empty for nested types. */
  values: readonly Int32Array[]
  /** By column, of numbers and times: the value, NaN where there is none or it is infinite. */
  numbers: readonly (Float64Array | undefined)[]
}

const maxRows = 27_000
const minRows = 4_000
/** Rows times pairs of columns: of wide tables fewer rows are compared. */
const maxCompared = 20_000_000
const rowsAtOnce = 9_000

export async function readCodes(source: DeepSource): Promise<Codes> {
  const { table, whole, profile } = source
  const pairs = (table.columns.length * (table.columns.length - 1)) / 2 + 1
  const most = Math.max(minRows, Math.min(maxRows, Math.round(maxCompared / pairs)))
  const step = Math.max(1, Math.ceil(table.rows / most))
  const rows = Math.ceil(table.rows / step)
  const coded = table.columns.map((column, index) => codeOf(column, profile.columns[index]!.family === 'nested'))
  const cells = coded.flatMap((code, index) => (code ? [sql`${code} AS ${name(`c${index}`)}`] : []))
  const seen = coded.map(() => new Map<unknown, number>())
  const values = coded.map((code) => new Int32Array(code ? rows : 0).fill(-1))
  const numbers = table.columns.map((column) => (numberOf(column) ? new Float64Array(rows).fill(NaN) : undefined))
  for (let start = 0; cells.length > 0 && start < rows; start += rowsAtOnce) {
    const [from, to] = [start * step, (start + rowsAtOnce) * step]
    const part = await source.rows(
      sql`SELECT ${cells} FROM ${whole} WHERE rowid >= ${from} AND rowid < ${to} AND rowid % ${step} = 0 ORDER BY rowid`,
    )
    for (const [at, row] of part.entries()) {
      for (const [index, known] of seen.entries()) {
        const cell = row[`c${index}`]
        if (cell === null || cell === undefined) continue
        const code = known.get(cell) ?? known.size
        known.set(cell, code)
        values[index]![start + at] = code
        const number = Number(cell)
        if (numbers[index] && Number.isFinite(number)) numbers[index][start + at] = number
      }
    }
  }
  const sample = { rows, of: table.rows, error: sampleError(rows) }
  return { rows, values, numbers, ...(step > 1 ? { sample } : {}) }
}

/** Numbers are their own codes; of other values 52 bits of their hash, which are exact as a number. */
function codeOf(column: DeepSource['table']['columns'][number], isNested: boolean): Sql | undefined {
  if (isNested) return undefined
  const value = name(column.name)
  return numberOf(column) ?? sql`CASE WHEN ${value} IS NOT NULL THEN CAST(hash(${value}) >> 12 AS BIGINT) END`
}
