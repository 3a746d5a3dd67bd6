import { join, name, sql, type Scalar, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { isFloat } from './column-type.ts'

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

const smallestExponent = -1022
const mostRanges = 3

/**
 * The sum of a DOUBLE expression as SQL, equal whatever threads add it in whatever order. Each number is a whole
 * multiple of a power of two, and is added as such in a HUGEINT, exactly; numbers whose sizes lie too far apart for one
 * are added in several, by size, and these last from the small to the large. Where sizes lie more than some 150 bits apart
 * (45 decimal places), or are infinite or none, the sum is IEEE's in the rows' order, which takes several times as long.
 * NULL of no numbers. `filter` is put behind
 * each aggregate (`FILTER (WHERE …)`).
 */
export function exactSum(
  value: Sql,
  magnitude: Magnitude,
  { rows, row }: { rows: number; row: Sql },
  filter: Sql = sql``,
): Sql {
  const ranges = rangesOf(magnitude, rows)
  if (magnitude.hasOthers || ranges.length > mostRanges) return sql`sum(${value} ORDER BY ${row})${filter}`
  const sums = ranges.map(({ from, to }, index) => {
    const shift = 52 - from
    const conditions = [
      ...(index > 0 ? [sql`abs(${value}) >= ${powerOfTwo(from)}`] : []),
      ...(index < ranges.length - 1 ? [sql`abs(${value}) < ${powerOfTwo(to)}`] : []),
    ]
    const whole = sql`CAST(${scaledBy(value, shift)} AS HUGEINT)`
    const counted = conditions.length === 0 ? whole : sql`CASE WHEN ${join(conditions, ' AND ')} THEN ${whole} END`
    return scaledBy(sql`CAST(sum(${counted})${filter} AS DOUBLE)`, -shift)
  })
  if (sums.length === 1) return sums[0]!
  const all = join(
    sums.map((sum) => sql`coalesce(${sum}, 0)`),
    ' + ',
  )
  return sql`CASE WHEN count(${value})${filter} > 0 THEN ${all} END`
}

/** Ranges of exponents that together hold every number; within one, 53 bits and so many rows fit into 126 bits. */
function rangesOf({ smallest, largest }: Magnitude, rows: number): { from: number; to: number }[] {
  const width = 73 - Math.ceil(Math.log2(rows + 2))
  // One more on both sides: `log2` may round.
  const first = Math.max(smallestExponent, Math.floor(Math.log2(smallest)) - 1)
  const last = Math.floor(Math.log2(largest)) + 2
  const ranges: { from: number; to: number }[] = []
  for (let from = first; from < last || ranges.length === 0; from += width) ranges.push({ from, to: from + width })
  return ranges
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
