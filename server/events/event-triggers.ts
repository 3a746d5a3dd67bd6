import type { WorkflowNode } from '@aw-flow/schema'
import { sql, type Kysely, type Selectable } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from '../store/database/database.ts'
import { readPage, type Page, type PageRequest } from '../store/database/page.ts'
import { toRecord } from '../store/database/row-record.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { openWorkspaceRows } from '../store/database/workspace-rows.ts'
import { isValidId } from '../store/database/valid-id.ts'
import type { ParseDocument } from '../store/workflows/read-document.ts'
import { findPublishedVersion, parseTriggeredWorkflow } from '../triggers/published-workflow.ts'
import type { EventTrigger } from './event.ts'

/** Stores a workspace's event triggers, one per Event node. Triggers are disabled until a user enables them. */
export type EventTriggers = ReturnType<typeof createEventTriggers>

export function createEventTriggers(
  database: Kysely<Database>,
  workspace: string,
  now: () => number,
  readDocument: ParseDocument,
) {
  const rows = openWorkspaceRows(database, workspace, 'event_triggers')
  const select = () =>
    database
      .selectFrom('event_triggers')
      .innerJoin('workflows', (join) =>
        join
          .onRef('workflows.id', '=', 'event_triggers.workflow_id')
          .onRef('workflows.workspace_id', '=', 'event_triggers.workspace_id'),
      )
      .where('workflows.deleted_at', 'is', null)
      .where('event_triggers.workspace_id', '=', workspace)
      .selectAll('event_triggers')
      .select('workflows.name as workflow_name')
  return {
    /** Lists triggers, sorted by workflow name. */
    async list(
      { limit, offset }: PageRequest,
      { workflowId }: { workflowId?: string | undefined } = {},
    ): Promise<Page<EventTrigger>> {
      let query = select()
      if (workflowId !== undefined) {
        if (!isValidId(workflowId)) return { items: [], total: 0, limit, offset }
        query = query.where('event_triggers.workflow_id', '=', workflowId)
      }
      return readPage(
        query.orderBy('workflows.name').orderBy('event_triggers.name').orderBy('event_triggers.id'),
        { limit, offset },
        toTrigger,
      )
    },
    /** Enables or disables a trigger. Resolves with `undefined` if the ID is unknown. */
    async setEnabled(id: string, enabled: boolean): Promise<EventTrigger | undefined> {
      if (!(await rows.update(id, { enabled, updated_at: new Date(now()) }))) return undefined
      const row = await select().where('event_triggers.id', '=', id).executeTakeFirst()
      return row && toTrigger(row)
    },
    /** Lists the enabled triggers that listen for one of the given event names. */
    async listEnabled(names: readonly string[]): Promise<EventTrigger[]> {
      const enabledRows = await select()
        .where('event_triggers.enabled', '=', true)
        .where('event_triggers.event', 'in', names.map(toStorableText))
        .where('workflows.status', '=', 'published')
        .orderBy('event_triggers.id')
        .execute()
      return enabledRows.map(toTrigger)
    },
    /** Updates a workflow's triggers after its document or status has changed. */
    async sync(workflowId: string, transaction: Kysely<Database> = database): Promise<void> {
      const publishedVersion = await findPublishedVersion(transaction, workspace, workflowId)
      if (!publishedVersion) return
      const currentRows = await openWorkspaceRows(transaction, workspace, 'event_triggers').list({
        workflow_id: workflowId,
      })
      if (currentRows.length === 0 && !publishedVersion.document.includes('"event"')) return
      const { workflow } = await parseTriggeredWorkflow(publishedVersion, readDocument)
      const nodes = workflow.nodes.filter(isEventNode)
      const time = new Date(now())
      for (const node of nodes) {
        const name = toStorableText(node.data.label || workflow.name)
        const event = toStorableText(getEventName(node))
        await transaction
          .insertInto('event_triggers')
          .values({
            id: randomUUID(),
            workspace_id: workspace,
            workflow_id: workflowId,
            node_id: toStorableText(node.id),
            name,
            event,
            enabled: false,
            created_at: time,
            updated_at: time,
          })
          .onConflict((conflict) =>
            conflict.columns(['workflow_id', 'workspace_id', 'node_id']).doUpdateSet({ name, event }),
          )
          .execute()
      }
      // Enabled triggers are kept, because the next version may contain their nodes again.
      const obsoleteRows = currentRows.filter((row) => !row.enabled && !nodes.some(({ id }) => id === row.node_id))
      for (const { id } of obsoleteRows) await transaction.deleteFrom('event_triggers').where('id', '=', id).execute()
    },
  }
}

/** Adds the triggers of workflows that were stored before event triggers were introduced. */
export async function syncAllEventTriggers(
  database: Kysely<Database>,
  forWorkspace: (workspace: string) => { eventTriggers: EventTriggers },
): Promise<void> {
  const { rows } = await sql<{ workspace_id: string; id: string }>`select workspace_id, id from workflows
    where deleted_at is null and position('"type":"event"' in document) > 0 and not exists (
      select from event_triggers where event_triggers.workflow_id = workflows.id
        and event_triggers.workspace_id = workflows.workspace_id)`.execute(database)
  for (const { workspace_id: workspace, id } of rows) await forWorkspace(workspace).eventTriggers.sync(id)
}

/** Returns whether a node is an Event node that is not disabled. Event nodes start runs when events occur. */
export const isEventNode = ({ type, mode }: Pick<WorkflowNode, 'type' | 'mode'>): boolean =>
  type === 'event' && mode !== 'disabled'

/** Returns the event name configured in a node, or the node type's default if none is configured. */
const getEventName = ({ data: { config } }: WorkflowNode): string =>
  typeof config.name === 'string' ? config.name : 'order.created'

const toTrigger = (row: Selectable<Database['event_triggers']> & { workflow_name: string }): EventTrigger =>
  toRecord(row, ['id', 'workflow_id', 'workflow_name', 'node_id', 'name', 'event', 'created_at', 'updated_at'], {
    enabled: row.enabled,
  })
