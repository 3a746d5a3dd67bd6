import type { WorkflowNode } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { toRecord } from '../store/database/row-record.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { openWorkspaceRows } from '../store/database/workspace-rows.ts'
import type { ParseDocument } from '../store/workflows/read-document.ts'
import { openTriggers, syncNodeTriggers, type TriggerRow } from '../triggers/trigger-rows.ts'

/** Trigger that starts a workflow through one of its Event nodes, which listens for the events named `event`. */
export type EventTrigger = ReturnType<typeof toTrigger>

export function createEventTriggers(
  database: Kysely<Database>,
  workspace: string,
  now: () => number,
  parseDocument: ParseDocument,
) {
  const rows = openWorkspaceRows(database, workspace, 'event_triggers')
  const { list, find, select } = openTriggers(database, workspace, 'event_triggers', toTrigger)
  return {
    list,
    /** Enables or disables a trigger. Resolves with `undefined` if the ID is unknown. */
    async setEnabled(id: string, enabled: boolean): Promise<EventTrigger | undefined> {
      await rows.update(id, { enabled, updated_at: new Date(now()) })
      return find(id)
    },
    /** Lists the enabled triggers that listen for one of the given event names. */
    async listEnabled(names: readonly string[]): Promise<EventTrigger[]> {
      const enabledRows = await select()
        .where('trigger.enabled', '=', true)
        .where('trigger.event', 'in', names.map(toStorableText))
        .where('workflows.status', '=', 'published')
        .orderBy('trigger.id')
        .execute()
      return enabledRows.map(toTrigger)
    },
    /** Updates a workflow's triggers after its document or status has changed. */
    sync: (workflowId: string, connection: Kysely<Database> = database): Promise<void> =>
      syncNodeTriggers(connection, workflowId, {
        workspace,
        now,
        parseDocument,
        type: 'event',
        initialColumns: {},
        readNode: (node) => ({ event: toStorableText(getEventName(node)) }),
        isKept: ({ enabled }) => enabled,
      }),
  }
}

/** Returns the event name configured in a node, or the node type's default if none is configured. */
const getEventName = ({ data: { config } }: WorkflowNode): string =>
  typeof config.name === 'string' ? config.name : 'order.created'

const toTrigger = (row: TriggerRow<'event_triggers'>) =>
  toRecord(row, [
    'id',
    'workflow_id',
    'workflow_name',
    'node_id',
    'name',
    'event',
    'enabled',
    'created_at',
    'updated_at',
  ])
