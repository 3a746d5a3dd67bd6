import { name, sql, type Sql } from '@aw-flow/engine'
import type { ColumnProfile, CountedValue, Quantile } from '@aw-flow/schema'
import { isWholeType, numberOf, maxShownLength } from './column-measures.ts'
import { topValues } from './count-values.ts'
import { queryRows, type ProfileSource } from './profile-source.ts'
import { histogramOf, rankOf, quantileShares, stepsOf } from './spread.ts'

/** If the share of distinct values is greater and no value repeats in a sample, no value is frequent. */
const maxDistinctShare = 0.3

/**
 * Completes the profile of a column with many distinct values: their number, the top values, and the quantiles and
 * histogram of numbers and times.
 *
 * @param sample - Some values with their counts, to find out whether any value is frequent.
 */
export async function spreadColumn(
  source: ProfileSource,
  profile: ColumnProfile,
  sample: readonly CountedValue[],
): Promise<void> {
  const isWhole = source.sample === undefined || profile.sampled !== undefined
  const rows = source.rows
  if (profile.distinct <= maxDistinctShare * rows || sample.some(({ count }) => count > 1)) {
    const distinct = await countFrequent(source, profile)
    if (isWhole) setExactDistinct(profile, distinct)
  } else if (isWhole && profile.distinctIs === 'approximate') {
    const [row] = await queryRows(source, sql`SELECT count(DISTINCT ${name(profile.name)}) AS d FROM ${source.from}`)
    setExactDistinct(profile, Number(row?.d ?? profile.distinct))
  }
  await spreadNumbers(source, profile)
}

const setExactDistinct = (profile: ColumnProfile, distinct: number): void => {
  profile.distinct = distinct
  profile.distinctIs = 'exact'
}

/** Sets the top values, unless all values are unique. Returns the number of distinct values. */
async function countFrequent(source: ProfileSource, profile: ColumnProfile): Promise<number> {
  const value = name(profile.name)
  const rows = await queryRows(
    source,
    sql`WITH g AS MATERIALIZED (SELECT ${value} AS w, count(*) AS n FROM ${source.from} WHERE ${value} IS NOT NULL GROUP BY ${value})
    SELECT left(CAST(w AS VARCHAR), ${maxShownLength}) AS v, n, (SELECT count(*) FROM g) AS d FROM g ORDER BY n DESC, w LIMIT ${topValues}`,
  )
  profile.top = rows.map(({ v, n }) => ({ value: String(v), count: Number(n) })).filter(({ count }) => count > 1)
  return Number(rows[0]?.d ?? 0)
}

/** If the steps with quantiles contain a greater share of rows, sorting all rows is as fast. */
const maxStepShare = 0.2

/** Counts values in 4,000 steps, then sorts only those of the steps that contain a quantile. */
async function spreadNumbers(source: ProfileSource, profile: ColumnProfile): Promise<void> {
  const number = numberOf(profile)
  if (!number) return
  const values = sql`(SELECT ${number} AS x FROM ${source.from})`
  const [range] = await queryRows(source, sql`SELECT min(x) AS low, max(x) AS high FROM ${values} WHERE isfinite(x)`)
  if (range?.low === null || range?.low === undefined) return
  const steps = stepsOf(Number(range.low), Number(range.high), isWholeType(profile.type))
  if (!steps) return
  const step = sql`CAST(floor((x - ${double(steps.min)}) * ${double(steps.scale)}) AS INTEGER)`
  const counted = await queryRows(
    source,
    sql`SELECT ${step} AS s, count(*) AS n FROM ${values} WHERE isfinite(x) GROUP BY s ORDER BY s`,
  )
  const byStep = counted.map(({ s, n }) => [Number(s), Number(n)] as const)
  profile.histogram = histogramOf(steps, byStep)
  const rows = byStep.reduce((sum, [, count]) => sum + count, 0)
  const ranks = ranksIn(byStep, rows)
  const neededSteps = [...new Set(ranks.map(({ step: at }) => at))]
  const neededRows = byStep.reduce((sum, [at, count]) => sum + (neededSteps.includes(at) ? count : 0), 0)
  profile.quantiles =
    neededRows > rows * maxStepShare ? await orderAll(source, values) : await orderSteps(source, values, step, ranks)
}

/** A DOUBLE literal; a plain literal with a decimal point is a DECIMAL. */
const double = (value: number): Sql => sql`CAST(${String(value)} AS DOUBLE)`

interface StepRank {
  share: number
  step: number
  /** Rank within its step, from 1. */
  rank: number
}

function ranksIn(byStep: readonly (readonly [step: number, count: number])[], rows: number): StepRank[] {
  return quantileShares.map((share) => {
    let before = 0
    const rank = rankOf(share, rows)
    const [step] = byStep.find(([, count]) => {
      if (before + count >= rank) return true
      before += count
      return false
    })!
    return { share, step, rank: rank - before }
  })
}

async function orderSteps(
  source: ProfileSource,
  values: Sql,
  step: Sql,
  ranks: readonly StepRank[],
): Promise<Quantile[]> {
  const neededSteps = [...new Set(ranks.map(({ step: at }) => at))].map((at) => sql`${at}`)
  const wanted = ranks.map(({ step: at, rank }) => sql`(${at}, ${rank})`)
  const found = await queryRows(
    source,
    sql`SELECT s, r, x FROM (SELECT s, x, row_number() OVER (PARTITION BY s ORDER BY x) AS r FROM (SELECT x, ${step} AS s FROM ${values} WHERE isfinite(x)) WHERE s IN (${neededSteps})) WHERE (s, r) IN (${wanted})`,
  )
  return ranks.map(({ share, step: at, rank }) => ({
    share,
    value: Number(found.find(({ s, r }) => Number(s) === at && Number(r) === rank)?.x),
  }))
}

async function orderAll(source: ProfileSource, values: Sql): Promise<Quantile[]> {
  const shares = quantileShares.map((share) => sql`${share}`)
  const [row] = await queryRows(
    source,
    sql`SELECT CAST(quantile_disc(x, [${shares}]) AS VARCHAR) AS q FROM ${values} WHERE isfinite(x)`,
  )
  const found = String(row?.q).slice(1, -1).split(',').map(Number)
  return quantileShares.map((share, index) => ({ share, value: found[index]! }))
}
