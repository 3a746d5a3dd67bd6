import type { TrustState } from '@aw-flow/engine'
import type { Workflow } from '@aw-flow/schema'
import type { Kysely, Selectable } from 'kysely'
import type { Database } from '../database/database.ts'
import { readPage, type Page, type PageRequest } from '../database/page.ts'
import { toRecord } from '../database/row-record.ts'
import type { SerializedDocument } from './document-text.ts'
import { parseStoredDocument, type ParseDocument } from './read-document.ts'
import { openWorkspaceRows } from '../database/workspace-rows.ts'

/** A workflow offered as a starting point for new ones. */
export interface Template {
  id: string
  name: string
  description?: string
  workflow: Workflow
  /** Stored document text; absent for built-in templates. */
  document?: string
  /** Trust state of the workflow that the template was published from. */
  trust: TrustState
  createdAt?: string
}

export function createTemplates(database: Kysely<Database>, workspace: string, now: () => number, read: ParseDocument) {
  const rows = openWorkspaceRows(database, workspace, 'templates')
  const toTemplate = async (row: Selectable<Database['templates']>): Promise<Template> =>
    toRecord(row, ['id', 'name', 'description', 'document', 'trust', 'created_at'], {
      workflow: await parseStoredDocument(read, row.document, `Template ${row.id}`),
    })
  return {
    /** Lists templates, sorted by name. */
    async list(request: PageRequest): Promise<Page<Template>> {
      const page = await readPage(rows.select().orderBy('name').orderBy('id'), request)
      return { ...page, items: await Promise.all(page.items.map(toTemplate)) }
    },
    async find(id: string): Promise<Template | undefined> {
      const row = await rows.find(id)
      return row && toTemplate(row)
    },
    async add(id: string, { name, description, document }: SerializedDocument, trust: TrustState): Promise<Template> {
      const row = { workspace_id: workspace, id, name, description, document, trust, created_at: new Date(now()) }
      await database.insertInto('templates').values(row).execute()
      return toTemplate(row)
    },
    /** Resolves with `false` if the template does not exist. */
    remove: (id: string): Promise<boolean> => rows.remove(id),
  }
}
