import type { Kysely, Selectable } from 'kysely'
import type { Database } from '../database/database.ts'
import { readPage, type Page, type PageRequest } from '../database/page.ts'
import { toRecord } from '../database/row-record.ts'
import { openWorkspaceRows } from '../database/workspace-rows.ts'
import { isValidId } from '../database/valid-id.ts'
import { toStorableText } from '../database/storable-text.ts'

/** Why a version was created. */
export interface VersionReason {
  cause: 'saved' | 'named' | 'published' | 'run' | 'restored'
  label?: string
  /** ID of the caller. */
  author?: string | undefined
}

/** An immutable, numbered snapshot of a document. */
export type WorkflowVersion = ReturnType<typeof toVersion>

/** The versions of a workspace's workflows. Deleting a workflow keeps its versions, but they can no longer be found. */
export function createWorkflowVersions(database: Kysely<Database>, workspace: string, now: () => number) {
  const selectVersions = (id: string) =>
    database
      .selectFrom('workflow_versions')
      .innerJoin('workflows', (join) =>
        join
          .onRef('workflows.id', '=', 'workflow_versions.workflow_id')
          .onRef('workflows.workspace_id', '=', 'workflow_versions.workspace_id'),
      )
      .where('workflow_id', '=', id)
      .where('workflows.workspace_id', '=', workspace)
      .where('deleted_at', 'is', null)
  /** Finds a version, including its document as JSON in the format version in which it was saved. */
  const find = async (id: string, number: number): Promise<(WorkflowVersion & { document: string }) | undefined> => {
    if (!isValidId(id) || !Number.isInteger(number) || number < 1 || number > 2 ** 31 - 1) return undefined
    const row = await selectVersions(id).selectAll('workflow_versions').where('number', '=', number).executeTakeFirst()
    return row && { ...toVersion(row), document: row.document }
  }
  return {
    find,
    /** Returns the number of the latest version, which every workflow has. */
    async findLatestNumber(id: string): Promise<number> {
      const { latest } = await selectVersions(id)
        .select(({ fn }) => fn.max<number | null>('number').as('latest'))
        .executeTakeFirstOrThrow()
      return latest ?? 1
    },
    /** Lists a workflow's versions, newest first. */
    async list(id: string, { limit, offset }: PageRequest): Promise<Page<WorkflowVersion>> {
      if (!isValidId(id)) return { items: [], total: 0, limit, offset }
      return readPage(
        selectVersions(id)
          .select(['number', 'made_by', 'label', 'workflow_versions.created_by', 'workflow_versions.created_at'])
          .orderBy('number', 'desc'),
        { limit, offset },
        toVersion,
      )
    },
    /**
     * Creates a version of the current document if it differs from the latest version. Returns the number of the version
     * that has the document's content.
     */
    async create(id: string, reason: VersionReason): Promise<number | undefined> {
      if (!isValidId(id)) return undefined
      return database.transaction().execute(async (transaction) => {
        const rows = openWorkspaceRows(transaction, workspace, 'workflows', { deleted_at: null })
        const row = await rows.select({ id }).forUpdate().executeTakeFirst()
        return row && createVersion(transaction, row, reason, now())
      })
    },
  }
}

/**
 * Creates a version from a workflow row that the transaction has locked, if the document differs from the latest
 * version. Otherwise, only sets the label of the latest version, if one is provided. Returns the number of the version
 * that has the document's content.
 */
export async function createVersion(
  transaction: Kysely<Database>,
  row: Selectable<Database['workflows']>,
  { cause, label, author }: VersionReason,
  time: number,
): Promise<number> {
  const versionRows = openWorkspaceRows(transaction, row.workspace_id, 'workflow_versions', { workflow_id: row.id })
  const lastVersion = await versionRows
    .select()
    .clearSelect()
    .select(['number', 'hash'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const isUnchanged = lastVersion?.hash === row.hash
  const number = isUnchanged ? lastVersion.number : (lastVersion?.number ?? 0) + 1
  const storedLabel = label === undefined ? undefined : toStorableText(label)
  if (!isUnchanged) {
    const { document, hash } = row
    const version = { workflow_id: row.id, number, document, hash, made_by: cause, label: storedLabel ?? null }
    await versionRows.insert({ ...version, created_by: author ?? null, created_at: new Date(time) })
  } else if (storedLabel !== undefined) {
    await versionRows.update({ number }, { label: storedLabel })
  }
  // Does not return the row, because its document can be large.
  await transaction
    .updateTable('workflows')
    .set({ version: number, ...(cause === 'published' ? { published_version: number } : {}) })
    .where(({ and }) => and({ id: row.id, workspace_id: row.workspace_id }))
    .execute()
  return number
}

const toVersion = (
  row: Pick<Selectable<Database['workflow_versions']>, 'number' | 'made_by' | 'created_by' | 'label' | 'created_at'>,
) => toRecord(row, ['number', 'label', 'created_by', 'created_at'], { cause: row.made_by })
