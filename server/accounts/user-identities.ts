import type { Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'

/** Stores the links between identity providers' users and accounts. */
export type UserIdentities = ReturnType<typeof createUserIdentities>

export const createUserIdentities = (database: Kysely<Database>, now: () => number) => ({
  /** Returns the ID of the account linked to a provider's user. */
  async findUserId(issuer: string, subject: string): Promise<string | undefined> {
    const row = await database
      .selectFrom('user_identities')
      .select('user_id')
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirst()
    return row?.user_id
  },
  /** Links a provider's user to an account. */
  async add(issuer: string, subject: string, userId: string): Promise<void> {
    await database
      .insertInto('user_identities')
      .values({ issuer, subject, user_id: userId, created_at: new Date(now()) })
      .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
      .execute()
  },
})
