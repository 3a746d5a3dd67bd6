import { isFloat, join, name, sql, withoutSign, type Scalar, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'

/** What must be known of a column of DOUBLE before it is summed. */
export interface Magnitude {
  /** The smallest absolute value but 0. */
  smallest: number
  largest: number
  /** Whether there are infinities, or what is no number; then `largest` is the largest that there can be. */
  hasOthers: boolean
}

/** What is taken where nobody has looked: only before a run, when no statement is run. */
export const usualMagnitude: Magnitude = { smallest: 1, largest: 1, hasOthers: false }

/** Within this are the numbers that most tables hold: 0, and sizes from 2^-14 to less than 2^31. */
const ordinary: Magnitude = { smallest: 2 ** -14, largest: 2 ** 30, hasOthers: false }
const mostAlone = 8

/**
 * One row that tells which columns hold ordinary numbers only, for `ordinaryOf`; nothing where none is DOUBLE. Of a made
 * table (`isMade`) row groups whose extremes are known to DuckDB are not read at all, which a statement for each of the
 * three ranges makes use of; of others all are asked in one.
 */
export function lookWhetherOrdinary(columns: readonly Column[], from: Sql, isMade: boolean): Sql | undefined {
  const floats = columns.filter(({ type }) => isFloat(type))
  if (floats.length === 0) return undefined
  const isAlone = isMade && floats.length <= mostAlone
  const [least, most] = [powerOfTwo(-14), powerOfTwo(31)]
  const cells = floats.map(({ name: column, type }) => {
    const value = type === 'DOUBLE' ? name(column) : sql`CAST(${name(column)} AS DOUBLE)`
    // NaN is more than every number here.
    const ranges = [
      sql`${value} >= ${most}`,
      sql`${value} <= -${most}`,
      sql`${value} < ${least} AND ${value} > -${least} AND ${value} <> 0`,
    ]
    const count = isAlone
      ? join(
          ranges.map((range) => sql`(SELECT count(*) FROM ${from} WHERE ${range})`),
          ' + ',
        )
      : sql`count(*) FILTER (WHERE ${join(ranges, ' OR ')})`
    return sql`${count} AS ${name(`off ${column}`)}`
  })
  return isAlone ? sql`SELECT ${cells}` : sql`SELECT ${cells} FROM ${from}`
}

/** The magnitude of each column that holds ordinary numbers only, by name. */
export function ordinaryOf(facts: Readonly<Record<string, Scalar>>): ReadonlyMap<string, Magnitude> {
  const isOrdinary = ([key, off]: [string, Scalar]): boolean => key.startsWith('off ') && Number(off) === 0
  return new Map(
    Object.entries(facts)
      .filter(isOrdinary)
      .map(([key]) => [key.slice('off '.length), ordinary]),
  )
}

/** One row that tells the magnitudes of columns, for `magnitudesOf`; nothing where none is DOUBLE. */
export function lookAtMagnitudes(columns: readonly Column[], from: Sql): Sql | undefined {
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

/** By column name. */
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

const mostParts = 6

/**
 * The sum of a DOUBLE expression as SQL, equal whatever threads add it in whatever order (after Demmel and Nguyen, "Fast
 * Reproducible Floating-Point Summation"). Each number is cut into parts on fixed grids: of one part, so many rows at most
 * are added without any rounding, since the sum has no more than 53 bits above its grid. So each part's sum is exact, in
 * any order, and only these last are rounded, from the small to the large. Where sizes lie too far apart for six parts
 * (some 45 decimal places in a million rows), near the end of DOUBLE, or are infinite or none, the sum is IEEE's in the
 * rows' order, which takes many times as long; NaN has no sign. NULL of no numbers. `filter` is put behind each aggregate
 * (`FILTER (WHERE …)`).
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
 * The numbers that cut one part after another: added and taken away again, `1.5 · 2^(grid + 52)` rounds to the grid. What
 * is left behind the last is summed exactly as it is. `undefined` where that takes too many.
 */
function cutsOf({ smallest, largest }: Magnitude, rows: number): Sql[] | undefined {
  const count = Math.ceil(Math.log2(rows + 2))
  // One more on both sides: `log2` may round.
  const lowest = Math.max(-1074, Math.floor(Math.log2(smallest)) - 1 - 52)
  let most = Math.floor(Math.log2(largest)) + 2
  const cuts: Sql[] = []
  while (most + count - lowest > 53) {
    const grid = most + count - 53
    if (grid + 53 > 1023 || cuts.length === mostParts - 1) return undefined
    cuts.push(sql`CAST(${String(1.5 * 2 ** (grid + 52))} AS DOUBLE)`)
    most = grid - 1
  }
  return cuts
}

const large = 1e150

/**
 * The standard deviation of a sample, added up in the rows' order. Numbers whose squares DuckDB refuses as too large are
 * made smaller first. NaN where there are infinities or what is no number.
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

/** A number times a power of two, in factors that a DOUBLE holds. */
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
