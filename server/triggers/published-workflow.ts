import type { Workflow } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { parseQueueSettings, type QueueSettings } from '../store/workflows/queue-settings.ts'
import { readStored, type ReadDocument } from '../store/workflows/read-document.ts'

/** The version of a workflow that its triggers run. */
export interface TriggeredWorkflow {
  workspace: string
  id: string
  /** The published version; before the first publication, the current document. */
  workflow: Workflow
  version: number | undefined
  isPublished: boolean
  queue: QueueSettings
}

/** A triggered workflow whose document has not been parsed. */
export interface UnparsedWorkflow extends Omit<TriggeredWorkflow, 'workflow'> {
  document: string
}

/** Finds the published version of a workflow; `undefined` if the workflow does not exist. */
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

/** Reads the document of a triggered workflow. */
export async function readTriggeredWorkflow(
  { document, ...triggered }: UnparsedWorkflow,
  read: ReadDocument,
): Promise<TriggeredWorkflow> {
  return { ...triggered, workflow: await readStored(read, document, `Workflow ${triggered.id}`) }
}
