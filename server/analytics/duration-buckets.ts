import { sql, type RawBuilder } from 'kysely'

/** Number of buckets per doubling of the duration. Limits the error of estimated quantiles to 9 percent. */
const bucketsPerDoubling = 4
/** Index of the last bucket, which includes all durations of about 42 days or longer. */
const maxBucket = 127

/** Returns the index of the bucket for a duration in ms. */
export const getDurationBucket = (ms: number): number =>
  Math.min(maxBucket, Math.floor(Math.log2(Math.max(0, ms) + 1) * bucketsPerDoubling))

/** Adds bucket counts to `counts` in place. The arrays can differ in length. */
export function addBuckets(counts: number[], addedCounts: readonly number[]): void {
  while (counts.length < addedCounts.length) counts.push(0)
  for (let bucket = 0; bucket < addedCounts.length; bucket++) counts[bucket]! += addedCounts[bucket]!
}

/**
 * Estimates a quantile (for example, 0.95) from bucket counts. Returns a duration in ms, or `null` if all counts are
 * zero.
 */
export function findQuantile(counts: readonly number[], quantile: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  let remaining = Math.ceil(quantile * total)
  const bucket = counts.findIndex((count) => (remaining -= count) <= 0)
  // The bucket's geometric mean.
  return Math.round(2 ** ((bucket + 0.5) / bucketsPerDoubling) - 1)
}

/**
 * Creates the SQL expression for an upsert that adds the inserted row's duration buckets to those of the existing row.
 */
export const createBucketSum = (table: string): RawBuilder<number[]> =>
  sql`coalesce((select array_agg(coalesce(a, 0) + coalesce(b, 0) order by position)
    from unnest(${sql.ref(`${table}.durations`)}, excluded.durations) with ordinality as pair(a, b, position)), '{}')`
