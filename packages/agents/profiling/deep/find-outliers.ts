import { message } from '@aw-flow/messages'
import { quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { DeepFinding, SemanticType } from '@aw-flow/schema/internal'
import { toNumberSql } from '../column-measures.ts'
import { findComparableColumns, type DeepSource, type IndexedColumn } from './deep-source.ts'
import { roundToDigits } from '../../round-to-digits.ts'

/**
 * Distance of the fences from the quartiles as a multiple of the interquartile range (J. W. Tukey's outer fences,
 * 1977).
 */
const fenceFactor = 3
/** Maximum fraction of outliers. If more values are beyond the fences, they are the tail of the distribution. */
const maxOutlierFraction = 0.01
const maxExamples = 5
/** Semantic types whose numbers are not quantities. */
const nonQuantityTypes: ReadonlySet<SemanticType> = new Set([
  'id',
  'postal-code',
  'phone',
  'latitude',
  'longitude',
  'month',
  'weekday',
  'hour',
  'quarter',
  'day',
])

/**
 * Finds outliers, which are numbers beyond the outer fences (Tukey) of their column. If the column has a long tail, the
 * fences are computed from the logarithms.
 */
export async function* findOutliers(source: DeepSource): AsyncGenerator<DeepFinding> {
  for (const column of findComparableColumns(source)) {
    if (column.family !== 'number' || (column.semantic && nonQuantityTypes.has(column.semantic.type))) continue
    const fences = computeFences(column)
    if (!fences) continue
    const number = toNumberSql(column)!
    const value = quoteIdentifier(column.name)
    const outsideCondition = sql`${number} < ${toDouble(fences.low)} OR ${number} > ${toDouble(fences.high)}`
    const [counts] = await source.queryRows(
      sql`SELECT count(*) AS n FROM ${source.relation} WHERE isfinite(${number}) AND (${outsideCondition})`,
    )
    const count = Number(counts?.n ?? 0)
    const nonNullCount = source.profile.rows - column.nulls
    if (count === 0 || count > Math.max(1, nonNullCount * maxOutlierFraction)) continue
    const examples = await source.queryRows(
      sql`SELECT rowid + 1 AS r, CAST(${value} AS VARCHAR) AS v FROM ${source.relation} WHERE isfinite(${number}) AND (${outsideCondition}) ORDER BY abs(${number} - ${toDouble(fences.median)}) DESC, rowid LIMIT ${maxExamples}`,
    )
    const min = column.numbers?.min ?? 0
    const max = column.numbers?.max ?? 0
    yield {
      kind: 'outliers',
      column: column.name,
      ...(min < fences.low ? { low: fences.low } : {}),
      ...(max > fences.high ? { high: fences.high } : {}),
      count,
      examples: examples.map(({ r, v }) => ({ row: Number(r), value: String(v) })),
      message: message('profile.outliers', {
        column: column.name,
        count,
        share: count / nonNullCount,
        min: roundForMessage(Math.max(min, fences.low)),
        max: roundForMessage(Math.min(max, fences.high)),
      }),
    }
  }
}

const roundForMessage = (value: number): number => roundToDigits(value, 6)
const toDouble = (value: number): Sql => sql`CAST(${String(value)} AS DOUBLE)`

function computeFences({
  quantiles,
  numbers,
}: IndexedColumn): { low: number; high: number; median: number } | undefined {
  const findQuantile = (level: number): number | undefined =>
    quantiles.find((quantile) => quantile.share === level)?.value
  const [q1, median, q3, p5, p95] = [
    findQuantile(0.25),
    findQuantile(0.5),
    findQuantile(0.75),
    findQuantile(0.05),
    findQuantile(0.95),
  ]
  if (q1 === undefined || median === undefined || q3 === undefined || p5 === undefined || p95 === undefined)
    return undefined
  const hasLongTail = (numbers?.min ?? 0) > 0 && p95 - median > 2.5 * (median - p5)
  if (hasLongTail && q3 > q1) {
    const [low, high] = computeQuartileFences(Math.log(q1), Math.log(q3))
    return { low: round(Math.exp(low)), high: round(Math.exp(high)), median }
  }
  const [low, high] = q3 > q1 ? computeQuartileFences(q1, q3) : computeQuartileFences(p5, p95)
  return low < high ? { low: round(low), high: round(high), median } : undefined
}

const computeQuartileFences = (firstQuartile: number, thirdQuartile: number): [number, number] => [
  firstQuartile - fenceFactor * (thirdQuartile - firstQuartile),
  thirdQuartile + fenceFactor * (thirdQuartile - firstQuartile),
]

/** Rounds a fence, because the last digits of `exp` differ between JavaScript engines. */
const round = (value: number): number => roundToDigits(value, 10)
