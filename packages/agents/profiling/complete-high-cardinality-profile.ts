import { quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { ColumnProfile, CountedValue, Quantile } from '@aw-flow/schema/internal'
import { isIntegerType, toNumberSql, maxShownLength } from './column-measures.ts'
import { maxTopValues } from './count-values.ts'
import { queryRows, type ProfileSource } from './profile-source.ts'
import { toHistogram, toRank, quantileLevels, createSteps } from './distribution-steps.ts'

/**
 * If at most this fraction of a column's values is distinct, the values are always counted. Otherwise, they are counted
 * only if a value repeats in the sample.
 */
const maxDistinctFraction = 0.3

/**
 * Completes the profile of a column with many distinct values. Adds the exact number of distinct values and the top
 * values, and for numbers and times also the quantiles and the histogram.
 *
 * @param sample Sampled values with their counts, which indicate whether any value is frequent.
 */
export async function completeHighCardinalityProfile(
  source: ProfileSource,
  profile: ColumnProfile,
  sample: readonly CountedValue[],
): Promise<void> {
  const isComplete = source.sample === undefined || profile.sampled !== undefined
  const rowCount = source.rows
  if (profile.distinct <= maxDistinctFraction * rowCount || sample.some(({ count }) => count > 1)) {
    const distinctCount = await setTopValues(source, profile)
    if (isComplete) setExactDistinctCount(profile, distinctCount)
  } else if (isComplete && profile.distinctIs === 'approximate') {
    const [row] = await queryRows(
      source,
      sql`SELECT count(DISTINCT ${quoteIdentifier(profile.name)}) AS d FROM ${source.relation}`,
    )
    setExactDistinctCount(profile, Number(row?.d ?? profile.distinct))
  }
  await profileNumbers(source, profile)
}

const setExactDistinctCount = (profile: ColumnProfile, distinctCount: number): void => {
  profile.distinct = distinctCount
  profile.distinctIs = 'exact'
}

/** Sets the top values, excluding values that occur only once. Returns the number of distinct values. */
async function setTopValues(source: ProfileSource, profile: ColumnProfile): Promise<number> {
  const value = quoteIdentifier(profile.name)
  const rows = await queryRows(
    source,
    sql`WITH g AS MATERIALIZED (SELECT ${value} AS w, count(*) AS n FROM ${source.relation} WHERE ${value} IS NOT NULL GROUP BY ${value})
    SELECT left(CAST(w AS VARCHAR), ${maxShownLength}) AS v, n, (SELECT count(*) FROM g) AS d FROM g ORDER BY n DESC, w LIMIT ${maxTopValues}`,
  )
  profile.top = rows.map(({ v, n }) => ({ value: String(v), count: Number(n) })).filter(({ count }) => count > 1)
  return Number(rows[0]?.d ?? 0)
}

/**
 * Maximum fraction of rows in the steps that contain a quantile. If the fraction is greater, sorting all rows is just
 * as fast.
 */
const maxStepFraction = 0.2

/**
 * Sets the histogram and quantiles of a column. First counts the values in each of 4,000 steps, then sorts only the
 * values in steps that contain a quantile.
 */
async function profileNumbers(source: ProfileSource, profile: ColumnProfile): Promise<void> {
  const number = toNumberSql(profile)
  if (!number) return
  const values = sql`(SELECT ${number} AS x FROM ${source.relation})`
  const [range] = await queryRows(source, sql`SELECT min(x) AS low, max(x) AS high FROM ${values} WHERE isfinite(x)`)
  if (range?.low === null || range?.low === undefined) return
  const steps = createSteps(Number(range.low), Number(range.high), isIntegerType(profile.type))
  if (!steps) return
  const step = sql`CAST(floor((x - ${toDouble(steps.min)}) * ${toDouble(steps.scale)}) AS INTEGER)`
  const stepRows = await queryRows(
    source,
    sql`SELECT ${step} AS s, count(*) AS n FROM ${values} WHERE isfinite(x) GROUP BY s ORDER BY s`,
  )
  const countsByStep = stepRows.map(({ s, n }) => [Number(s), Number(n)] as const)
  profile.histogram = toHistogram(steps, countsByStep)
  const rowCount = countsByStep.reduce((sum, [, count]) => sum + count, 0)
  const ranks = findRanks(countsByStep, rowCount)
  const neededSteps = [...new Set(ranks.map(({ step: stepIndex }) => stepIndex))]
  const neededRowCount = countsByStep.reduce(
    (sum, [stepIndex, count]) => sum + (neededSteps.includes(stepIndex) ? count : 0),
    0,
  )
  profile.quantiles =
    neededRowCount > rowCount * maxStepFraction
      ? await queryQuantiles(source, values)
      : await queryStepQuantiles(source, values, step, ranks)
}

/** Returns SQL for a DOUBLE constant. A plain literal with a decimal point would be a DECIMAL. */
const toDouble = (value: number): Sql => sql`CAST(${String(value)} AS DOUBLE)`

/** The position of a quantile within the steps. */
interface StepRank {
  share: number
  step: number
  /** Rank within the step, starting at 1. */
  rank: number
}

function findRanks(countsByStep: readonly (readonly [step: number, count: number])[], rowCount: number): StepRank[] {
  return quantileLevels.map((share) => {
    let rowsBefore = 0
    const rank = toRank(share, rowCount)
    const [step] = countsByStep.find(([, count]) => {
      if (rowsBefore + count >= rank) return true
      rowsBefore += count
      return false
    })!
    return { share, step, rank: rank - rowsBefore }
  })
}

async function queryStepQuantiles(
  source: ProfileSource,
  values: Sql,
  step: Sql,
  ranks: readonly StepRank[],
): Promise<Quantile[]> {
  const neededSteps = [...new Set(ranks.map(({ step: stepIndex }) => stepIndex))].map((stepIndex) => sql`${stepIndex}`)
  const rankPairs = ranks.map(({ step: stepIndex, rank }) => sql`(${stepIndex}, ${rank})`)
  const records = await queryRows(
    source,
    sql`SELECT s, r, x FROM (SELECT s, x, row_number() OVER (PARTITION BY s ORDER BY x) AS r FROM (SELECT x, ${step} AS s FROM ${values} WHERE isfinite(x)) WHERE s IN (${neededSteps})) WHERE (s, r) IN (${rankPairs})`,
  )
  return ranks.map(({ share, step: stepIndex, rank }) => ({
    share,
    value: Number(records.find(({ s, r }) => Number(s) === stepIndex && Number(r) === rank)?.x),
  }))
}

async function queryQuantiles(source: ProfileSource, values: Sql): Promise<Quantile[]> {
  const levels = quantileLevels.map((share) => sql`${share}`)
  const [row] = await queryRows(
    source,
    sql`SELECT CAST(quantile_disc(x, [${levels}]) AS VARCHAR) AS q FROM ${values} WHERE isfinite(x)`,
  )
  const quantiles = String(row?.q).slice(1, -1).split(',').map(Number)
  return quantileLevels.map((share, index) => ({ share, value: quantiles[index]! }))
}
