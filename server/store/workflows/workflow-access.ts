import { intersectAccess, noAccess, type GrantedAccess, type TrustState, type WorkflowAccess } from '@aw-flow/engine'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../database/database.ts'
import { isValidId } from '../database/valid-id.ts'

/** Resources that the workflows of a workspace may use. The user's own workflows need no grant. */
export interface WorkflowAccesses {
  /** Returns `undefined` for an unknown id. */
  find(id: string): Promise<WorkflowAccess | undefined>
  /** Replaces the trust state and the granted access. Returns false for an unknown id. */
  replace(id: string, access: WorkflowAccess): Promise<boolean>
  /**
   * Returns the access of a run that executes these workflows: the intersection of the grants to imported and shared
   * ones; `undefined` if all are the user's own. Includes deleted workflows, because their runs can be retried.
   */
  findForRun(ids: readonly string[]): Promise<GrantedAccess | undefined>
}

export function createWorkflowAccesses(database: Kysely<Database>, workspace: string): WorkflowAccesses {
  const selectRows = (ids: readonly string[]) =>
    database
      .selectFrom('workflows')
      .select(['trust', 'granted'])
      .where(sql<boolean>`id = any(${ids.filter(isValidId)}::text[])`)
      .where('workspace_id', '=', workspace)
  return {
    async find(id) {
      const row = await selectRows([id]).where('deleted_at', 'is', null).executeTakeFirst()
      return row && { trust: row.trust as TrustState, granted: parseGranted(row.granted) }
    },
    async replace(id, { trust, granted }) {
      if (!isValidId(id)) return false
      const { numUpdatedRows } = await database
        .updateTable('workflows')
        .set({ trust, granted: JSON.stringify(granted) })
        .where('id', '=', id)
        .where('workspace_id', '=', workspace)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async findForRun(ids) {
      const rows = await selectRows(ids).where('trust', '<>', 'own').execute()
      return rows.length === 0 ? undefined : intersectAccess(rows.map(({ granted }) => parseGranted(granted)))
    },
  }
}

const parseGranted = (text: string | null): GrantedAccess =>
  text === null ? noAccess : (JSON.parse(text) as GrantedAccess)
