import { sql, type Kysely } from 'kysely'
import type { Database } from './database/database.ts'
import { isUnexpired } from './database/is-due.ts'
import { openWorkspaceRows } from './database/workspace-rows.ts'

/**
 * State of an idempotency key: `started` by this call, in progress, already used for a different request, or completed.
 * `unknown`: the request may have had its effect, but its response was not stored.
 */
export type KeyState =
  | { state: 'started' }
  | { state: 'in-progress' }
  | { state: 'unknown' }
  | { state: 'mismatch' }
  | ({ state: 'completed' } & StoredResponse)

/** A response. `headers` contains only headers whose information is not in the body. */
export interface StoredResponse {
  status: number
  body: string
  headers: Readonly<Record<string, string>>
}

/** How long responses are kept, in hours. */
const retentionHours = 24
/** Time after which it is unknown whether an unfinished request is still in progress, in minutes. */
const maxProgressMinutes = 5
/** Stored in place of the status of a response if the effect of its request is unknown. */
const unknownStatus = 0

export function createIdempotency(database: Kysely<Database>, workspace: string, now: () => number) {
  const rows = openWorkspaceRows(database, workspace, 'idempotency_keys')
  return {
    async begin(caller: string, key: string, requestHash: string): Promise<KeyState> {
      const time = new Date(now())
      const retentionMs = retentionHours * 3_600_000
      const isKept = isUnexpired(sql.ref('created_at'), now() - retentionMs, retentionMs)
      await database
        .deleteFrom('idempotency_keys')
        .where(sql<boolean>`not ${isKept}`)
        .execute()
      const claimedRow = await database
        .insertInto('idempotency_keys')
        .values({
          workspace_id: workspace,
          caller,
          key,
          request: requestHash,
          status: null,
          body: null,
          headers: null,
          created_at: time,
        })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'caller', 'key']).doNothing())
        .returning(sql<number>`1`.as('one'))
        .executeTakeFirst()
      if (claimedRow) return { state: 'started' }
      const row = await rows.find({ caller, key })
      if (!row) return { state: 'in-progress' }
      if (row.request !== requestHash) return { state: 'mismatch' }
      if (row.status === unknownStatus) return { state: 'unknown' }
      const isOld = row.created_at.getTime() < now() - maxProgressMinutes * 60_000
      if (row.status === null) return { state: isOld ? 'unknown' : 'in-progress' }
      const headers = JSON.parse(row.headers ?? '{}') as Record<string, string>
      return { state: 'completed', status: row.status, body: row.body ?? '', headers }
    },
    async storeResponse(caller: string, key: string, { status, body, headers }: StoredResponse): Promise<void> {
      await rows.update({ caller, key }, { status, body, headers: JSON.stringify(headers) })
    },
    /** Ends a request whose effect is unknown. */
    async keepUnknown(caller: string, key: string): Promise<void> {
      await rows.update({ caller, key }, { status: unknownStatus })
    },
    /** Releases the key of a request that had no effect, so that the key can be used again. */
    async release(caller: string, key: string): Promise<void> {
      await rows.remove({ caller, key })
    },
  }
}
