import { sql, type Kysely, type Migration } from 'kysely'
import { toWorkflowColumns } from '../workflows/workflow-columns.ts'

interface WorkflowRow {
  workspace_id: string
  id: string
  document: string
  hash: string
}

/** A workflow document in any format version. */
interface Document {
  nodes?: {
    type?: unknown
    data?: { config?: { workflow?: unknown; document?: Document } }
  }[]
  references?: Record<string, string>
}

/**
 * Adds the origin, label, author and queue of each workflow, the expiry of share links, and the table for templates that
 * workspaces have published to all workspaces. Existing workflows and templates are treated as the user's own.
 */
export const workflows: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table workflows
      add column trust text not null default 'own', add column granted text, add column version_label text,
      add column parent_id text, add column created_by text, add column queue text`.execute(database)
    await sql`alter table templates add column trust text not null default 'own'`.execute(database)
    await sql`alter table shared_workflows
      add column expires_at timestamptz, add column can_run boolean not null default false,
      add column created_by text`.execute(database)
    await sql`create table gallery_templates (
      id text primary key, workspace_id text not null, workflow_id text not null, author_id text not null,
      name text not null, description text, tags text not null, nodes integer not null, document text not null,
      uses integer not null default 0, published_at timestamptz not null,
      -- Publishing a workflow again replaces its template.
      constraint gallery_templates_by_workflow unique (workspace_id, workflow_id))`.execute(database)
    await sql`create index gallery_templates_by_uses on gallery_templates (uses, id)`.execute(database)
    await addReferences(database)
  },
  async down(database: Kysely<unknown>) {
    const { schema } = database
    await removeReferences(database)
    await schema.dropTable('gallery_templates').execute()
    await sql`alter table shared_workflows drop column expires_at, drop column can_run, drop column created_by`.execute(
      database,
    )
    await sql`alter table templates drop column trust`.execute(database)
    await sql`alter table workflows
      drop column trust, drop column granted, drop column version_label,
      drop column parent_id, drop column created_by, drop column queue`.execute(database)
  },
}

/**
 * Adds the workflow IDs of the names in sub-workflow nodes to each document, as `references`. If several workflows have
 * the same name, the most recently changed one is used, as in earlier runs.
 */
async function addReferences(database: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<WorkflowRow>`select workspace_id, id, document, hash from workflows
    where position('sub_workflow' in document) > 0`.execute(database)
  for (const row of rows) {
    const document = JSON.parse(row.document) as Document
    const resolvedNames: [name: string, id: string][] = []
    for (const name of new Set(listNames(document))) {
      const { rows: matches } = await sql<{
        id: string
      }>`select id from workflows
        where workspace_id = ${row.workspace_id} and deleted_at is null and (id = ${name} or name = ${name})
        order by id = ${name} desc, updated_at desc, id limit 1`.execute(database)
      if (matches[0]) resolvedNames.push([name, matches[0].id])
    }
    if (resolvedNames.length > 0)
      await replaceDocument(database, row, {
        ...document,
        references: Object.fromEntries(resolvedNames),
      })
  }
}

async function removeReferences(database: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<WorkflowRow>`select workspace_id, id, document, hash from workflows
    where position('"references"' in document) > 0`.execute(database)
  for (const row of rows) {
    const { references: previousReferences, ...document } = JSON.parse(row.document) as Document
    if (previousReferences) await replaceDocument(database, row, document)
  }
}

/** Replaces a document, and the version with the same content, without creating a new revision. */
async function replaceDocument(
  database: Kysely<unknown>,
  { workspace_id, id, hash }: WorkflowRow,
  document: Document,
): Promise<void> {
  const text = JSON.stringify(document)
  const { hash: newHash } = toWorkflowColumns(document)
  await sql`update workflows set document = ${text}, hash = ${newHash}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(database)
  await sql`update workflow_versions set document = ${text}, hash = ${newHash}
    where workspace_id = ${workspace_id} and workflow_id = ${id} and hash = ${hash}`.execute(database)
}

/** Lists the workflow names in sub-workflow nodes, including nodes in nested documents. */
function listNames({ nodes }: Document, depth = 0): string[] {
  if (!Array.isArray(nodes) || depth > 50) return []
  return nodes.flatMap((node) => {
    const { workflow, document } = node?.data?.config ?? {}
    if (node?.type !== 'sub_workflow') return []
    const name = typeof workflow === 'string' ? workflow.trim() : ''
    if (name !== '') return ['__proto__', 'constructor', 'prototype'].includes(name) ? [] : [name]
    return typeof document === 'object' && document !== null ? listNames(document, depth + 1) : []
  })
}
