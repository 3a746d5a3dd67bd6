import { sql, type Kysely } from 'kysely'
import { repeatWork, type RecurringTask } from '../operation/repeat-work.ts'
import type { Database } from '../store/database/database.ts'
import { isUnexpired } from '../store/database/is-due.ts'
import type { RateLimiter } from './rate-limit.ts'

export interface ShareOptions {
  database: Kysely<Database>
  /** Computes the HMAC that is stored instead of a key, which can contain an address. */
  digest(text: string): string
  now(): number
  onError(cause: unknown): void
}

const intervalMs = 2_000

/**
 * Lets servers with one database count requests together. Each counts its own at once, adds them to the database every
 * two seconds, in one statement, and then counts those of the others. Within these seconds, a caller can exceed the limit.
 */
export function shareRateLimit(rateLimit: RateLimiter, { onError, ...options }: ShareOptions): RecurringTask {
  const exchange = createExchange(rateLimit, options)
  return repeatWork(() => exchange().then(() => intervalMs), { retryMs: intervalMs, onError })
}

/** Creates the function that adds this server's requests to the database, and counts those of the others. */
export function createExchange(
  rateLimit: RateLimiter,
  { database, digest, now }: Omit<ShareOptions, 'onError'>,
): () => Promise<void> {
  const { max, periodMs } = rateLimit
  /** The sums of all servers after the last exchange. */
  const sums = new Map<string, number>()
  return async () => {
    const changes = new Map([...rateLimit.takeCounts()].map(([key, count]) => [digest(`rate ${key}`), { key, count }]))
    if (changes.size === 0) return
    const [time, end] = [new Date(now()), new Date(now() + periodMs)]
    // The sum of a period that was started while the clock was ahead would grow until the wrong time.
    const isCurrent = isUnexpired(sql`a.expires_at`, now(), periodMs)
    const counts = [...changes.values()].map(({ count }) => count)
    const { rows } = await sql<{ key: string; count: number; expires_at: Date }>`
      insert into sign_in_attempts as a (key, count, expires_at)
      select key, count, ${end}::timestamptz from unnest(${[...changes.keys()]}::text[], ${counts}::integer[]) as new (key, count)
      on conflict (key) do update set
        count = case when ${isCurrent} then a.count + excluded.count else excluded.count end,
        expires_at = case when ${isCurrent} then a.expires_at else excluded.expires_at end
      returning key, count, expires_at`.execute(database)
    for (const { key: digestedKey, count: sum, expires_at: expiresAt } of rows) {
      const { key, count: own } = changes.get(digestedKey)!
      const lastSum = sums.get(digestedKey)
      // Without an earlier sum, only what has not become available again since the start of the period counts.
      const age = Math.max(0, now() - (new Date(expiresAt).getTime() - periodMs))
      const isContinued = lastSum !== undefined && sum >= lastSum + own
      rateLimit.charge(key, isContinued ? sum - lastSum - own : Math.max(0, sum - own - (age / periodMs) * max))
      sums.delete(digestedKey)
      sums.set(digestedKey, sum)
    }
    while (sums.size > maxKnownSums) sums.delete(sums.keys().next().value!)
    await database.deleteFrom('sign_in_attempts').where('expires_at', '<=', time).execute()
  }
}

const maxKnownSums = 100_000
