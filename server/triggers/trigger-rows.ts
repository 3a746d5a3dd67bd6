import type { WorkflowNode } from '@aw-flow/schema'
import { sql, type Kysely, type SelectQueryBuilder } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from '../store/database/database.ts'
import { readPage, type Page, type PageRequest } from '../store/database/page.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { isValidId } from '../store/database/valid-id.ts'
import { openWorkspaceRows, type RowOf } from '../store/database/workspace-rows.ts'
import type { ParseDocument } from '../store/workflows/read-document.ts'
import { findPublishedVersion, parseTriggeredWorkflow } from './published-workflow.ts'

/** Tables of triggers by the type of the nodes that they belong to. */
const triggerTables = { schedule: 'schedules', webhook: 'webhooks', event: 'event_triggers' } as const
type TriggerType = keyof typeof triggerTables
type TriggerTable = (typeof triggerTables)[TriggerType]

/** A row of a table of triggers, with the name of its workflow. */
export type TriggerRow<Table extends TriggerTable> = RowOf<Table> & { workflow_name: string }

export interface TriggerFilter {
  workflowId?: string | undefined
  enabled?: boolean | undefined
}

type CommonColumns = Pick<Database['webhooks'], 'id' | 'workspace_id' | 'workflow_id' | 'name' | 'enabled'>
type TriggerQuery<Table extends TriggerTable> = SelectQueryBuilder<
  Database & { trigger: Database[Table] },
  'trigger' | 'workflows',
  TriggerRow<Table>
>

/** Selects the triggers of all workspaces, except those of deleted workflows. The table is named `trigger`. */
export const selectTriggers = <Table extends TriggerTable>(
  database: Kysely<Database>,
  table: Table,
): TriggerQuery<Table> =>
  // The columns of a table that is only known to be one of several do not follow from its name.
  (database as unknown as Kysely<Pick<Database, 'workflows'> & { trigger: CommonColumns }>)
    .selectFrom(`${table} as trigger` as 'trigger')
    .innerJoin('workflows', (join) =>
      join
        .onRef('workflows.id', '=', 'trigger.workflow_id')
        .onRef('workflows.workspace_id', '=', 'trigger.workspace_id'),
    )
    .where('workflows.deleted_at', 'is', null)
    .selectAll('trigger')
    .select('workflows.name as workflow_name') as unknown as TriggerQuery<Table>

/** Opens the triggers of a workspace in one table. */
export function openTriggers<Table extends TriggerTable, Trigger>(
  database: Kysely<Database>,
  workspace: string,
  table: Table,
  toTrigger: (row: TriggerRow<Table>) => Trigger,
) {
  const select = () =>
    (selectTriggers(database, table) as unknown as TriggerQuery<'webhooks'>).where(
      'trigger.workspace_id',
      '=',
      workspace,
    )
  const toItem = (row: unknown): Trigger => toTrigger(row as TriggerRow<Table>)
  return {
    /** Selects the triggers of the workspace. The table is named `trigger`. */
    select: select as unknown as () => TriggerQuery<Table>,
    async find(id: string): Promise<Trigger | undefined> {
      const row = isValidId(id) ? await select().where('trigger.id', '=', id).executeTakeFirst() : undefined
      return row && toItem(row)
    },
    /** Lists triggers, sorted by workflow name. */
    async list({ limit, offset }: PageRequest, { workflowId, enabled }: TriggerFilter = {}): Promise<Page<Trigger>> {
      let query = select()
      if (workflowId !== undefined) {
        if (!isValidId(workflowId)) return { items: [], total: 0, limit, offset }
        query = query.where('trigger.workflow_id', '=', workflowId)
      }
      if (enabled !== undefined) query = query.where('trigger.enabled', '=', enabled)
      return readPage(
        query.orderBy('workflows.name').orderBy('trigger.name').orderBy('trigger.id'),
        { limit, offset },
        toItem,
      )
    },
  }
}

/** How the triggers of a table follow from the nodes of a workflow. */
interface NodeTriggers<Type extends TriggerType> {
  workspace: string
  now(): number
  parseDocument: ParseDocument
  type: Type
  /** Columns of a new row that do not follow from its node. */
  initialColumns: object
  /** Columns that follow from a node, in addition to the name. */
  readNode?(node: WorkflowNode): Record<string, string>
  /** Whether the row of a missing node remains, because the next version of the workflow may contain its node again. */
  isKept(row: RowOf<(typeof triggerTables)[Type]>): boolean
}

/** Updates the triggers of a workflow's nodes after its document or status has changed. */
export async function syncNodeTriggers<Type extends 'webhook' | 'event'>(
  database: Kysely<Database>,
  workflowId: string,
  { workspace, now, parseDocument, type, initialColumns, readNode, isKept }: NodeTriggers<Type>,
): Promise<void> {
  const table = triggerTables[type]
  const publishedVersion = await findPublishedVersion(database, workspace, workflowId)
  if (!publishedVersion) return
  const triggerRows = openWorkspaceRows(database, workspace, table)
  const rows = await triggerRows.list({ workflow_id: workflowId } as Partial<RowOf<typeof table>>)
  // Most workflows have no trigger, so their documents do not need to be parsed.
  if (rows.length === 0 && !publishedVersion.document.includes(`"${type}"`)) return
  const { workflow } = await parseTriggeredWorkflow(publishedVersion, parseDocument)
  const nodes = workflow.nodes.filter((node) => isTriggerNode(node, type))
  const time = new Date(now())
  for (const node of nodes) {
    const columns = { name: toStorableText(node.data.label || workflow.name), ...readNode?.(node) }
    const key = { workspace_id: workspace, workflow_id: workflowId, node_id: toStorableText(node.id) }
    const values = { ...initialColumns, ...columns, ...key, id: randomUUID(), created_at: time, updated_at: time }
    await database
      .insertInto(table as 'event_triggers')
      .values({ enabled: false, ...values } as never)
      .onConflict((conflict) => conflict.columns(['workflow_id', 'workspace_id', 'node_id']).doUpdateSet(columns))
      .execute()
  }
  for (const row of rows as TriggerRow<'webhooks'>[]) {
    const hasNode = nodes.some(({ id }) => id === row.node_id)
    if (!hasNode && !isKept(row as unknown as Parameters<typeof isKept>[0])) await triggerRows.remove(row.id)
  }
}

/** Returns whether a node is a trigger of a type that is not disabled. */
export const isTriggerNode = ({ type, mode }: Pick<WorkflowNode, 'type' | 'mode'>, triggerType: TriggerType): boolean =>
  type === triggerType && mode !== 'disabled'

/** Adds the triggers of workflows that were stored before triggers of this type were introduced. */
export async function addMissingTriggers(
  store: {
    openedDatabase: { database: Kysely<Database> }
    forWorkspace(workspace: string): { syncTriggers(workflowId: string): Promise<void> }
  },
  type: TriggerType,
): Promise<void> {
  const table = sql.table(triggerTables[type])
  const { rows } = await sql<{ workspace_id: string; id: string }>`select workspace_id, id from workflows
    where deleted_at is null and position(${`"type":"${type}"`} in document) > 0 and not exists (
      select from ${table} where ${table}.workflow_id = workflows.id
        and ${table}.workspace_id = workflows.workspace_id)`.execute(store.openedDatabase.database)
  for (const { workspace_id: workspace, id } of rows) await store.forWorkspace(workspace).syncTriggers(id)
}
