import { sql, type Kysely } from 'kysely'
import { randomInt, randomUUID } from 'node:crypto'
import type { Database } from '../store/database/database.ts'

/** Purpose of a code sent by email. */
export type EmailCodePurpose = 'login' | 'signup' | 'reset'
/**
 * Purpose of a one-time code. `setup` is for the setup link that a new server prints; the `passkey-…` purposes are for
 * challenges sent to an authenticator.
 */
export type CodePurpose = EmailCodePurpose | 'setup' | 'passkey-registration' | 'passkey-sign-in'

/** Lifetime of a code sent by email, in seconds. */
export const codeLifetimeSeconds = 300
/** Maximum number of incorrect attempts before a code becomes invalid. */
const maxFailedAttempts = 5

/** Stores codes that can be used once. */
export type OneTimeCodes = ReturnType<typeof createOneTimeCodes>

/** Creates a code of six random digits. */
export const createCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

export function createOneTimeCodes(database: Kysely<Database>, digest: (text: string) => string, now: () => number) {
  const hashCode = (email: string, purpose: CodePurpose, code: string): string => digest(`${purpose} ${email} ${code}`)
  return {
    /** Stores a code, replacing any earlier one for the same address and purpose. */
    async create(email: string, purpose: CodePurpose, code: string, lifetimeSeconds: number): Promise<void> {
      const row = {
        code_hash: hashCode(email, purpose, code),
        attempts: 0,
        expires_at: new Date(now() + lifetimeSeconds * 1000),
        created_at: new Date(now()),
      }
      await database
        .insertInto('one_time_codes')
        .values({ id: randomUUID(), email, purpose, ...row })
        .onConflict((conflict) => conflict.columns(['email', 'purpose']).doUpdateSet(row))
        .execute()
      await database
        .deleteFrom('one_time_codes')
        .where('expires_at', '<', new Date(now() - 86_400_000))
        .execute()
    },
    /** Consumes a code. Returns whether it was valid; an incorrect code counts as a failed attempt. */
    async consume(email: string, purposes: readonly CodePurpose[], code: string): Promise<boolean> {
      const hashes = purposes.map((purpose) => hashCode(email, purpose, code))
      // The deletion locks the row, so concurrent requests cannot use the same code twice.
      const consumedRows = await database
        .deleteFrom('one_time_codes')
        .where('email', '=', email)
        .where('purpose', 'in', purposes)
        .where('code_hash', 'in', hashes)
        .where('attempts', '<', maxFailedAttempts)
        .where('expires_at', '>', new Date(now()))
        .returning('id')
        .execute()
      if (consumedRows.length > 0) return true
      await database
        .updateTable('one_time_codes')
        .set({ attempts: sql<number>`attempts + 1` })
        .where('email', '=', email)
        .where('purpose', 'in', purposes)
        .execute()
      return false
    },
  }
}
