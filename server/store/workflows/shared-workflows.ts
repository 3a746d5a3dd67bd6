import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Database } from '../database/database.ts'
import { isValidId } from '../database/valid-id.ts'

/** Public links to the workflows of a workspace. */
export interface SharedWorkflows {
  /** Returns the token of the link, which stays the same while the workflow is shared. */
  share(workflow: string): Promise<string>
  unshare(workflow: string): Promise<void>
  findToken(workflow: string): Promise<string | undefined>
}

export function createSharedWorkflows(
  database: Kysely<Database>,
  workspace: string,
  now: () => number,
): SharedWorkflows {
  const findToken = async (workflow: string): Promise<string | undefined> =>
    (
      await database
        .selectFrom('shared_workflows')
        .select('token')
        .where('workflow_id', '=', workflow)
        .where('workspace_id', '=', workspace)
        .executeTakeFirst()
    )?.token
  return {
    findToken,
    async share(workflow) {
      const token = randomBytes(24).toString('base64url')
      await database
        .insertInto('shared_workflows')
        .values({ workspace_id: workspace, workflow_id: workflow, token, created_at: new Date(now()) })
        .onConflict((conflict) => conflict.column('workflow_id').doNothing())
        .execute()
      return (await findToken(workflow)) ?? token
    },
    async unshare(workflow) {
      await database
        .deleteFrom('shared_workflows')
        .where('workflow_id', '=', workflow)
        .where('workspace_id', '=', workspace)
        .execute()
    },
  }
}

/** Finds the workflow of a public link, in any workspace. */
export async function findSharedWorkflow(
  database: Kysely<Database>,
  token: string,
): Promise<{ workspace: string; id: string } | undefined> {
  if (!isValidId(token)) return undefined
  const row = await database
    .selectFrom('shared_workflows')
    .select(['workspace_id', 'workflow_id'])
    .where('token', '=', token)
    .executeTakeFirst()
  return row && { workspace: row.workspace_id, id: row.workflow_id }
}
