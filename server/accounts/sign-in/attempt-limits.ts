import { sql, type Kysely } from 'kysely'
import { createRateRejection } from '../../security/rate-limit.ts'
import type { Database } from '../../store/database/database.ts'
import { isDue } from '../../store/database/is-due.ts'

/** Maximum number of attempts within a period, counted per subject, such as an address or an account. */
export interface AttemptLimit {
  name: string
  max: number
  windowSeconds: number
}

/** A limit with the subject whose attempts it counts. */
export type CountedLimit = readonly [limit: AttemptLimit, subject: string]

const minutesToSeconds = (minutes: number): number => minutes * 60

/**
 * Limits per account and client, which is a known device of the account or else an address: one client cannot use up the
 * attempts of another one. A successful attempt does not count. Beyond the limits, attempts are slowed down, and codes are
 * sent only if there is no recent one: others can share the address of the owner of an account.
 */
export const codeRequestsPerClient: AttemptLimit = { name: 'code-client', max: 5, windowSeconds: minutesToSeconds(15) }
export const failuresPerClient: AttemptLimit = {
  name: 'failure-client',
  max: 10,
  windowSeconds: minutesToSeconds(24 * 60),
}
/** Emails that unknown devices at an address can cause, after which further ones are slowed down. */
export const codeRequestsPerAddress: AttemptLimit = {
  name: 'code-address',
  max: 50,
  windowSeconds: minutesToSeconds(15),
}
/** Failures by ways to sign in that cannot be guessed, such as with a passkey, after which attempts are slowed down. */
export const otherFailuresPerAddress: AttemptLimit = {
  name: 'other-failure-address',
  max: 30,
  windowSeconds: minutesToSeconds(15),
}
/** Requests for codes by unknown devices, after which an account receives a code only if it has no recent one. */
export const codeRequestsPerAccount: AttemptLimit = {
  name: 'code-account',
  max: 5,
  windowSeconds: minutesToSeconds(15),
}
/**
 * Failures of unknown devices, after which further attempts are slowed down. They are not rejected: otherwise, anyone who
 * knows an email address could lock its owner out, and one person everyone who shares an address.
 */
export const failuresPerAccount: AttemptLimit = {
  name: 'failure-account',
  max: 10,
  windowSeconds: minutesToSeconds(24 * 60),
}
export const failuresPerAddress: AttemptLimit = {
  name: 'failure-address',
  max: 100,
  windowSeconds: minutesToSeconds(15),
}

/** Passkey challenges, each of which is stored until it expires, after which further ones are slowed down. */
export const challengesPerAddress: AttemptLimit = {
  name: 'challenge-address',
  max: 50,
  windowSeconds: minutesToSeconds(15),
}

/** Limit on the number of invitations that a user can send. */
export const invitationsPerUser: AttemptLimit = {
  name: 'invitation',
  max: 100,
  windowSeconds: minutesToSeconds(24 * 60),
}

/** Limit on the number of data archives that a user can request. */
export const exportsPerUser: AttemptLimit = { name: 'export', max: 10, windowSeconds: minutesToSeconds(60) }

/** Counts attempts in the database, so that limits apply across all servers. */
export type AttemptLimits = ReturnType<typeof createAttemptLimits>

export function createAttemptLimits(database: Kysely<Database>, digest: (text: string) => string, now: () => number) {
  const toKey = ({ name }: AttemptLimit, subject: string): string => digest(`${name} ${subject}`)
  const count = async (
    limit: AttemptLimit,
    subject: string,
  ): Promise<{ excess: number; retryAfter: number } | undefined> => {
    const { max, windowSeconds } = limit
    const time = new Date(now())
    const end = new Date(now() + windowSeconds * 1000)
    const key = toKey(limit, subject)
    const hasEnded = isDue(sql`a.expires_at`, now())
    const { rows } = await sql<{ count: number; expires_at: Date | string }>`
      insert into sign_in_attempts as a (key, count, expires_at) values (${key}, 1, ${end})
      on conflict (key) do update set
        count = case when ${hasEnded} then 1 else a.count + 1 end,
        expires_at = case when ${hasEnded} then ${end} else a.expires_at end
      returning count, expires_at`.execute(database)
    const { count, expires_at: expiresAt } = rows[0]!
    if (count === 1) await database.deleteFrom('sign_in_attempts').where('expires_at', '<=', time).execute()
    if (count <= max) return undefined
    const retryAfter = Math.max(1, Math.ceil((new Date(expiresAt).getTime() - now()) / 1000))
    return { excess: count - max, retryAfter }
  }
  return {
    /**
     * Counts an attempt. If the limit is exceeded, returns the number of attempts beyond it, and the number of seconds
     * until the next attempt is allowed.
     */
    count,
    /**
     * Counts an attempt.
     *
     * @throws {Rejection} 429 if the limit is exceeded.
     */
    async require(limit: AttemptLimit, subject: string): Promise<void> {
      const exceededLimit = await count(limit, subject)
      if (exceededLimit) throw createRateRejection(exceededLimit.retryAfter)
    },
    /** Takes back an attempt that succeeded. */
    async giveBack(limit: AttemptLimit, subject: string): Promise<void> {
      await sql`update sign_in_attempts set count = count - 1 where key = ${toKey(limit, subject)} and count > 0`.execute(
        database,
      )
    },
  }
}

/** Additional delay of an attempt for each attempt beyond a limit, and the maximum delay, in ms. */
const delayStepMs = 100
export const maxDelayMs = 30_000
/** Maximum number of delayed attempts per subject, and of one client among them, which thus does not use up all places. */
const maxWaitingAttempts = 20
const maxWaitingPerClient = 2

/**
 * Creates a function that delays attempts beyond a limit. The attempts of a subject wait one after another, so that
 * sending many at once is not faster. Resolves with `false` if too many are waiting.
 */
export function createSlowLane(wait: (ms: number) => Promise<unknown>) {
  const lanes = new Map<string, { last: Promise<unknown>; clients: (string | undefined)[] }>()
  return async (subject: string, excess: number, client?: string): Promise<boolean> => {
    const lane = lanes.get(subject) ?? { last: Promise.resolve(), clients: [] }
    const waitingCount = client === undefined ? 0 : lane.clients.filter((waiting) => waiting === client).length
    if (lane.clients.length >= maxWaitingAttempts || waitingCount >= maxWaitingPerClient) return false
    lanes.set(subject, lane)
    lane.clients.push(client)
    lane.last = lane.last.then(() => wait(Math.min(maxDelayMs, excess * delayStepMs)))
    await lane.last
    lane.clients.splice(lane.clients.indexOf(client), 1)
    if (lane.clients.length === 0) lanes.delete(subject)
    return true
  }
}
