import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Database } from '../database/database.ts'
import { isValidId } from '../database/valid-id.ts'

/** Public links to workflows. */
export interface SharedWorkflows {
  /** Returns the token of the link, which stays the same while the workflow is shared. */
  share(workflow: string): Promise<string>
  unshare(workflow: string): Promise<void>
  findToken(workflow: string): Promise<string | undefined>
  /** Finds the shared workflow of a link. */
  findWorkflow(token: string): Promise<string | undefined>
}

export function createSharedWorkflows(database: Kysely<Database>, now: () => number): SharedWorkflows {
  const findToken = async (workflow: string): Promise<string | undefined> =>
    (
      await database
        .selectFrom('shared_workflows')
        .select('token')
        .where('workflow_id', '=', workflow)
        .executeTakeFirst()
    )?.token
  return {
    findToken,
    async share(workflow) {
      const token = randomBytes(24).toString('base64url')
      await database
        .insertInto('shared_workflows')
        .values({ workflow_id: workflow, token, created_at: new Date(now()) })
        .onConflict((conflict) => conflict.column('workflow_id').doNothing())
        .execute()
      return (await findToken(workflow)) ?? token
    },
    async unshare(workflow) {
      await database.deleteFrom('shared_workflows').where('workflow_id', '=', workflow).execute()
    },
    async findWorkflow(token) {
      if (!isValidId(token)) return undefined
      const row = await database
        .selectFrom('shared_workflows')
        .select('workflow_id')
        .where('token', '=', token)
        .executeTakeFirst()
      return row?.workflow_id
    },
  }
}
