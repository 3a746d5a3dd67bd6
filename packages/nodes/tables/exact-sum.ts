import { isFloat, join, quoteIdentifier, sql, normalizeNaN, type Scalar, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'

/** Magnitude of the numbers in a DOUBLE column, which must be known to compute an exact sum. */
export interface Magnitude {
  /** Smallest absolute value other than 0. */
  smallest: number
  largest: number
  /** Whether the column contains infinities or NaN. If so, `largest` is the largest finite DOUBLE. */
  hasNonFinite: boolean
}

/** Magnitude to assume before a run, when the table cannot be queried. */
export const defaultMagnitude: Magnitude = { smallest: 1, largest: 1, hasNonFinite: false }

/**
 * Range that covers the numbers in most tables: 0, and magnitudes from 2^-14 to less than 2^31. `largest` is 2^30
 * because only its exponent is used.
 */
const ordinaryRange: Magnitude = { smallest: 2 ** -14, largest: 2 ** 30, hasNonFinite: false }
/** Prefix of the result columns that count numbers outside the ordinary range. */
const outsideCountPrefix = 'outside '
/** Maximum number of columns to test with separate queries. */
const maxSeparateColumns = 8

/**
 * Creates a single-row query that counts, for each DOUBLE column, the numbers outside the ordinary range. Returns
 * `undefined` if there are no DOUBLE columns. In a materialized table, DuckDB skips row groups based on their stored
 * minimum and maximum, which requires a separate condition for each range. Otherwise, a single scan counts all numbers.
 */
export function createOrdinaryRangeQuery(
  columns: readonly Column[],
  from: Sql,
  isMaterialized: boolean,
): Sql | undefined {
  const floatColumns = columns.filter(({ type }) => isFloat(type))
  if (floatColumns.length === 0) return undefined
  const usesSeparateQueries = isMaterialized && floatColumns.length <= maxSeparateColumns
  const [min, max] = [compilePowerOfTwo(-14), compilePowerOfTwo(31)]
  const countExpressions = floatColumns.map(({ name: column, type }) => {
    const value = type === 'DOUBLE' ? quoteIdentifier(column) : sql`CAST(${quoteIdentifier(column)} AS DOUBLE)`
    // DuckDB orders NaN above every number.
    const ranges = [
      sql`${value} >= ${max}`,
      sql`${value} <= -${max}`,
      sql`${value} < ${min} AND ${value} > -${min} AND ${value} <> 0`,
    ]
    const count = usesSeparateQueries
      ? join(
          ranges.map((range) => sql`(SELECT count(*) FROM ${from} WHERE ${range})`),
          ' + ',
        )
      : sql`count(*) FILTER (WHERE ${join(ranges, ' OR ')})`
    return sql`${count} AS ${quoteIdentifier(`${outsideCountPrefix}${column}`)}`
  })
  return usesSeparateQueries ? sql`SELECT ${countExpressions}` : sql`SELECT ${countExpressions} FROM ${from}`
}

/**
 * Returns the magnitudes of the columns whose numbers are all in the ordinary range, keyed by column name.
 * `rangeCounts` is the result row of `createOrdinaryRangeQuery`.
 */
export function findOrdinaryColumns(rangeCounts: Readonly<Record<string, Scalar>>): ReadonlyMap<string, Magnitude> {
  const isOrdinary = ([key, count]: [string, Scalar]): boolean =>
    key.startsWith(outsideCountPrefix) && Number(count) === 0
  return new Map(
    Object.entries(rangeCounts)
      .filter(isOrdinary)
      .map(([key]) => [key.slice(outsideCountPrefix.length), ordinaryRange]),
  )
}

/** Creates a single-row query for the magnitudes of columns. Returns `undefined` if there are no DOUBLE columns. */
export function createMagnitudeQuery(columns: readonly Column[], from: Sql): Sql | undefined {
  const floatColumns = columns.filter(({ type }) => isFloat(type))
  if (floatColumns.length === 0) return undefined
  const magnitudeExpressions = floatColumns.flatMap(({ name: column }) => {
    const absoluteValue = sql`abs(CAST(${quoteIdentifier(column)} AS DOUBLE))`
    return [
      sql`min(nullif(${absoluteValue}, 0)) AS ${quoteIdentifier(`smallest ${column}`)}`,
      sql`max(${absoluteValue}) AS ${quoteIdentifier(`largest ${column}`)}`,
    ]
  })
  return sql`SELECT ${magnitudeExpressions} FROM ${from}`
}

/** Reads the magnitudes from the result of `createMagnitudeQuery`, keyed by column name. */
export function readMagnitudes(rows: readonly Readonly<Record<string, Scalar>>[]): ReadonlyMap<string, Magnitude> {
  const [row = {}] = rows
  const magnitudes = new Map<string, Magnitude>()
  for (const [key, largest] of Object.entries(row)) {
    if (!key.startsWith('largest ')) continue
    const column = key.slice('largest '.length)
    const [smallest, largestNumber] = [row[`smallest ${column}`], Number(largest ?? 1)]
    const hasNonFinite = !Number.isFinite(largestNumber)
    magnitudes.set(column, {
      smallest: Number(smallest ?? 1),
      largest: hasNonFinite ? Number.MAX_VALUE : largestNumber,
      hasNonFinite,
    })
  }
  return magnitudes
}

/** Maximum number of parts into which a number is split. */
const maxParts = 6

/**
 * Compiles SQL for the sum of a DOUBLE expression. The result does not depend on threads or row order (based on Demmel
 * and Nguyen, "Fast Reproducible Floating-Point Summation"). Each number is split into parts on fixed grids. A part has
 * so few bits that `rows` parts can be added without rounding: the sum needs at most 53 bits above its grid. Therefore,
 * the sum of each part is exact in any order. Rounding occurs only when these sums are added, from small to large.
 *
 * The IEEE sum in row order, which is many times slower, is used if six parts are not enough (in a million rows: if the
 * numbers are more than about 45 orders of magnitude apart), near the limits of DOUBLE, or with infinities or NaN. A
 * NaN result is always positive. The sum of no numbers is NULL.
 *
 * @param filter - `FILTER (WHERE …)` clause to append to each aggregate. Empty by default.
 */
export function compileExactSum(
  value: Sql,
  magnitude: Magnitude,
  { rows, row }: { rows: number; row: Sql },
  filter: Sql = sql``,
): Sql {
  const splitConstants = magnitude.hasNonFinite ? undefined : computeSplitConstants(magnitude, rows)
  if (!splitConstants) return normalizeNaN(sql`sum(${value} ORDER BY ${row})${filter}`)
  const sums: Sql[] = []
  let remainder = value
  for (const splitConstant of splitConstants) {
    const part = sql`((${remainder} + ${splitConstant}) - ${splitConstant})`
    sums.push(sql`sum(${part})${filter}`)
    remainder = sql`(${remainder} - ${part})`
  }
  sums.push(sql`sum(${remainder})${filter}`)
  return sums.reduceRight((smallerSums, sum) => sql`(${sum} + ${smallerSums})`)
}

/**
 * Computes the constants that split off one part after another. Adding and subtracting `1.5 · 2^(grid + 52)` rounds a
 * number to the grid. The remainder after the last constant is summed directly. Returns `undefined` if too many parts
 * are needed.
 */
function computeSplitConstants({ smallest, largest }: Magnitude, rowCount: number): Sql[] | undefined {
  const rowCountBits = Math.ceil(Math.log2(rowCount + 2))
  // One bit of margin on both sides, because `log2` may round.
  const lowestExponent = Math.max(-1074, Math.floor(Math.log2(smallest)) - 1 - 52)
  let highestExponent = Math.floor(Math.log2(largest)) + 2
  const splitConstants: Sql[] = []
  while (highestExponent + rowCountBits - lowestExponent > 53) {
    const grid = highestExponent + rowCountBits - 53
    if (grid + 53 > 1023 || splitConstants.length === maxParts - 1) return undefined
    splitConstants.push(sql`CAST(${String(1.5 * 2 ** (grid + 52))} AS DOUBLE)`)
    highestExponent = grid - 1
  }
  return splitConstants
}

const maxSafeMagnitude = 1e150

/**
 * Compiles SQL for the sample standard deviation, computed in row order. Numbers whose squares would overflow in DuckDB
 * are scaled down first. The result is NaN if there are infinities or NaN.
 */
export function compileSampleDeviation(
  value: Sql,
  { largest, hasNonFinite }: Magnitude,
  row: Sql,
  filter: Sql = sql``,
): Sql {
  const compileStandardDeviation = (cellValue: Sql): Sql => sql`stddev_samp(${cellValue} ORDER BY ${row})${filter}`
  const finiteValue = hasNonFinite ? sql`CASE WHEN isfinite(${value}) THEN ${value} END` : value
  const smallCondition = sql`abs(${value}) <= ${maxSafeMagnitude}`
  const unscaledDeviation = compileStandardDeviation(
    largest > maxSafeMagnitude ? sql`CASE WHEN ${smallCondition} THEN ${value} END` : finiteValue,
  )
  const shift = Math.floor(Math.log2(largest))
  const result =
    largest > maxSafeMagnitude
      ? sql`CASE WHEN bool_or(NOT ${smallCondition})${filter} THEN ${scaleByPowerOfTwo(compileStandardDeviation(scaleByPowerOfTwo(finiteValue, -shift)), shift)} ELSE ${unscaledDeviation} END`
      : unscaledDeviation
  return hasNonFinite ? sql`CASE WHEN bool_or(NOT isfinite(${value}))${filter} THEN ${NaN} ELSE ${result} END` : result
}

/** Compiles SQL for a number times a power of two. The power is split into factors that fit into a DOUBLE. */
function scaleByPowerOfTwo(value: Sql, shift: number): Sql {
  if (shift === 0) return value
  const factors: Sql[] = []
  for (let remainingShift = shift; remainingShift !== 0;) {
    const part = Math.max(-1000, Math.min(1000, remainingShift))
    factors.push(compilePowerOfTwo(part))
    remainingShift -= part
  }
  return sql`(${value} * ${join(factors, ' * ')})`
}

const compilePowerOfTwo = (exponent: number): Sql =>
  exponent > 1023 ? sql`${Infinity}` : sql`CAST(${String(2 ** exponent)} AS DOUBLE)`
