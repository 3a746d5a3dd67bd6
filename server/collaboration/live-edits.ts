import { sql, type Kysely, type Selectable } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from '../store/database/database.ts'

/** A stored edit of a live document. */
export type LiveEditRow = Omit<Selectable<Database['live_edits']>, 'workspace_id' | 'created_at'>

/** The stored leaves of a live document. */
export type LiveDocumentRow = Omit<Selectable<Database['live_documents']>, 'workspace_id' | 'workflow_id'>

export function createLiveEdits(database: Kysely<Database>, workspace: string, now: () => number) {
  const selectDocument = (id: string) =>
    database.selectFrom('live_documents').where('workspace_id', '=', workspace).where('workflow_id', '=', id)
  const find = (id: string): Promise<LiveDocumentRow | undefined> =>
    selectDocument(id).select(['epoch', 'leaves', 'seq', 'revision']).executeTakeFirst()
  return {
    find,
    /** Finds a live document, or adds it with the given leaves. */
    async open(id: string, create: () => Pick<LiveDocumentRow, 'leaves' | 'revision'>): Promise<LiveDocumentRow> {
      const existing = await find(id)
      if (existing) return existing
      await database
        .insertInto('live_documents')
        .values({ workspace_id: workspace, workflow_id: id, epoch: randomUUID(), seq: 0, ...create() })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      return (await find(id))!
    },
    /** Reads the edits of a document after a number, in order. */
    read: (id: string, after: number, limit: number): Promise<LiveEditRow[]> =>
      database
        .selectFrom('live_edits')
        .select(['workflow_id', 'seq', 'client', 'number', 'user_id', 'changes', 'refused'])
        .where('workspace_id', '=', workspace)
        .where('workflow_id', '=', id)
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(limit)
        .execute(),
    /**
     * Stores edits of several documents in one statement: all of them, or none. Resolves with `false` if another process
     * has used one of the numbers.
     */
    async append(edits: readonly LiveEditRow[]): Promise<boolean> {
      const time = new Date(now())
      // In `changes` and `refused`, which are JSON themselves, NUL and lone surrogates are escaped.
      const text = JSON.stringify(edits)
      try {
        await sql`insert into live_edits
          (workspace_id, workflow_id, seq, client, number, user_id, changes, refused, created_at)
          select ${workspace}, e.workflow_id, e.seq, e.client, e.number, e.user_id, e.changes, e.refused, ${time}
          from json_to_recordset(${text}::json) as e(workflow_id text, seq integer, client text,
            number integer, user_id text, changes text, refused text)`.execute(database)
        return true
      } catch (cause) {
        if ((cause as { code?: unknown }).code === uniqueViolation) return false
        throw cause
      }
    },
    /**
     * Stores the leaves of a document, and removes edits up to a number. Resolves with `false` if another process has
     * stored later ones.
     */
    async compact(
      id: string,
      document: Pick<LiveDocumentRow, 'leaves' | 'seq' | 'revision'>,
      removeUpTo: number,
    ): Promise<boolean> {
      const updated = await database
        .updateTable('live_documents')
        .set(document)
        .where('workspace_id', '=', workspace)
        .where('workflow_id', '=', id)
        .where('seq', '<=', document.seq)
        .returning('seq')
        .executeTakeFirst()
      if (!updated) return false
      if (removeUpTo > 0)
        await database
          .deleteFrom('live_edits')
          .where('workspace_id', '=', workspace)
          .where('workflow_id', '=', id)
          .where('seq', '<=', removeUpTo)
          .execute()
      return true
    },
    /** Reads the revisions of existing workflows. */
    async readRevisions(ids: readonly string[]): Promise<Map<string, number>> {
      const rows = await database
        .selectFrom('workflows')
        .select(['id', 'revision'])
        .where('workspace_id', '=', workspace)
        .where('deleted_at', 'is', null)
        .where('id', '=', sql<string>`any(${ids})`)
        .execute()
      return new Map(rows.map(({ id, revision }) => [id, revision]))
    },
  }
}

const uniqueViolation = '23505'

/** Finds documents of all workspaces with edits that are not saved yet and older than a time. */
export async function findUnsavedDocuments(
  database: Kysely<Database>,
  olderThanMs: number,
): Promise<{ workspace: string; workflow: string }[]> {
  return database
    .selectFrom('live_documents as d')
    .innerJoin('live_edits as e', (join) =>
      join
        .onRef('e.workspace_id', '=', 'd.workspace_id')
        .onRef('e.workflow_id', '=', 'd.workflow_id')
        .onRef('e.seq', '>', 'd.seq'),
    )
    .where('e.created_at', '<=', new Date(Date.now() - olderThanMs))
    .select(['d.workspace_id as workspace', 'd.workflow_id as workflow'])
    .distinct()
    .limit(1_000)
    .execute()
}
