import { defined } from '@aw-flow/schema'
import type { Kysely, Selectable } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Language } from '@aw-flow/messages'
import { toLanguage } from '../http/language.ts'
import type { Database } from '../store/database/database.ts'

/** A user. Times are in ISO 8601 format, UTC. */
export interface User {
  id: string
  email: string
  fullName: string | null
  avatarUrl: string | null
  /** Language for emails; `null` means English. */
  language: Language | null
  isActive: boolean
  emailVerifiedAt: string | null
  lastLoginAt: string | null
  createdAt: string
  updatedAt: string
}

/** Data for creating a user. */
export interface NewUser {
  email: string
  fullName?: string | undefined
  passwordHash?: string | undefined
  isVerified: boolean
}

export type Users = ReturnType<typeof createUsers>

/** Normalizes an email address to its stored format. */
export const normalizeEmail = (email: string): string => email.trim().normalize('NFC').toLowerCase()

export function createUsers(database: Kysely<Database>, now: () => number) {
  const selectUser = () => database.selectFrom('users').selectAll()
  return {
    async find(id: string): Promise<User | undefined> {
      const row = await selectUser().where('id', '=', id).where('is_active', '=', true).executeTakeFirst()
      return row && toUser(row)
    },
    /** Finds an active user by email address, together with their password hash. */
    async findByEmail(email: string): Promise<{ user: User; passwordHash: string | undefined } | undefined> {
      const row = await selectUser().where('email', '=', email).where('is_active', '=', true).executeTakeFirst()
      return row && { user: toUser(row), passwordHash: row.password_hash ?? undefined }
    },
    async findPasswordHash(id: string): Promise<string | undefined> {
      const row = await database.selectFrom('users').select('password_hash').where('id', '=', id).executeTakeFirst()
      return row?.password_hash ?? undefined
    },
    /** Returns users' full names, or email addresses if they have no name, keyed by user ID. */
    async findNames(ids: readonly string[]): Promise<Map<string, string>> {
      if (ids.length === 0) return new Map()
      const rows = await database
        .selectFrom('users')
        .select(['id', 'full_name', 'email'])
        .where('id', 'in', [...new Set(ids)])
        .execute()
      return new Map(rows.map(({ id, full_name: name, email }) => [id, name ?? email]))
    },
    /** Creates a user. Returns `undefined` if the address already has an account. */
    async add({ email, fullName, passwordHash, isVerified }: NewUser): Promise<User | undefined> {
      const time = new Date(now())
      const row = await database
        .insertInto('users')
        .values({
          id: randomUUID(),
          email,
          password_hash: passwordHash ?? null,
          full_name: fullName ?? null,
          avatar_url: null,
          is_active: true,
          email_verified_at: isVerified ? time : null,
          last_login_at: time,
          created_at: time,
          updated_at: time,
        })
        .onConflict((conflict) => conflict.column('email').doNothing())
        .returningAll()
        .executeTakeFirst()
      return row && toUser(row)
    },
    async update(
      id: string,
      {
        fullName,
        avatarUrl,
        language,
      }: {
        fullName?: string | null | undefined
        avatarUrl?: string | null | undefined
        language?: Language | null | undefined
      },
    ): Promise<User | undefined> {
      const row = await database
        .updateTable('users')
        .set(defined({ updated_at: new Date(now()), full_name: fullName, avatar_url: avatarUrl, language }))
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      return row && toUser(row)
    },
    async setPassword(id: string, passwordHash: string): Promise<void> {
      await database
        .updateTable('users')
        .set({ password_hash: passwordHash, updated_at: new Date(now()) })
        .where('id', '=', id)
        .execute()
    },
    /**
     * Records a sign-in.
     *
     * @param isVerified Whether the user has proven ownership of the email address.
     */
    async recordSignIn(id: string, isVerified: boolean): Promise<void> {
      const time = new Date(now())
      await database
        .updateTable('users')
        .set((update) => ({
          last_login_at: time,
          ...(isVerified ? { email_verified_at: update.fn.coalesce('email_verified_at', update.val(time)) } : {}),
        }))
        .where('id', '=', id)
        .execute()
    },
  }
}

const toUser = (row: Selectable<Database['users']>): User => ({
  id: row.id,
  email: row.email,
  fullName: row.full_name,
  avatarUrl: row.avatar_url,
  language: row.language === null ? null : toLanguage(row.language),
  isActive: row.is_active,
  emailVerifiedAt: row.email_verified_at?.toISOString() ?? null,
  lastLoginAt: row.last_login_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})
