import { message } from '@aw-flow/messages'
import { name, sql, type Sql } from '@aw-flow/engine'
import type { DeepFinding, SemanticType } from '@aw-flow/schema'
import { numberOf } from '../column-measures.ts'
import { comparableColumns, type DeepSource, type PlacedColumn } from './deep-source.ts'

/** Distance of the fences from the quartiles, in interquartile ranges (J. W. Tukey's outer fences, 1977). */
const fenceFactor = 3
/** A greater share of values beyond the fences is the tail of the distribution. */
const maxShare = 0.01
const maxExamples = 5
/** Semantic types whose numbers are not quantities. */
const notQuantities: ReadonlySet<SemanticType> = new Set([
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
 * Finds numbers beyond Tukey's outer fences of their column; for columns with a long tail, beyond the fences of the
 * logarithms.
 */
export async function* findOutliers(source: DeepSource): AsyncGenerator<DeepFinding> {
  for (const column of comparableColumns(source)) {
    if (column.family !== 'number' || (column.semantic && notQuantities.has(column.semantic.type))) continue
    const fences = fencesOf(column)
    if (!fences) continue
    const number = numberOf(column)!
    const value = name(column.name)
    const beyond = sql`${number} < ${double(fences.low)} OR ${number} > ${double(fences.high)}`
    const [found] = await source.rows(
      sql`SELECT count(*) AS n FROM ${source.from} WHERE isfinite(${number}) AND (${beyond})`,
    )
    const count = Number(found?.n ?? 0)
    const present = source.profile.rows - column.nulls
    if (count === 0 || count > Math.max(1, present * maxShare)) continue
    const examples = await source.rows(
      sql`SELECT rowid + 1 AS r, CAST(${value} AS VARCHAR) AS v FROM ${source.from} WHERE isfinite(${number}) AND (${beyond}) ORDER BY abs(${number} - ${double(fences.middle)}) DESC, rowid LIMIT ${maxExamples}`,
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
        share: count / present,
        min: short(Math.max(min, fences.low)),
        max: short(Math.min(max, fences.high)),
      }),
    }
  }
}

const short = (value: number): number => Number(value.toPrecision(6))
const double = (value: number): Sql => sql`CAST(${String(value)} AS DOUBLE)`

function fencesOf({ quantiles, numbers }: PlacedColumn): { low: number; high: number; middle: number } | undefined {
  const at = (share: number): number | undefined => quantiles.find((quantile) => quantile.share === share)?.value
  const [first, middle, third, p5, p95] = [at(0.25), at(0.5), at(0.75), at(0.05), at(0.95)]
  if (first === undefined || middle === undefined || third === undefined || p5 === undefined || p95 === undefined)
    return undefined
  const hasLongTail = (numbers?.min ?? 0) > 0 && p95 - middle > 2.5 * (middle - p5)
  if (hasLongTail && third > first) {
    const [low, high] = fencesAround(Math.log(first), Math.log(third))
    return { low: rounded(Math.exp(low)), high: rounded(Math.exp(high)), middle }
  }
  const [low, high] = third > first ? fencesAround(first, third) : fencesAround(p5, p95)
  return low < high ? { low: rounded(low), high: rounded(high), middle } : undefined
}

const fencesAround = (first: number, third: number): [number, number] => [
  first - fenceFactor * (third - first),
  third + fenceFactor * (third - first),
]

/** Rounds because JavaScript engines differ in the last digits of `exp`. */
const rounded = (value: number): number => Number(value.toPrecision(10))
