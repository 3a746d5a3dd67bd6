import { sql, type Kysely, type RawBuilder, type Selectable } from 'kysely'
import { createHash, randomUUID } from 'node:crypto'
import type { Database } from '../../store/database/database.ts'
import { isUnexpired } from '../../store/database/is-due.ts'
import { toRecord } from '../../store/database/row-record.ts'
import { createRandomId, refreshTokenLifetimeSeconds, type RefreshClaims } from '../account-tokens.ts'

/** Client that created a session. Shown to the user in the list of sessions. */
export interface SessionClient {
  address: string
  userAgent: string
  /** The `device` of an earlier sign-in, from a cookie. */
  device?: string | undefined
}

export type SessionRecord = ReturnType<typeof toSession>

/** Stores user sessions. A session ends when it is revoked, or a week after its last refresh. */
export type Sessions = ReturnType<typeof createSessions>

export function createSessions(
  database: Kysely<Database>,
  digest: (text: string) => string,
  now: () => number,
  /** Maximum number of open sessions per user. Further sessions revoke the oldest ones. 0 means unlimited. */
  maxSessions: number,
  onUserChanged: (userId: string) => Promise<void>,
) {
  const selectOpenSessions = (user: string) =>
    database
      .selectFrom('sessions')
      .where('user_id', '=', user)
      .where('revoked_at', 'is', null)
      .where(isOpenSession(now()))
  const revokeSessions = (user: string) =>
    database
      .updateTable('sessions')
      .set({ revoked_at: new Date(now()) })
      .where('user_id', '=', user)
      .where('revoked_at', 'is', null)
  const computeExpiry = (): Date => new Date(now() + refreshTokenLifetimeSeconds * 1000)
  return {
    async create(user: string, { address, userAgent }: SessionClient): Promise<RefreshClaims> {
      const claims = { user, session: randomUUID(), id: createRandomId() }
      await database
        .insertInto('sessions')
        .values({
          id: claims.session,
          user_id: user,
          refresh_hash: hashId(claims.id),
          ip_address: address || null,
          user_agent: userAgent.slice(0, 300) || null,
          expires_at: computeExpiry(),
          last_activity_at: new Date(now()),
          created_at: new Date(now()),
        })
        .execute()
      if (maxSessions > 0) {
        const excessSessions = selectOpenSessions(user)
          .select('id')
          .orderBy('created_at', 'desc')
          .orderBy('id')
          .offset(maxSessions)
        await revokeSessions(user).where('id', 'in', excessSessions).execute()
      }
      await onUserChanged(user)
      return claims
    },
    /**
     * Replaces a session's refresh token. If a token that was already replaced is used again, it may have been stolen, so
     * the session is revoked. Returns `undefined` if the session has ended.
     *
     * @param attemptId A random string from the client. If the response is lost, the client can repeat the request with
     *   the same string and receives the same token, until that token is used.
     */
    async rotate({ user, session, id }: RefreshClaims, attemptId?: string): Promise<RefreshClaims | undefined> {
      const nextId = attemptId === undefined ? createRandomId() : digest(`refresh ${session} ${id} ${attemptId}`)
      const nextClaims = { user, session, id: nextId }
      const rotatedRow = await database
        .updateTable('sessions')
        .set({ refresh_hash: hashId(nextClaims.id), expires_at: computeExpiry(), last_activity_at: new Date(now()) })
        .where('id', '=', session)
        .where('user_id', '=', user)
        .where('refresh_hash', '=', hashId(id))
        .where('revoked_at', 'is', null)
        .where(isOpenSession(now()))
        .returning('id')
        .executeTakeFirst()
      if (rotatedRow) return nextClaims
      const repeatedRow = await selectOpenSessions(user)
        .select('id')
        .where('id', '=', session)
        .where('refresh_hash', '=', hashId(nextId))
        .executeTakeFirst()
      if (repeatedRow) return nextClaims
      await this.revoke(user, session)
      return undefined
    },
    /** Returns whether a user has signed in from an address and has not signed out since. */
    async hasAddress(email: string, address: string): Promise<boolean> {
      if (address === '') return false
      const row = await database
        .selectFrom('sessions')
        .innerJoin('users', 'users.id', 'sessions.user_id')
        .select('sessions.id')
        .where('users.email', '=', email)
        .where('sessions.ip_address', '=', address)
        .where('sessions.revoked_at', 'is', null)
        .executeTakeFirst()
      return row !== undefined
    },
    /** Returns whether an open session of a user began with a sign-in within the last minutes, by the clock of any server. */
    async isRecent(user: string, session: string, minutes: number): Promise<boolean> {
      const row = await selectOpenSessions(user)
        .select('id')
        .where('id', '=', session)
        .where(isUnexpired(sql.ref('created_at'), now() - minutes * 60_000, minutes * 60_000))
        .executeTakeFirst()
      return row !== undefined
    },
    async list(user: string): Promise<SessionRecord[]> {
      const rows = await selectOpenSessions(user).selectAll().orderBy('last_activity_at', 'desc').execute()
      return rows.map(toSession)
    },
    /** Revokes a session. Returns `false` if the user does not have an open session with this ID. */
    async revoke(user: string, session: string): Promise<boolean> {
      const { numUpdatedRows } = await revokeSessions(user).where('id', '=', session).executeTakeFirst()
      await onUserChanged(user)
      return numUpdatedRows > 0n
    },
    /** Revokes all of a user's sessions, except the one with the ID `excludedSessionId`. */
    async revokeAll(user: string, excludedSessionId: string = ''): Promise<void> {
      await revokeSessions(user).where('id', '<>', excludedSessionId).execute()
      await onUserChanged(user)
    },
  }
}

/** Returns the condition that a session has not expired. Whether it was revoked is a separate condition. */
export const isOpenSession = (now: number): RawBuilder<boolean> =>
  isUnexpired(sql.ref('sessions.expires_at'), now, refreshTokenLifetimeSeconds * 1000)

const hashId = (id: string): string => createHash('sha256').update(id).digest('base64url')

const toSession = (row: Selectable<Database['sessions']>) =>
  toRecord(row, ['id', 'user_agent', 'created_at', 'last_activity_at', 'expires_at'], {
    address: row.ip_address ?? undefined,
  })
