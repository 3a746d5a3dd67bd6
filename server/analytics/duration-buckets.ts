import { sql, type RawBuilder } from 'kysely'

/** Buckets per doubling of a duration: a quantile differs from the exact one by at most 9 percent. */
const bucketsPerDoubling = 4
/** The last bucket contains all durations of about 42 days or more. */
const maxBucket = 127

/** Returns the bucket number of a duration in ms. */
export const getDurationBucket = (ms: number): number =>
  Math.min(maxBucket, Math.floor(Math.log2(Math.max(0, ms) + 1) * bucketsPerDoubling))

/** Adds bucket counts to others in place. The lists may have different lengths. */
export function addBuckets(counts: number[], added: readonly number[]): void {
  while (counts.length < added.length) counts.push(0)
  for (let bucket = 0; bucket < added.length; bucket++) counts[bucket]! += added[bucket]!
}

/** Estimates a quantile in ms, such as 0.95, from bucket counts; `null` without durations. */
export function findQuantile(counts: readonly number[], quantile: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  let remaining = Math.ceil(quantile * total)
  const bucket = counts.findIndex((count) => (remaining -= count) <= 0)
  // The geometric center of the bucket.
  return Math.round(2 ** ((bucket + 0.5) / bucketsPerDoubling) - 1)
}

/**
 * Returns the durations of an existing row plus those of the conflicting row being inserted, added bucket by bucket.
 */
export const createBucketSum = (table: string): RawBuilder<number[]> =>
  sql`coalesce((select array_agg(coalesce(a, 0) + coalesce(b, 0) order by position)
    from unnest(${sql.ref(`${table}.durations`)}, excluded.durations) with ordinality as pair(a, b, position)), '{}')`
