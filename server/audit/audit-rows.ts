import type { Kysely, Selectable } from 'kysely'
import type { Database } from '../store/database/database.ts'

export type AuditRow = Selectable<Database['audit_entries']>

/** Conditions that entries must meet. Times are in ISO 8601 format; `from` is inclusive, `until` is exclusive. */
export interface AuditFilter {
  user?: string | undefined
  action?: string | undefined
  excludedActions?: readonly string[] | undefined
  entityType?: string | undefined
  entityId?: string | undefined
  from?: string | undefined
  until?: string | undefined
}

export const pageSize = 1_000

export const selectEntries = (database: Kysely<Database>, workspace: string, filter: AuditFilter) =>
  database
    .selectFrom('audit_entries')
    .where('workspace_id', '=', workspace)
    .$if(filter.user !== undefined, (query) => query.where('user_id', '=', filter.user!))
    .$if(filter.action !== undefined, (query) => query.where('action', '=', filter.action!))
    .$if(filter.excludedActions !== undefined, (query) => query.where('action', 'not in', filter.excludedActions!))
    .$if(filter.entityType !== undefined, (query) => query.where('entity_type', '=', filter.entityType!))
    .$if(filter.entityId !== undefined, (query) => query.where('entity_id', '=', filter.entityId!))
    .$if(filter.from !== undefined, (query) => query.where('created_at', '>=', new Date(filter.from!)))
    .$if(filter.until !== undefined, (query) => query.where('created_at', '<', new Date(filter.until!)))

/** Reads pages of rows, oldest first. */
export async function* readPages(
  database: Kysely<Database>,
  workspace: string,
  filter: AuditFilter,
): AsyncGenerator<AuditRow[]> {
  for (let lastSequence = 0; ;) {
    const rows = await selectEntries(database, workspace, filter)
      .selectAll()
      .where('sequence', '>', lastSequence)
      .orderBy('sequence')
      .limit(pageSize)
      .execute()
    yield rows
    if (rows.length < pageSize) return
    lastSequence = rows.at(-1)!.sequence
  }
}
