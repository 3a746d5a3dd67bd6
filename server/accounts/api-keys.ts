import type { Kysely } from 'kysely'
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Permission } from '../security/caller.ts'
import type { Database } from '../store/database/database.ts'
import { toRecord } from '../store/database/row-record.ts'
import { openRows, type RowOf } from '../store/database/workspace-rows.ts'

/** Permissions that can be granted to an API key. */
export const apiKeyScopes = [
  'view',
  'comment',
  'edit',
  'execute',
  'administer',
] as const satisfies readonly Permission[]
/** An API key, which gives a user's programs access to one workspace. */
export type ApiKeyRecord = ReturnType<typeof toKey>

const keyPattern = /^aw_([0-9a-f]{16})_([\w-]{43})$/

/** Splits an API key into its ID and secret. Returns `undefined` if the text is not an API key. */
export function parseApiKey(text: string): { id: string; secret: string } | undefined {
  const [, id, secret] = keyPattern.exec(text) ?? []
  return id === undefined || secret === undefined ? undefined : { id, secret }
}

/** Compares a secret with a stored hash in constant time. */
export const matchesHash = (secret: string, hash: string): boolean => {
  const secretHash = Buffer.from(hashSecret(secret))
  const storedHash = Buffer.from(hash)
  return secretHash.length === storedHash.length && timingSafeEqual(secretHash, storedHash)
}

/** Hashes a random secret. A fast hash is sufficient because the secret cannot be guessed. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/**
 * Creates the API key store.
 *
 * @param onRevoked Called with the ID of a revoked key.
 */
export function createApiKeys(
  database: Kysely<Database>,
  now: () => number,
  onRevoked: (key: string) => Promise<void>,
) {
  const rows = openRows(database, 'api_keys')
  return {
    /** Creates a key. `secret` is the complete key; only a hash is stored, so it cannot be retrieved later. */
    async add({
      user,
      workspace,
      name,
      scopes,
      expiresAt,
    }: Omit<ApiKeyRecord, 'id' | 'createdAt' | 'expiresAt'> & { expiresAt: string | null }): Promise<{
      record: ApiKeyRecord
      secret: string
    }> {
      const id = randomBytes(8).toString('hex')
      const secret = randomBytes(32).toString('base64url')
      const row = await rows.insert({
        id,
        workspace_id: workspace,
        user_id: user,
        name,
        key_hash: hashSecret(secret),
        scopes,
        expires_at: expiresAt === null ? null : new Date(expiresAt),
        created_at: new Date(now()),
      })
      return { record: toKey(row!), secret: `aw_${id}_${secret}` }
    },
    list: async (user: string): Promise<ApiKeyRecord[]> =>
      (await rows.list({ user_id: user, revoked_at: null }, ['created_at'])).map(toKey),
    /** Revokes a key. Returns `false` if the user does not have a key with this ID. */
    async revoke(user: string, id: string): Promise<boolean> {
      const revokedRow = await rows.update({ id, user_id: user, revoked_at: null }, { revoked_at: new Date(now()) })
      if (revokedRow) await onRevoked(id)
      return revokedRow !== undefined
    },
  }
}

const toKey = (row: RowOf<'api_keys'>) =>
  toRecord(row, ['id', 'name', 'expires_at', 'created_at'], {
    user: row.user_id,
    workspace: row.workspace_id,
    scopes: apiKeyScopes.filter((scope) => row.scopes.includes(scope)),
  })
