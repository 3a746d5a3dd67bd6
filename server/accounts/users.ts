import { defined } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import { randomUUID } from 'node:crypto'
import { toLanguage } from '../http/language.ts'
import type { Database } from '../store/database/database.ts'
import { toRecord } from '../store/database/row-record.ts'
import { openRows, type RowOf } from '../store/database/workspace-rows.ts'

/** A user. Without a `language`, emails are in English. */
export type User = ReturnType<typeof toUser>

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

/** Returns a name for people from an email address, such as "Ada Example" from `ada.example+aw@example.com`. */
export const toReadableName = (email: string): string => {
  const words =
    (email.split('@', 1)[0] ?? '')
      .split('+', 1)[0]
      ?.split(/[._-]+/)
      .filter(Boolean) ?? []
  return words.map((word) => word.replace(/^./u, (letter) => letter.toUpperCase())).join(' ') || email
}

/** Returns the name that others see: the full name or, without one, a name from the email address, which stays private. */
export const getDisplayName = (fullName: string | null, email: string): string => fullName ?? toReadableName(email)

export function createUsers(database: Kysely<Database>, now: () => number) {
  const rows = openRows(database, 'users')
  return {
    async find(id: string): Promise<User | undefined> {
      const row = await rows.find({ id, is_active: true })
      return row && toUser(row)
    },
    /** Finds an active user by email address, together with their password hash. */
    async findByEmail(email: string): Promise<{ user: User; passwordHash: string | undefined } | undefined> {
      const row = await rows.find({ email, is_active: true })
      return row && { user: toUser(row), passwordHash: row.password_hash ?? undefined }
    },
    findPasswordHash: async (id: string): Promise<string | undefined> =>
      (await rows.find({ id }))?.password_hash ?? undefined,
    /** Returns users' display names, keyed by user ID. */
    async findNames(ids: readonly string[]): Promise<Map<string, string>> {
      if (ids.length === 0) return new Map()
      const users = await database
        .selectFrom('users')
        .select(['id', 'full_name', 'email'])
        .where('id', 'in', [...new Set(ids)])
        .execute()
      return new Map(users.map(({ id, full_name: name, email }) => [id, getDisplayName(name, email)]))
    },
    /** Creates a user. Returns `undefined` if the address already has an account. */
    async add({ email, fullName, passwordHash, isVerified }: NewUser): Promise<User | undefined> {
      const time = new Date(now())
      const row = await rows.insert({
        id: randomUUID(),
        email,
        password_hash: passwordHash ?? null,
        full_name: fullName ?? null,
        is_active: true,
        email_verified_at: isVerified ? time : null,
        last_login_at: time,
        created_at: time,
        updated_at: time,
      })
      return row && toUser(row)
    },
    /** Changes columns of the profile. */
    async update(
      id: string,
      columns: { [Name in 'full_name' | 'avatar_url' | 'language']?: string | null | undefined },
    ): Promise<void> {
      await rows.update({ id }, { ...defined(columns), updated_at: new Date(now()) })
    },
    async setPassword(id: string, passwordHash: string): Promise<void> {
      await rows.update({ id }, { password_hash: passwordHash, updated_at: new Date(now()) })
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

const toUser = (row: RowOf<'users'>) =>
  toRecord(
    row,
    [
      'id',
      'email',
      'full_name',
      'avatar_url',
      'is_active',
      'email_verified_at',
      'last_login_at',
      'created_at',
      'updated_at',
    ],
    { language: row.language === null ? undefined : toLanguage(row.language) },
  )
