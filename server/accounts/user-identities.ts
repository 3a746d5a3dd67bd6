import type { Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { openRows } from '../store/database/workspace-rows.ts'

/** Stores the links between identity providers' users and accounts. */
export type UserIdentities = ReturnType<typeof createUserIdentities>

export function createUserIdentities(database: Kysely<Database>, now: () => number) {
  const rows = openRows(database, 'user_identities')
  return {
    /** Returns the ID of the account linked to a provider's user. */
    findUserId: async (issuer: string, subject: string): Promise<string | undefined> =>
      (await rows.find({ issuer, subject }))?.user_id,
    /** Links a provider's user to an account. */
    async add(issuer: string, subject: string, userId: string): Promise<void> {
      await rows.insert({ issuer, subject, user_id: userId, created_at: new Date(now()) })
    },
  }
}
