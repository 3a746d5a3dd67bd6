import { sql, type Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'

/** Maximum number of attempts within a period, counted per subject, such as an address or an account. */
export interface AttemptLimit {
  name: string
  max: number
  windowSeconds: number
}

const minutesToSeconds = (minutes: number): number => minutes * 60

/** Limits per client address. The values match those of the systems that this server replaces. */
export const codeRequestsPerAddress: AttemptLimit = {
  name: 'code-address',
  max: 5,
  windowSeconds: minutesToSeconds(15),
}
export const signInsPerAddress: AttemptLimit = { name: 'sign-in-address', max: 10, windowSeconds: minutesToSeconds(15) }
/**
 * Limits per account, so that an attacker cannot guess a code or password by spreading attempts over many addresses.
 */
export const codeRequestsPerAccount: AttemptLimit = {
  name: 'code-account',
  max: 5,
  windowSeconds: minutesToSeconds(15),
}
export const signInsPerAccount: AttemptLimit = { name: 'sign-in-account', max: 10, windowSeconds: minutesToSeconds(15) }
export const dailySignInsPerAccount: AttemptLimit = {
  name: 'sign-in-day',
  max: 50,
  windowSeconds: minutesToSeconds(24 * 60),
}

/** Limit on passkey challenges, each of which is stored until it expires. */
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
  return {
    /** Counts an attempt. If the limit is exceeded, returns the number of seconds until the next attempt is allowed. */
    async count(
      { name, max, windowSeconds }: AttemptLimit,
      subject: string,
    ): Promise<{ retryAfter: number } | undefined> {
      const time = new Date(now())
      const end = new Date(now() + windowSeconds * 1000)
      const key = digest(`${name} ${subject}`)
      const { rows } = await sql<{ count: number; expires_at: Date | string }>`
        insert into sign_in_attempts as a (key, count, expires_at) values (${key}, 1, ${end})
        on conflict (key) do update set
          count = case when a.expires_at <= ${time} then 1 else a.count + 1 end,
          expires_at = case when a.expires_at <= ${time} then ${end} else a.expires_at end
        returning count, expires_at`.execute(database)
      const { count, expires_at: expiresAt } = rows[0]!
      if (count === 1) await database.deleteFrom('sign_in_attempts').where('expires_at', '<=', time).execute()
      if (count <= max) return undefined
      return { retryAfter: Math.max(1, Math.ceil((new Date(expiresAt).getTime() - now()) / 1000)) }
    },
  }
}
