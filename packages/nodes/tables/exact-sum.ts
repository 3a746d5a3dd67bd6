import { isFloat, join, name, sql, withoutSign, type Scalar, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'

/** Facts about a DOUBLE column that are needed before it is summed. */
export interface Magnitude {
  /** The smallest absolute value except 0. */
  smallest: number
  largest: number
  /** Whether there are infinities or NaN; then `largest` is the largest finite number. */
  hasOthers: boolean
}

/** Assumed before a run, when no query is possible. */
export const usualMagnitude: Magnitude = { smallest: 1, largest: 1, hasOthers: false }

/** The range of most tables: 0, and magnitudes from 2^-14 to less than 2^31. */
const ordinary: Magnitude = { smallest: 2 ** -14, largest: 2 ** 30, hasOthers: false }
/** Maximum number of columns that are tested by separate queries. */
const maxSeparateColumns = 8

/**
 * A query of one row that counts, per DOUBLE column, the numbers outside the ordinary range, for `ordinaryOf`.
 * `undefined` without DOUBLE columns. In a materialized table (`isMade`) DuckDB skips row groups by their stored
 * minimum and maximum, which needs a separate condition per range; otherwise one scan counts all.
 */
export function ordinaryQuery(columns: readonly Column[], from: Sql, isMade: boolean): Sql | undefined {
  const floats = columns.filter(({ type }) => isFloat(type))
  if (floats.length === 0) return undefined
  const isSeparate = isMade && floats.length <= maxSeparateColumns
  const [min, max] = [powerOfTwo(-14), powerOfTwo(31)]
  const cells = floats.map(({ name: column, type }) => {
    const value = type === 'DOUBLE' ? name(column) : sql`CAST(${name(column)} AS DOUBLE)`
    // DuckDB orders NaN above every number.
    const ranges = [
      sql`${value} >= ${max}`,
      sql`${value} <= -${max}`,
      sql`${value} < ${min} AND ${value} > -${min} AND ${value} <> 0`,
    ]
    const count = isSeparate
      ? join(
          ranges.map((range) => sql`(SELECT count(*) FROM ${from} WHERE ${range})`),
          ' + ',
        )
      : sql`count(*) FILTER (WHERE ${join(ranges, ' OR ')})`
    return sql`${count} AS ${name(`off ${column}`)}`
  })
  return isSeparate ? sql`SELECT ${cells}` : sql`SELECT ${cells} FROM ${from}`
}

/** The magnitude of each column whose numbers are all ordinary, by column name. */
export function ordinaryOf(facts: Readonly<Record<string, Scalar>>): ReadonlyMap<string, Magnitude> {
  const isOrdinary = ([key, off]: [string, Scalar]): boolean => key.startsWith('off ') && Number(off) === 0
  return new Map(
    Object.entries(facts)
      .filter(isOrdinary)
      .map(([key]) => [key.slice('off '.length), ordinary]),
  )
}

/** A query of one row with the magnitudes of columns, for `magnitudesOf`. `undefined` without DOUBLE columns. */
export function magnitudeQuery(columns: readonly Column[], from: Sql): Sql | undefined {
  const floats = columns.filter(({ type }) => isFloat(type))
  if (floats.length === 0) return undefined
  const cells = floats.flatMap(({ name: column }) => {
    const size = sql`abs(CAST(${name(column)} AS DOUBLE))`
    return [
      sql`min(nullif(${size}, 0)) AS ${name(`smallest ${column}`)}`,
      sql`max(${size}) AS ${name(`largest ${column}`)}`,
    ]
  })
  return sql`SELECT ${cells} FROM ${from}`
}

/** The result of `magnitudeQuery`, by column name. */
export function magnitudesOf(facts: readonly Readonly<Record<string, Scalar>>[]): ReadonlyMap<string, Magnitude> {
  const [row = {}] = facts
  const magnitudes = new Map<string, Magnitude>()
  for (const [key, largest] of Object.entries(row)) {
    if (!key.startsWith('largest ')) continue
    const column = key.slice('largest '.length)
    const [smallest, size] = [row[`smallest ${column}`], Number(largest ?? 1)]
    const hasOthers = !Number.isFinite(size)
    magnitudes.set(column, { smallest: Number(smallest ?? 1), largest: hasOthers ? Number.MAX_VALUE : size, hasOthers })
  }
  return magnitudes
}

/** Maximum number of parts that a number is split into. */
const maxParts = 6

/**
 * The sum of a DOUBLE expression as SQL, independent of threads and order (after Demmel and Nguyen, "Fast Reproducible
 * Floating-Point Summation"). Each number is split into parts on fixed grids. A part has few enough bits that `rows` of
 * them are added without rounding: the sum needs at most 53 bits above its grid. So the sum of each part is exact in
 * any order, and only these sums are rounded when they are added, from small to large.
 *
 * If six parts are not enough (magnitudes more than some 45 decimal places apart in a million rows), near the limits of
 * DOUBLE, or with infinities and NaN, the sum is the IEEE sum in row order, which is many times slower. NaN has no
 * sign. The sum of no numbers is NULL.
 *
 * @param filter appended to each aggregate (`FILTER (WHERE …)`).
 */
export function exactSum(
  value: Sql,
  magnitude: Magnitude,
  { rows, row }: { rows: number; row: Sql },
  filter: Sql = sql``,
): Sql {
  const cuts = magnitude.hasOthers ? undefined : cutsOf(magnitude, rows)
  if (!cuts) return withoutSign(sql`sum(${value} ORDER BY ${row})${filter}`)
  const sums: Sql[] = []
  let rest = value
  for (const cut of cuts) {
    const part = sql`((${rest} + ${cut}) - ${cut})`
    sums.push(sql`sum(${part})${filter}`)
    rest = sql`(${rest} - ${part})`
  }
  sums.push(sql`sum(${rest})${filter}`)
  return sums.reduceRight((small, next) => sql`(${next} + ${small})`)
}

/**
 * The constants that split off one part after another: adding and subtracting `1.5 · 2^(grid + 52)` rounds to the grid.
 * The remainder after the last is summed directly. `undefined` if too many parts are needed.
 */
function cutsOf({ smallest, largest }: Magnitude, rows: number): Sql[] | undefined {
  const count = Math.ceil(Math.log2(rows + 2))
  // One more on both sides, because `log2` may round.
  const lowest = Math.max(-1074, Math.floor(Math.log2(smallest)) - 1 - 52)
  let highest = Math.floor(Math.log2(largest)) + 2
  const cuts: Sql[] = []
  while (highest + count - lowest > 53) {
    const grid = highest + count - 53
    if (grid + 53 > 1023 || cuts.length === maxParts - 1) return undefined
    cuts.push(sql`CAST(${String(1.5 * 2 ** (grid + 52))} AS DOUBLE)`)
    highest = grid - 1
  }
  return cuts
}

const large = 1e150

/**
 * The sample standard deviation, added up in row order. Numbers whose squares would overflow in DuckDB are scaled down
 * first. NaN if there are infinities or NaN.
 */
export function deviation(value: Sql, { largest, hasOthers }: Magnitude, row: Sql, filter: Sql = sql``): Sql {
  const of = (cells: Sql): Sql => sql`stddev_samp(${cells} ORDER BY ${row})${filter}`
  const finite = hasOthers ? sql`CASE WHEN isfinite(${value}) THEN ${value} END` : value
  const isSmall = sql`abs(${value}) <= ${large}`
  const usual = of(largest > large ? sql`CASE WHEN ${isSmall} THEN ${value} END` : finite)
  const shift = Math.floor(Math.log2(largest))
  const any =
    largest > large
      ? sql`CASE WHEN bool_or(NOT ${isSmall})${filter} THEN ${scaledBy(of(scaledBy(finite, -shift)), shift)} ELSE ${usual} END`
      : usual
  return hasOthers ? sql`CASE WHEN bool_or(NOT isfinite(${value}))${filter} THEN ${NaN} ELSE ${any} END` : any
}

/** A number times a power of two, multiplied in factors that fit a DOUBLE. */
function scaledBy(value: Sql, shift: number): Sql {
  if (shift === 0) return value
  const factors: Sql[] = []
  for (let left = shift; left !== 0;) {
    const part = Math.max(-1000, Math.min(1000, left))
    factors.push(powerOfTwo(part))
    left -= part
  }
  return sql`(${value} * ${join(factors, ' * ')})`
}

const powerOfTwo = (exponent: number): Sql =>
  exponent > 1023 ? sql`${Infinity}` : sql`CAST(${String(2 ** exponent)} AS DOUBLE)`
