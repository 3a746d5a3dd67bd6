import { intersectAccess, noAccess, type GrantedAccess, type WorkflowAccess } from '@aw-flow/engine'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../database/database.ts'
import { openWorkspaceRows } from '../database/workspace-rows.ts'
import { isValidId } from '../database/valid-id.ts'

/** The resources that a workspace's workflows may use. The user's own workflows need no grant. */
export function createStoredWorkflowAccess(database: Kysely<Database>, workspace: string) {
  const rows = openWorkspaceRows(database, workspace, 'workflows', { deleted_at: null })
  const selectRows = (ids: readonly string[]) =>
    database
      .selectFrom('workflows')
      .select(['trust', 'granted'])
      .where(sql<boolean>`id = any(${ids.filter(isValidId)}::text[])`)
      .where('workspace_id', '=', workspace)
  return {
    /** Returns a workflow's trust state and granted access, or `undefined` for an unknown ID. */
    async find(id: string): Promise<WorkflowAccess | undefined> {
      const row = await selectRows([id]).where('deleted_at', 'is', null).executeTakeFirst()
      return row && { trust: row.trust, granted: parseGrantedAccess(row.granted) }
    },
    /** Replaces a workflow's trust state and granted access. Resolves with `false` for an unknown ID. */
    async replace(id: string, { trust, granted }: WorkflowAccess): Promise<boolean> {
      return (await rows.update(id, { trust, granted: JSON.stringify(granted) })) !== undefined
    },
    /**
     * Returns the access for a run that executes the given workflows: the intersection of the access granted to the
     * imported and shared ones, or `undefined` if all of them are the user's own. Deleted workflows count too, because
     * their runs can be retried.
     */
    async findForRun(ids: readonly string[]): Promise<GrantedAccess | undefined> {
      const otherRows = await selectRows(ids).where('trust', '<>', 'own').execute()
      return otherRows.length === 0
        ? undefined
        : intersectAccess(otherRows.map(({ granted }) => parseGrantedAccess(granted)))
    },
  }
}

const parseGrantedAccess = (text: string | null): GrantedAccess =>
  text === null ? noAccess : (JSON.parse(text) as GrantedAccess)
