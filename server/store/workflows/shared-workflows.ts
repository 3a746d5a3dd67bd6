import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { hashToken } from '../../secrets/hash-token.ts'
import type { SealedColumns } from '../../secrets/reencrypt.ts'
import type { SecretBox } from '../../secrets/secret-box.ts'
import type { Database } from '../database/database.ts'
import { openWorkspaceRows } from '../database/workspace-rows.ts'
import { isValidId } from '../database/valid-id.ts'

/** Permissions of visitors with a link. */
export const linkPermissions = ['view', 'execute', 'comment', 'edit'] as const
export type LinkPermission = (typeof linkPermissions)[number]

/** Permission and expiry of a share link. */
export interface LinkSettings {
  /** When the link expires; null if it never does. */
  expiresAt: Date | null
  permission: LinkPermission
}

/** A public share link to a workflow. */
export interface SharedLink extends LinkSettings {
  token: string
}

/** The workflow that a share link refers to. */
export interface LinkedWorkflow extends LinkSettings {
  workspace: string
  id: string
  /** ID of the caller who created the link. */
  createdBy: string | null
}

/** Returns an ID that represents a link in the runs that its visitors start. The ID does not reveal the token. */
export const toLinkId = (token: string): string => `link-${hashToken(token).slice(0, 24)}`

/** Returns the encryption context that binds a sealed token to its workflow. */
const toTokenContext = (workspace: string, workflowId: string): string =>
  JSON.stringify(['shared-link', workspace, workflowId])

/** The share links of a workspace's workflows. */
export function createSharedWorkflows(
  database: Kysely<Database>,
  workspace: string,
  box: SecretBox,
  now: () => number,
) {
  const rows = openWorkspaceRows(database, workspace, 'shared_workflows')
  const findLink = async (workflowId: string): Promise<SharedLink | undefined> => {
    const row = await rows.find({ workflow_id: workflowId })
    return row?.sealed_token && !hasExpired(row, now())
      ? {
          token: box.open(row.sealed_token, toTokenContext(workspace, workflowId)),
          expiresAt: row.expires_at,
          permission: toPermission(row),
        }
      : undefined
  }
  const unshare = async (workflowId: string): Promise<void> => {
    await rows.remove({ workflow_id: workflowId })
  }
  return {
    /** Returns a workflow's link, unless it has expired. */
    findLink,
    unshare,
    /**
     * Creates or changes a workflow's link. The token stays the same as long as the workflow is shared; an expired link
     * is replaced.
     */
    async share(
      workflowId: string,
      { createdBy, ...changes }: Partial<LinkSettings> & { createdBy: string },
    ): Promise<SharedLink> {
      const existingLink = await findLink(workflowId)
      if (!existingLink) await unshare(workflowId)
      const { expiresAt, permission } = { expiresAt: null, permission: 'view' as const, ...existingLink, ...changes }
      const columns = { expires_at: expiresAt, can_run: permission === 'execute', permission, created_by: createdBy }
      const token = existingLink?.token ?? randomBytes(24).toString('base64url')
      await database
        .insertInto('shared_workflows')
        .values({
          workspace_id: workspace,
          workflow_id: workflowId,
          token: hashToken(token),
          sealed_token: box.seal(token, toTokenContext(workspace, workflowId)),
          created_at: new Date(now()),
          ...columns,
        })
        .onConflict((conflict) => conflict.columns(['workflow_id', 'workspace_id']).doUpdateSet(columns))
        .execute()
      return (await findLink(workflowId)) ?? { token, expiresAt, permission }
    },
  }
}

/** Finds the workflow that a share link refers to, in any workspace, unless the link has expired. */
export async function findSharedWorkflow(
  database: Kysely<Database>,
  token: string,
  now: number,
): Promise<LinkedWorkflow | undefined> {
  if (!isValidId(token)) return undefined
  const row = await database
    .selectFrom('shared_workflows')
    .select(['workspace_id', 'workflow_id', 'expires_at', 'can_run', 'permission', 'created_by'])
    .where('token', '=', hashToken(token))
    .executeTakeFirst()
  return row && !hasExpired(row, now)
    ? {
        workspace: row.workspace_id,
        id: row.workflow_id,
        expiresAt: row.expires_at,
        permission: toPermission(row),
        createdBy: row.created_by,
      }
    : undefined
}

/** Links of earlier versions have no permission. */
const toPermission = ({ can_run: canRun, permission }: { can_run: boolean; permission: string | null }) =>
  linkPermissions.find((name) => name === permission) ?? (canRun ? 'execute' : 'view')

/** Seals the tokens of links that an earlier version created. */
export async function sealSharedLinks(database: Kysely<Database>, box: SecretBox): Promise<void> {
  const rows = await database
    .selectFrom('shared_workflows')
    .select(['workspace_id', 'workflow_id', 'token'])
    .where('sealed_token', 'is', null)
    .execute()
  for (const { workspace_id: workspace, workflow_id: workflowId, token } of rows)
    await database
      .updateTable('shared_workflows')
      .set({ token: hashToken(token), sealed_token: box.seal(token, toTokenContext(workspace, workflowId)) })
      .where('workspace_id', '=', workspace)
      .where('workflow_id', '=', workflowId)
      // Another server may have sealed the token at the same time.
      .where('sealed_token', 'is', null)
      .execute()
}

export const sealedLinks: SealedColumns<'shared_workflows'> = {
  table: 'shared_workflows',
  key: ['workspace_id', 'workflow_id'],
  columns: ['sealed_token'],
  toContext: ({ workspace_id: workspace, workflow_id: workflowId }) => toTokenContext(workspace, workflowId),
}

const hasExpired = ({ expires_at: expiresAt }: { expires_at: Date | null }, now: number): boolean =>
  expiresAt !== null && expiresAt.getTime() <= now
