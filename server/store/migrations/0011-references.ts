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
  nodes?: { type?: unknown; data?: { config?: { workflow?: unknown; document?: Document } } }[]
  references?: Record<string, string>
}

/**
 * Adds the workflow IDs of the names in sub-workflow nodes to each document, as `references`. If several workflows have
 * the same name, the most recently changed one is used, as in earlier runs.
 */
export const references: Migration = {
  async up(database: Kysely<unknown>) {
    const { rows } = await sql<WorkflowRow>`select workspace_id, id, document, hash from workflows
      where position('sub_workflow' in document) > 0`.execute(database)
    for (const row of rows) {
      const document = JSON.parse(row.document) as Document
      const resolvedNames: [name: string, id: string][] = []
      for (const name of new Set(listNames(document))) {
        const { rows: matches } = await sql<{ id: string }>`select id from workflows
          where workspace_id = ${row.workspace_id} and deleted_at is null and (id = ${name} or name = ${name})
          order by id = ${name} desc, updated_at desc, id limit 1`.execute(database)
        if (matches[0]) resolvedNames.push([name, matches[0].id])
      }
      if (resolvedNames.length > 0)
        await replaceDocument(database, row, { ...document, references: Object.fromEntries(resolvedNames) })
    }
  },
  async down(database: Kysely<unknown>) {
    const { rows } = await sql<WorkflowRow>`select workspace_id, id, document, hash from workflows
      where position('"references"' in document) > 0`.execute(database)
    for (const row of rows) {
      const { references: previousReferences, ...document } = JSON.parse(row.document) as Document
      if (previousReferences) await replaceDocument(database, row, document)
    }
  },
}

/** Replaces a document, and the version with the same content, without creating a new revision. */
async function replaceDocument(
  database: Kysely<unknown>,
  { id, hash }: WorkflowRow,
  document: Document,
): Promise<void> {
  const text = JSON.stringify(document)
  const { hash: newHash } = toWorkflowColumns(document)
  await sql`update workflows set document = ${text}, hash = ${newHash} where id = ${id}`.execute(database)
  await sql`update workflow_versions set document = ${text}, hash = ${newHash}
    where workflow_id = ${id} and hash = ${hash}`.execute(database)
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
