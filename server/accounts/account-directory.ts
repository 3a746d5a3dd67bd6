import type { Kysely } from 'kysely'
import { isRole, type Role } from '../security/roles.ts'
import type { Channels } from '../store/database/channels.ts'
import type { Database } from '../store/database/database.ts'
import { isRecent } from '../store/database/is-due.ts'
import { isOpenSession } from './sign-in/sessions.ts'
import { getDisplayName } from './users.ts'

/** State of a user account that requests depend on. */
export interface UserState {
  email: string
  name: string
  /** IDs of the open sessions. */
  sessions: ReadonlySet<string>
  /** Roles, keyed by workspace ID and sorted by the time when the user joined the workspace. */
  roles: ReadonlyMap<string, Role>
}

/** State of an API key that requests depend on. */
export interface ApiKeyState {
  user: string
  workspace: string
  hash: string
  scopes: readonly string[]
  expiresAt: number
}

/**
 * Caches users and API keys for at most `maxAgeMs`. Servers notify each other of changes, which apply immediately; the
 * maximum age matters only if a notification is lost.
 */
export type AccountDirectory = ReturnType<typeof createAccountDirectory>

const channel = 'aw_accounts'
/** How long a change whose announcement is lost can go unnoticed, in ms. A signed token alone would last 15 minutes. */
const maxAgeMs = 30_000
const maxCachedEntries = 10_000

export function createAccountDirectory(
  { database, channels }: { database: Kysely<Database>; channels: Channels },
  now: () => number,
) {
  const entries = new Map<string, { state: Promise<unknown>; loadedAt: number }>()
  const unlisten = channels.listen(channel, (payload) => {
    if (payload === undefined) entries.clear()
    else entries.delete(payload)
  })
  const findCached = <T>(key: string, load: () => Promise<T>): Promise<T> => {
    const entry = entries.get(key)
    if (entry && isRecent(entry.loadedAt, maxAgeMs, now())) return entry.state as Promise<T>
    const state = load()
    entries.delete(key)
    entries.set(key, { state, loadedAt: now() })
    if (entries.size > maxCachedEntries) entries.delete(entries.keys().next().value!)
    state.catch(() => {
      if (entries.get(key)?.state === state) entries.delete(key)
    })
    return state
  }
  const loadUser = async (id: string): Promise<UserState | undefined> => {
    const [user, sessions, memberships] = await Promise.all([
      database
        .selectFrom('users')
        .select(['email', 'full_name'])
        .where('id', '=', id)
        .where('is_active', '=', true)
        .executeTakeFirst(),
      database
        .selectFrom('sessions')
        .select('id')
        .where('user_id', '=', id)
        .where('revoked_at', 'is', null)
        .where(isOpenSession(now()))
        .execute(),
      database
        .selectFrom('workspace_members')
        .innerJoin('workspaces', 'workspaces.workspace_id', 'workspace_members.workspace_id')
        .select(['workspace_members.workspace_id as workspace', 'workspace_members.role as role'])
        .where('user_id', '=', id)
        .where('workspaces.deleted_at', 'is', null)
        .orderBy('joined_at')
        .orderBy('workspace_members.workspace_id')
        .execute(),
    ])
    if (!user) return undefined
    return {
      email: user.email,
      name: getDisplayName(user.full_name, user.email),
      sessions: new Set(sessions.map((session) => session.id)),
      roles: new Map(memberships.flatMap(({ workspace, role }) => (isRole(role) ? [[workspace, role]] : []))),
    }
  }
  const loadApiKey = async (id: string): Promise<ApiKeyState | undefined> => {
    const row = await database
      .selectFrom('api_keys')
      .selectAll()
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    return (
      row && {
        user: row.user_id,
        workspace: row.workspace_id,
        hash: row.key_hash,
        scopes: row.scopes,
        expiresAt: row.expires_at?.getTime() ?? Infinity,
      }
    )
  }
  return {
    findUser: (id: string): Promise<UserState | undefined> => findCached(`user:${id}`, () => loadUser(id)),
    findApiKey: (id: string): Promise<ApiKeyState | undefined> => findCached(`key:${id}`, () => loadApiKey(id)),
    /** Notifies all servers that a user or an API key has changed. */
    async notifyChanged(kind: 'user' | 'key', id: string): Promise<void> {
      entries.delete(`${kind}:${id}`)
      await channels.notify(channel, `${kind}:${id}`)
    },
    close: unlisten,
  }
}
