import { sql, type Kysely } from 'kysely'
import { randomInt, randomUUID } from 'node:crypto'
import type { Database } from '../../store/database/database.ts'
import { isUnexpired } from '../../store/database/is-due.ts'
import { openRows } from '../../store/database/workspace-rows.ts'

/** Purpose of a code sent by email. */
export type EmailCodePurpose = 'login' | 'signup' | 'reset'
/**
 * Purpose of a one-time code. `setup` is for the setup link that a new server prints; the `passkey-…` purposes are for
 * challenges sent to an authenticator.
 */
export type CodePurpose = EmailCodePurpose | 'setup' | 'passkey-registration' | 'passkey-sign-in'

/** Lifetime of a code sent by email, in seconds. */
export const codeLifetimeSeconds = 300
const lifetimesSeconds: Readonly<Record<CodePurpose, number>> = {
  login: codeLifetimeSeconds,
  signup: codeLifetimeSeconds,
  reset: codeLifetimeSeconds,
  // A new link is created each time a server starts.
  setup: 7 * 24 * 60 * 60,
  'passkey-registration': 300,
  'passkey-sign-in': 300,
}
/** Stores codes that can be used once. */
export type OneTimeCodes = ReturnType<typeof createOneTimeCodes>

/** Creates a code of six random digits. */
export const createCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

export function createOneTimeCodes(database: Kysely<Database>, digest: (text: string) => string, now: () => number) {
  const hashCode = (email: string, purpose: CodePurpose, code: string): string => digest(`${purpose} ${email} ${code}`)
  return {
    /**
     * Stores a code. Codes sent by email remain valid beside each other, because anyone can request another one for an
     * address. Other codes replace the earlier one of the same subject and purpose.
     */
    async create(email: string, purpose: CodePurpose, code: string): Promise<void> {
      const id = randomUUID()
      const row = {
        code_hash: hashCode(email, purpose, code),
        attempts: 0,
        expires_at: new Date(now() + lifetimesSeconds[purpose] * 1000),
        created_at: new Date(now()),
      }
      await database
        .insertInto('one_time_codes')
        .values({ id, email, purpose: isEmailPurpose(purpose) ? `${purpose} ${id}` : purpose, ...row })
        .onConflict((conflict) => conflict.columns(['email', 'purpose']).doUpdateSet(row))
        .execute()
      await database
        .deleteFrom('one_time_codes')
        .where('expires_at', '<', new Date(now() - 86_400_000))
        .execute()
    },
    /** Returns whether a code was sent to an address so recently that it is valid for at least half of its lifetime. */
    async hasRecent(email: string, purpose: EmailCodePurpose): Promise<boolean> {
      const row = await openRows(database, 'one_time_codes')
        .select({ email })
        .where('purpose', 'like', `${purpose} %`)
        .where('expires_at', '>', new Date(now() + (codeLifetimeSeconds / 2) * 1000))
        .where(isUnexpired(sql.ref('expires_at'), now(), codeLifetimeSeconds * 1000))
        .executeTakeFirst()
      return row !== undefined
    },
    /** Consumes a code. Returns whether it was valid. */
    async consume(email: string, purposes: readonly CodePurpose[], code: string): Promise<boolean> {
      // The deletion locks the row, so concurrent requests cannot use the same code twice.
      const consumedRows = await database
        .deleteFrom('one_time_codes')
        .where('email', '=', email)
        // The hash contains the purpose.
        .where(
          'code_hash',
          'in',
          purposes.map((purpose) => hashCode(email, purpose, code)),
        )
        .where(isUnexpired(sql.ref('expires_at'), now(), lifetimesSeconds[purposes[0]!] * 1000))
        .returning('id')
        .execute()
      return consumedRows.length > 0
    },
  }
}

const isEmailPurpose = (purpose: CodePurpose): boolean =>
  purpose === 'login' || purpose === 'signup' || purpose === 'reset'
