import { name, sql, type Sql } from '@aw-flow/engine'
import type { ColumnProfile, CountedValue, Quantile } from '@aw-flow/schema'
import { isWholeType, numberOf, shownLength } from './column-measures.ts'
import { topValues } from './count-values.ts'
import { ask, type ProfileSource } from './profile-source.ts'
import { histogramOf, placeOf, quantileShares, stepsOf } from './spread.ts'

/** Where more of the rows differ, and a sample shows no value twice, no value is frequent. */
const mostlyDifferent = 0.3

/**
 * Fills in what the profile of a column of many different values lacks: how many there are, the most frequent, and of
 * numbers and times quantiles and histogram.
 *
 * @param sample Some of its values with their counts, which say whether any is frequent.
 */
export async function spreadColumn(
  source: ProfileSource,
  profile: ColumnProfile,
  sample: readonly CountedValue[],
): Promise<void> {
  const isWhole = source.sample === undefined || profile.sampled !== undefined
  const rows = source.rows
  if (profile.distinct <= mostlyDifferent * rows || sample.some(({ count }) => count > 1)) {
    const distinct = await countFrequent(source, profile)
    if (isWhole) exactly(profile, distinct)
  } else if (isWhole && profile.distinctIs === 'approximate') {
    const [row] = await ask(source, sql`SELECT count(DISTINCT ${name(profile.name)}) AS d FROM ${source.from}`)
    exactly(profile, Number(row?.d ?? profile.distinct))
  }
  await spreadNumbers(source, profile)
}

const exactly = (profile: ColumnProfile, distinct: number): void => {
  profile.distinct = distinct
  profile.distinctIs = 'exact'
}

/** The most frequent values, unless all are there once. Answers how many different ones there are. */
async function countFrequent(source: ProfileSource, profile: ColumnProfile): Promise<number> {
  const value = name(profile.name)
  const rows = await ask(
    source,
    sql`WITH g AS MATERIALIZED (SELECT ${value} AS w, count(*) AS n FROM ${source.from} WHERE ${value} IS NOT NULL GROUP BY ${value})
    SELECT left(CAST(w AS VARCHAR), ${shownLength}) AS v, n, (SELECT count(*) FROM g) AS d FROM g ORDER BY n DESC, w LIMIT ${topValues}`,
  )
  profile.top = rows.map(({ v, n }) => ({ value: String(v), count: Number(n) })).filter(({ count }) => count > 1)
  return Number(rows[0]?.d ?? 0)
}

/** A step with more rows than this is as dear to order as all. */
const maxPerStep = 0.2

/** Counts the values by four thousand steps, then orders only those in the steps where a quantile stands. */
async function spreadNumbers(source: ProfileSource, profile: ColumnProfile): Promise<void> {
  const number = numberOf(profile)
  if (!number) return
  const values = sql`(SELECT ${number} AS x FROM ${source.from})`
  const [range] = await ask(source, sql`SELECT min(x) AS least, max(x) AS most FROM ${values} WHERE isfinite(x)`)
  if (range?.least === null || range?.least === undefined) return
  const steps = stepsOf(Number(range.least), Number(range.most), isWholeType(profile.type))
  if (!steps) return
  const step = sql`CAST(floor((x - ${double(steps.min)}) * ${double(steps.scale)}) AS INTEGER)`
  const counted = await ask(
    source,
    sql`SELECT ${step} AS s, count(*) AS n FROM ${values} WHERE isfinite(x) GROUP BY s ORDER BY s`,
  )
  const byStep = counted.map(({ s, n }) => [Number(s), Number(n)] as const)
  profile.histogram = histogramOf(steps, byStep)
  const rows = byStep.reduce((sum, [, count]) => sum + count, 0)
  const places = placesIn(byStep, rows)
  const looked = [...new Set(places.map(({ step: at }) => at))]
  const inLooked = byStep.reduce((sum, [at, count]) => sum + (looked.includes(at) ? count : 0), 0)
  profile.quantiles =
    inLooked > rows * maxPerStep ? await orderAll(source, values) : await orderSteps(source, values, step, places)
}

/** A DOUBLE as it is: a plain literal with a point is a DECIMAL. */
const double = (value: number): Sql => sql`CAST(${String(value)} AS DOUBLE)`

interface Place {
  share: number
  step: number
  /** From 1, within its step. */
  place: number
}

function placesIn(byStep: readonly (readonly [step: number, count: number])[], rows: number): Place[] {
  return quantileShares.map((share) => {
    let before = 0
    const place = placeOf(share, rows)
    const [step] = byStep.find(([, count]) => {
      if (before + count >= place) return true
      before += count
      return false
    })!
    return { share, step, place: place - before }
  })
}

async function orderSteps(
  source: ProfileSource,
  values: Sql,
  step: Sql,
  places: readonly Place[],
): Promise<Quantile[]> {
  const looked = [...new Set(places.map(({ step: at }) => at))].map((at) => sql`${at}`)
  const wanted = places.map(({ step: at, place }) => sql`(${at}, ${place})`)
  const found = await ask(
    source,
    sql`SELECT s, r, x FROM (SELECT s, x, row_number() OVER (PARTITION BY s ORDER BY x) AS r FROM (SELECT x, ${step} AS s FROM ${values} WHERE isfinite(x)) WHERE s IN (${looked})) WHERE (s, r) IN (${wanted})`,
  )
  return places.map(({ share, step: at, place }) => ({
    share,
    value: Number(found.find(({ s, r }) => Number(s) === at && Number(r) === place)?.x),
  }))
}

async function orderAll(source: ProfileSource, values: Sql): Promise<Quantile[]> {
  const shares = quantileShares.map((share) => sql`${share}`)
  const [row] = await ask(
    source,
    sql`SELECT CAST(quantile_disc(x, [${shares}]) AS VARCHAR) AS q FROM ${values} WHERE isfinite(x)`,
  )
  const found = String(row?.q).slice(1, -1).split(',').map(Number)
  return quantileShares.map((share, index) => ({ share, value: found[index]! }))
}
