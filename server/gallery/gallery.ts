import { sql, type Kysely, type Selectable } from 'kysely'
import { selectOwnedWorkspaces } from '../quotas/quotas.ts'
import type { Database } from '../store/database/database.ts'
import type { Page, PageRequest } from '../store/database/page.ts'
import { toRecord } from '../store/database/row-record.ts'
import { isValidId } from '../store/database/valid-id.ts'
import type { SerializedDocument } from '../store/workflows/document-text.ts'

/** A template that a workspace has published. Without an `author`, the name is not set or the account was deleted. */
export type GalleryTemplate = ReturnType<typeof toTemplate>

export interface NewGalleryTemplate {
  id: string
  workspace: string
  workflowId: string
  authorId: string
  /** The workflow document, with dataset IDs removed. */
  document: SerializedDocument
  /** Number of nodes in the template. */
  nodes: number
}

/** Templates published to all workspaces on the server. */
export type Gallery = ReturnType<typeof createGallery>

/** Templates from deleted workspaces are hidden. They reappear if the workspace is restored. */
const isVisible = sql<boolean>`not exists (
  select from workspaces w where w.workspace_id = t.workspace_id and w.deleted_at is not null)`
/** Maximum number of words in a search query. */
const maxSearchWords = 10

export function createGallery(database: Kysely<Database>, now: () => number) {
  const select = () =>
    database
      .selectFrom('gallery_templates as t')
      .leftJoin('users as u', 'u.id', 't.author_id')
      .select([
        't.id',
        't.workspace_id',
        't.workflow_id',
        't.author_id',
        't.name',
        't.description',
        't.tags',
        't.nodes',
        't.uses',
        't.published_at',
        'u.full_name',
      ])
  return {
    /** Lists the templates that contain every word of `query`, most used first. */
    async list({ limit, offset }: PageRequest, query: string = ''): Promise<Page<GalleryTemplate>> {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean).slice(0, maxSearchWords)
      const matches = sql<boolean>`${isVisible} and not exists (select from unnest(${words}::text[]) as w(word)
        where position(w.word in lower(t.name || ' ' || coalesce(t.description, '') || ' ' || t.tags)) = 0)`
      const [rows, { total }] = await Promise.all([
        select().where(matches).orderBy('t.uses', 'desc').orderBy('t.id').limit(limit).offset(offset).execute(),
        database
          .selectFrom('gallery_templates as t')
          .select(({ fn }) => fn.countAll<number | string>().as('total'))
          .where(matches)
          .executeTakeFirstOrThrow(),
      ])
      return { items: rows.map(toTemplate), total: Number(total), limit, offset }
    },
    async find(id: string): Promise<(GalleryTemplate & { document: string }) | undefined> {
      if (!isValidId(id)) return undefined
      const row = await select().select('t.document').where('t.id', '=', id).where(isVisible).executeTakeFirst()
      return row && { ...toTemplate(row), document: row.document }
    },
    /**
     * Publishes a workflow as a template. If it is already published, updates the template and keeps its ID and use
     * count.
     */
    async publish({
      id,
      workspace,
      workflowId,
      authorId,
      document: { name, description, tags, document },
      nodes,
    }: NewGalleryTemplate): Promise<GalleryTemplate> {
      const content = {
        author_id: authorId,
        name,
        description,
        tags: JSON.stringify(tags),
        nodes,
        document,
        published_at: new Date(now()),
      }
      const publishedRow = await database
        .insertInto('gallery_templates')
        .values({ id, workspace_id: workspace, workflow_id: workflowId, ...content })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'workflow_id']).doUpdateSet(content))
        .returning('id')
        .executeTakeFirstOrThrow()
      return toTemplate(await select().where('t.id', '=', publishedRow.id).executeTakeFirstOrThrow())
    },
    /** Increments a template's use count. Uses by workspaces of the owner who has published it do not count. */
    async countUse(id: string, workspace: string): Promise<void> {
      await database
        .updateTable('gallery_templates')
        .set(({ eb }) => ({ uses: eb('uses', '+', 1) }))
        .where('id', '=', id)
        .where(sql<boolean>`not workspace_id = any(${selectOwnedWorkspaces(workspace)})`)
        .execute()
    },
    async withdraw(id: string): Promise<void> {
      await database.deleteFrom('gallery_templates').where('id', '=', id).execute()
    },
  }
}

type TemplateRow = Omit<Selectable<Database['gallery_templates']>, 'document'> & { full_name: string | null }

const toTemplate = (row: TemplateRow) =>
  toRecord(row, ['id', 'workflow_id', 'author_id', 'name', 'description', 'nodes', 'uses', 'published_at'], {
    workspace: row.workspace_id,
    author: row.full_name ?? undefined,
    tags: JSON.parse(row.tags) as string[],
  })
