import type { Workflow } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { parseQueueSettings, type QueueSettings } from '../store/workflows/queue-settings.ts'
import { parseStoredDocument, type ParseDocument } from '../store/workflows/read-document.ts'

/** The version of a workflow that its triggers start. */
export interface TriggeredWorkflow {
  workspace: string
  id: string
  /** The published version or, before the first publication, the current document. */
  workflow: Workflow
  version: number | undefined
  isPublished: boolean
  queue: QueueSettings
}

/** A triggered workflow whose document has not been parsed yet. */
export interface UnparsedWorkflow extends Omit<TriggeredWorkflow, 'workflow'> {
  document: string
}

/** Finds a workflow's published version. Resolves with `undefined` if the workflow does not exist. */
export async function findPublishedVersion(
  database: Kysely<Database>,
  workspace: string,
  id: string,
): Promise<UnparsedWorkflow | undefined> {
  const row = await database
    .selectFrom('workflows')
    .leftJoin('workflow_versions', (join) =>
      join
        .onRef('workflow_versions.workflow_id', '=', 'workflows.id')
        .onRef('workflow_versions.workspace_id', '=', 'workflows.workspace_id')
        .onRef('workflow_versions.number', '=', 'workflows.published_version'),
    )
    .select([
      'workflows.status',
      'workflows.version',
      'workflows.published_version',
      'workflows.queue',
      'workflows.document',
      'workflow_versions.document as published_document',
    ])
    .where('workflows.id', '=', id)
    .where('workflows.workspace_id', '=', workspace)
    .where('workflows.deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  const version = row.published_document === null ? row.version : row.published_version
  const document = row.published_document ?? row.document
  return {
    workspace,
    id,
    document,
    version: version ?? undefined,
    isPublished: row.status === 'published',
    queue: parseQueueSettings(row.queue),
  }
}

/** Parses a triggered workflow's document. */
export async function parseTriggeredWorkflow(
  { document, ...triggeredWorkflow }: UnparsedWorkflow,
  read: ParseDocument,
): Promise<TriggeredWorkflow> {
  return {
    ...triggeredWorkflow,
    workflow: await parseStoredDocument(read, document, `Workflow ${triggeredWorkflow.id}`),
  }
}
