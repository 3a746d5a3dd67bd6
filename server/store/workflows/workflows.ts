import type { WorkflowAccess } from '@aw-flow/engine'
import { defined, type Workflow } from '@aw-flow/schema'
import type { DefinitionCache } from './definition-cache.ts'
import { parseStoredDocument, type ParseDocument } from './read-document.ts'
import { sql, type Insertable, type Kysely, type Selectable, type SelectQueryBuilder } from 'kysely'
import type { Database } from '../database/database.ts'
import { toIsoTime } from '../database/iso-time.ts'
import {
  findTotalInPage,
  isInPage,
  readRows,
  snapshot,
  type JsonRow,
  type Page,
  type PageRequest,
} from '../database/page.ts'
import { isValidId } from '../database/valid-id.ts'
import { toRecord } from '../database/row-record.ts'
import { openWorkspaceRows } from '../database/workspace-rows.ts'
import { hasArmedTrigger } from '../../triggers/has-armed-trigger.ts'
import { createKeyLoader } from '../concurrency/create-loader.ts'
import { padKeys } from '../database/pad-keys.ts'
import { toStorableText } from '../database/storable-text.ts'
import { createTotalCounter } from '../database/totals.ts'
import { createStoredWorkflowAccess } from './workflow-access.ts'
import { mayContainTrigger, type SerializedDocument } from './document-text.ts'
import { parseQueueSettings } from './queue-settings.ts'
import { createWorkflowVersions, createVersion, type VersionReason } from './workflow-versions.ts'

/**
 * A workflow and its stored metadata. Its `version` has the same content as the document, and is absent if the document
 * was edited since the latest version. Times are ISO 8601 strings in UTC.
 */
export type StoredWorkflow = Omit<
  SerializedWorkflow,
  'document' | 'hash' | 'name' | 'status' | 'isPublic' | 'latestVersion' | 'queueSettings'
> & { workflow: Workflow }

export interface WorkflowFilter {
  status?: Workflow['status'] | undefined
  tag?: string | undefined
  /** The exact name. */
  name?: string | undefined
  /** The exact label of the latest version. */
  versionLabel?: string | undefined
  /** Words that the name or description must contain. */
  text?: string | undefined
  /** Whether to list deleted workflows that have not been purged, instead of existing ones. */
  deleted?: boolean | undefined
  sort?: 'updated_at' | 'created_at' | 'name' | undefined
  descending?: boolean | undefined
}

/**
 * A stored workflow whose document is unparsed JSON, in the format version in which it was last saved. `isPublic`:
 * whether the workflow has a share link. `latestVersion`: the number of its latest version. Each is absent if it was not
 * read.
 */
export type SerializedWorkflow = ReturnType<typeof toSerializedWorkflow>

/** Properties of a new workflow that are not part of its document. */
export interface NewWorkflowProperties {
  /** Trust state and granted access. By default, the workflow is the user's own. */
  access?: WorkflowAccess | undefined
  versionLabel?: string | undefined
  /** The workflow that the new one duplicates. */
  parentId?: string | undefined
  /** ID of the caller who creates the workflow. */
  createdBy?: string | undefined
}

/** A workflow without its document, for lists. */
export interface WorkflowSummary {
  id: string
  name: string
  description?: string
  status: Workflow['status']
  tags: string[]
  versionLabel?: string
  createdBy?: string
  /** Number of the latest version. */
  latestVersion: number
  /** Hash of the document. */
  hash: string
  revision: number
  createdAt: string
  updatedAt: string
}

/** The result of a change with an expected revision: the stored workflow, or the current one as a conflict. */
export type ChangeResult =
  | { stored: SerializedWorkflow; conflict?: undefined }
  | { conflict: SerializedWorkflow; stored?: undefined }

export interface ChangeOptions {
  /** Expected revision of the stored workflow. If it differs, the change is a conflict. */
  revision?: number | undefined
  /**
   * Why a version is created if the document differs from the latest one. If absent (autosave), no version is created.
   */
  reason?: VersionReason | undefined
  /** ID of the caller, who becomes the author of a version. */
  author?: string | undefined
  /** Called if the change publishes a workflow with a trigger that is turned on, so that runs begin. Throws to prevent it. */
  requireStart(this: void): void
}

/**
 * A workspace's workflows, keyed by an ID that the caller chooses. A deleted workflow remains stored but can no longer
 * be found.
 */
export type Workflows = ReturnType<typeof createWorkflows>

interface WorkflowStoreOptions {
  database: Kysely<Database>
  workspace: string
  now(): number
  definitions: Pick<DefinitionCache, 'add'> & { read: ParseDocument }
  /** Called within the transaction of a change that may affect the workflow's triggers. */
  onChange(id: string, transaction: Kysely<Database>): Promise<void>
}

export function createWorkflows(options: WorkflowStoreOptions) {
  const { database, workspace, now } = options
  const reads = createWorkflowReads(options)
  return {
    ...reads,
    ...createWorkflowAdditions(options, reads),
    ...createWorkflowChanges(options, reads),
    access: createStoredWorkflowAccess(database, workspace),
    versions: createWorkflowVersions(database, workspace, now),
  }
}

const openExistingRows = (database: Kysely<Database>, workspace: string) =>
  openWorkspaceRows(database, workspace, 'workflows', { deleted_at: null })

function createWorkflowReads({ database, workspace, now, definitions }: WorkflowStoreOptions) {
  const parse = (id: string, document: string) => parseStoredDocument(definitions.read, document, `Workflow ${id}`)
  const toStoredWorkflow = async ({
    document,
    hash: _hash,
    name: _name,
    status: _status,
    isPublic: _isPublic,
    latestVersion: _latestVersion,
    queueSettings: _queueSettings,
    ...storedFields
  }: SerializedWorkflow) => ({
    ...storedFields,
    workflow: await parse(storedFields.id, document),
  })
  // This statement is executed whenever a run starts. As plain SQL, it takes a fraction of the time that a query
  // builder needs.
  const findRows = async (ids: readonly string[]): Promise<DocumentRow[]> => {
    const { rows } = await sql<DocumentRow>`select ${documentColumnList}, exists (
        select from shared_workflows s where s.workflow_id = workflows.id and s.workspace_id = ${workspace}
          and (s.expires_at is null or s.expires_at > ${new Date(now())})) as is_public,
        ${latestVersion} as latest_version
      from workflows where id in (${sql.join(padKeys(ids))}) and workspace_id = ${workspace}
        and deleted_at is null`.execute(database)
    return rows
  }
  const findRow = createKeyLoader(
    async (ids: readonly string[]) => new Map((await findRows(ids)).map((row) => [row.id, row])),
  )
  const selectWorkflows = (filter: WorkflowFilter) =>
    applyFilter(
      database
        .selectFrom('workflows')
        .where('workspace_id', '=', workspace)
        .where('deleted_at', filter.deleted ? 'is not' : 'is', null),
      filter,
    )
  const countTotal = createTotalCounter(async (filter) => {
    const countRow = await selectWorkflows(JSON.parse(filter) as WorkflowFilter)
      .select(({ fn }) => [fn.countAll<number | string>().as('total'), snapshot.as('snapshot')])
      .executeTakeFirstOrThrow()
    return { ...countRow, total: Number(countRow.total) }
  })
  /** Like `find`, but without parsing the document. */
  const findSerialized = async (id: string): Promise<SerializedWorkflow | undefined> => {
    const row = isValidId(id) ? await findRow(id) : undefined
    return row && toSerializedWorkflow(row)
  }

  return {
    async find(id: string): Promise<StoredWorkflow | undefined> {
      const row = isValidId(id) ? await findRow(id) : undefined
      return row && toStoredWorkflow(toSerializedWorkflow(row))
    },
    findSerialized,
    /** Returns the IDs of at most two workflows with the name. */
    async findIdsByName(name: string): Promise<string[]> {
      // Stored names never contain the characters that `toStorableText` replaces.
      if (toStorableText(name) !== name) return []
      const query = openExistingRows(database, workspace).select({ name }).clearSelect().select('id')
      const rows = await query.limit(2).execute()
      return rows.map(({ id }) => id)
    },
    /** Finds several workflows, in any order. Omits IDs that do not exist. */
    async findManySerialized(ids: readonly string[]): Promise<SerializedWorkflow[]> {
      const validIds = ids.filter(isValidId)
      return validIds.length === 0 ? [] : (await findRows(validIds)).map(toSerializedWorkflow)
    },
    /** Parses the document of a workflow. */
    read: ({ id, document }: SerializedWorkflow): Promise<Workflow> => parse(id, document),
    /** Lists workflows, by default the most recently changed first. Does not read the documents. */
    async listSummaries({ limit, offset }: PageRequest, filter: WorkflowFilter = {}): Promise<Page<WorkflowSummary>> {
      const { sort = 'updated_at', descending = sort !== 'name', ...conditions } = filter
      const applyOrder = <O>(rows: SelectQueryBuilder<Database, 'workflows', O>) =>
        rows.orderBy(sort, descending ? 'desc' : 'asc').orderBy('id')
      const page = applyOrder(selectWorkflows(filter).select('id')).limit(limit).offset(offset)
      const query = applyOrder(
        database
          .selectFrom('workflows')
          .select([...summaryColumns, latestVersion.as('latest_version')])
          .where('workspace_id', '=', workspace)
          .where(isInPage(page)),
      )
      const { rows, snapshot: readSnapshot } = await readRows(database, query)
      const total =
        findTotalInPage({ limit, offset }, rows.length) ?? (await countTotal(JSON.stringify(conditions), readSnapshot))
      return { items: rows.map(toSummary), total, limit, offset }
    },
  }
}

type WorkflowReads = ReturnType<typeof createWorkflowReads>

function createWorkflowAdditions(
  { database, workspace, now, definitions, onChange }: WorkflowStoreOptions,
  { findSerialized }: WorkflowReads,
) {
  /** Adds a workflow. Resolves with `undefined` if the workspace has a workflow with the ID, even a deleted one. */
  const insertWorkflow = async (
    id: string,
    { workflow, ...columns }: SerializedDocument,
    { access, versionLabel, parentId, createdBy }: NewWorkflowProperties = {},
  ): Promise<SerializedWorkflow | undefined> => {
    const time = new Date(now())
    const row = {
      workspace_id: workspace,
      id,
      ...columns,
      revision: 1,
      version: 1,
      published_version: columns.status === 'published' ? 1 : null,
      version_label: versionLabel === undefined ? null : toStorableText(versionLabel),
      parent_id: parentId ?? null,
      queue: null,
      created_by: createdBy ?? null,
      trust: access?.trust ?? 'own',
      granted: access ? JSON.stringify(access.granted) : null,
      created_at: time,
      updated_at: time,
      deleted_at: null,
    }
    let rows: { number: number }[] = []
    // Most workflows contain no trigger, so they are added with a single statement and no transaction.
    if (mayContainTrigger(row.document)) {
      await database.transaction().execute(async (transaction) => {
        rows = await insertWithVersion(transaction, row)
        if (rows.length > 0) await onChange(id, transaction)
      })
    } else rows = await insertWithVersion(database, row)
    if (rows.length === 0) return undefined
    if (workflow) definitions.add(row.document, workflow)
    return toSerializedWorkflow(row)
  }
  /** Restores a deleted workflow with a new document and access, as if it were new, and keeps its earlier versions. */
  const restoreWith = async (
    id: string,
    { workflow, ...columns }: SerializedDocument,
    { access, versionLabel, createdBy }: NewWorkflowProperties,
  ): Promise<SerializedWorkflow | undefined> => {
    const restoredRow = await database.transaction().execute(async (transaction) => {
      const row = await transaction
        .updateTable('workflows')
        .set(({ eb }) => ({
          ...columns,
          revision: eb('revision', '+', 1),
          version: null,
          version_label: versionLabel === undefined ? null : toStorableText(versionLabel),
          trust: access?.trust ?? 'own',
          granted: access ? JSON.stringify(access.granted) : null,
          updated_at: new Date(now()),
          deleted_at: null,
        }))
        .where('id', '=', id)
        .where('workspace_id', '=', workspace)
        .where('deleted_at', 'is not', null)
        .returningAll()
        .executeTakeFirst()
      if (!row) return undefined
      const cause = row.status === 'published' ? 'published' : 'saved'
      const reason = { cause, author: createdBy, ...defined({ label: versionLabel }) } as const
      row.version = await createVersion(transaction, row, reason, now())
      await onChange(id, transaction)
      return row
    })
    if (!restoredRow) return undefined
    if (workflow) definitions.add(columns.document, workflow)
    return toSerializedWorkflow(restoredRow)
  }

  return {
    /** Adds a workflow and its version 1. */
    async add(
      id: string,
      document: SerializedDocument,
      properties?: NewWorkflowProperties,
    ): Promise<SerializedWorkflow> {
      const addedWorkflow = await insertWorkflow(id, document, properties)
      if (!addedWorkflow) throw new Error(`Workflow ${id} exists already. Add it with another ID.`)
      return addedWorkflow
    },
    /**
     * Like `add`, with an ID that a client chose. If the workspace has a workflow with this ID, resolves with it
     * as a conflict; a deleted one is restored with the new document. IDs of other workspaces have no effect.
     */
    async addWithId(
      id: string,
      document: SerializedDocument,
      properties: NewWorkflowProperties = {},
    ): Promise<ChangeResult> {
      for (;;) {
        const stored = (await insertWorkflow(id, document, properties)) ?? (await restoreWith(id, document, properties))
        if (stored) return { stored }
        const conflict = await findSerialized(id)
        if (conflict) return { conflict }
      }
    },
  }
}

function createWorkflowChanges(
  { database, workspace, now, definitions, onChange }: WorkflowStoreOptions,
  { findSerialized }: WorkflowReads,
) {
  return {
    /**
     * Saves a document, unless the stored workflow does not have the given `revision`: then resolves with the current
     * workflow as a conflict. With `reason`, a version is created if the document differs from the latest one, and also if
     * the change publishes the workflow.
     */
    async change(
      id: string,
      { workflow, ...columns }: SerializedDocument,
      { revision, reason, author, requireStart }: ChangeOptions,
    ): Promise<ChangeResult | undefined> {
      if (!isValidId(id)) return undefined
      const result = await database.transaction().execute(async (transaction) => {
        const currentRow = await lockRow(transaction, workspace, id)
        if (!currentRow) return undefined
        if (revision !== undefined && currentRow.revision !== revision) return { conflict: currentRow }
        const isPublished =
          columns.status === 'published' && (reason?.cause === 'published' || currentRow.status !== 'published')
        if (isPublished && (await hasArmedTrigger(transaction, workspace, id))) requireStart()
        const row = await transaction
          .updateTable('workflows')
          .set({
            ...columns,
            revision: currentRow.revision + 1,
            version: columns.hash === currentRow.hash ? currentRow.version : null,
            ...(reason?.label === undefined ? {} : { version_label: toStorableText(reason.label) }),
            updated_at: new Date(now()),
          })
          .where('id', '=', id)
          .where('workspace_id', '=', workspace)
          .returningAll()
          .executeTakeFirstOrThrow()
        const versionReason = isPublished ? { ...reason, cause: 'published' as const } : reason
        if (versionReason) row.version = await createVersion(transaction, row, { ...versionReason, author }, now())
        await onChange(id, transaction)
        return { stored: row }
      })
      if (!result) return undefined
      if (result.conflict) return { conflict: toSerializedWorkflow(result.conflict) }
      if (workflow) definitions.add(columns.document, workflow)
      return { stored: toSerializedWorkflow(result.stored) }
    },
    /**
     * Deletes a workflow. Resolves with `false` for an unknown ID, and with the current workflow as a conflict if its
     * revision is not `revision`.
     */
    async remove(id: string, revision?: number): Promise<boolean | { conflict: SerializedWorkflow }> {
      if (!isValidId(id)) return false
      if (
        await openExistingRows(database, workspace).update(defined({ id, revision }), { deleted_at: new Date(now()) })
      ) {
        await onChange(id, database)
        return true
      }
      const conflict = revision === undefined ? undefined : await findSerialized(id)
      return conflict ? { conflict } : false
    },
    /** Restores a deleted workflow. Resolves with `false` if it does not exist. */
    async restore(id: string): Promise<boolean> {
      if (!isValidId(id)) return false
      const { numUpdatedRows } = await database
        .updateTable('workflows')
        .set({ deleted_at: null })
        .where('id', '=', id)
        .where('workspace_id', '=', workspace)
        .where('deleted_at', 'is not', null)
        .executeTakeFirst()
      if (numUpdatedRows > 0n) await onChange(id, database)
      return numUpdatedRows > 0n
    },
  }
}

/** Inserts the row of a workflow and its version 1 with a single statement. Resolves with nothing if the ID is taken. */
function insertWithVersion(
  connection: Kysely<Database>,
  row: Insertable<Database['workflows']>,
): Promise<{ number: number }[]> {
  const { document, hash, version_label: label, created_by: author, created_at: time } = row
  return connection
    .with('added', (query) =>
      query
        .insertInto('workflows')
        .values(row)
        .onConflict((conflict) => conflict.columns(['id', 'workspace_id']).doNothing())
        .returning(['workspace_id', 'id']),
    )
    .insertInto('workflow_versions')
    .columns([
      'workspace_id',
      'workflow_id',
      'number',
      'document',
      'hash',
      'made_by',
      'created_by',
      'label',
      'created_at',
    ])
    .expression(({ selectFrom }) =>
      selectFrom('added').select([
        'added.workspace_id',
        'added.id',
        sql<number>`1`.as('number'),
        sql<string>`${document}`.as('document'),
        sql<string>`${hash}`.as('hash'),
        sql<string>`'saved'`.as('made_by'),
        sql<string | null>`${author}::text`.as('created_by'),
        sql<string | null>`${label}::text`.as('label'),
        sql<Date>`${time}::timestamptz`.as('created_at'),
      ]),
    )
    .returning('number')
    .execute()
}

/** Locks the row of an existing workflow until the transaction ends. */
const lockRow = (transaction: Kysely<Database>, workspace: string, id: string) =>
  openExistingRows(transaction, workspace).select({ id }).forUpdate().executeTakeFirst()

function applyFilter<O>(
  query: SelectQueryBuilder<Database, 'workflows', O>,
  { status, tag, name, versionLabel, text }: WorkflowFilter,
): SelectQueryBuilder<Database, 'workflows', O> {
  let filteredQuery = query
  if (status !== undefined) filteredQuery = filteredQuery.where('status', '=', status)
  if (name !== undefined) filteredQuery = filteredQuery.where('name', '=', toStorableText(name))
  if (versionLabel !== undefined) {
    filteredQuery = filteredQuery.where('version_label', '=', toStorableText(versionLabel))
  }
  if (tag !== undefined)
    filteredQuery = filteredQuery.where(
      sql<boolean>`id in (select aw_find_workflows_by_tag(${toStorableText(tag)}::text))`,
    )
  const words = toStorableText(text ?? '').match(/[\p{L}\p{N}]+/gu) ?? []
  // Each word is matched as a prefix.
  if (words.length > 0) {
    const prefixes = words.map((word) => `'${word}':*`).join(' & ')
    filteredQuery = filteredQuery.where(
      sql<boolean>`id in (select aw_find_workflows_by_words(to_tsquery('simple', ${prefixes})))`,
    )
  }
  return filteredQuery
}

/** The columns of a workflow, including its document. */
const recordColumns = [
  'id',
  'document',
  'hash',
  'name',
  'status',
  'revision',
  'version',
  'published_version',
  'version_label',
  'parent_id',
  'created_by',
  'created_at',
  'updated_at',
] as const
const documentColumns = [...recordColumns, 'queue'] as const
const documentColumnList = sql.raw(documentColumns.join(', '))
type DocumentRow = Pick<Selectable<Database['workflows']>, (typeof documentColumns)[number]> & {
  is_public?: boolean | number
  latest_version?: number
}

/** The number of a workflow's latest version, which is read from the versions only if the document was edited since. */
const latestVersion = sql<number>`coalesce(workflows.version, (
  select max(v.number) from workflow_versions v
  where v.workflow_id = workflows.id and v.workspace_id = workflows.workspace_id), 1)`

const summaryColumns = [
  'id',
  'name',
  'description',
  'status',
  'tags',
  'version_label',
  'created_by',
  'hash',
  'revision',
  'created_at',
  'updated_at',
] as const

type SummaryRow = JsonRow<Pick<Selectable<Database['workflows']>, (typeof summaryColumns)[number]>> & {
  latest_version: number
}

// Assigning the fields one by one is faster than a rest pattern.
const toSummary = (row: SummaryRow): WorkflowSummary => {
  const summary: WorkflowSummary = {
    id: row.id,
    name: row.name,
    status: row.status,
    tags: row.tags,
    latestVersion: row.latest_version,
    hash: row.hash,
    revision: row.revision,
    createdAt: toIsoTime(row.created_at),
    updatedAt: toIsoTime(row.updated_at),
  }
  if (row.description !== null) summary.description = row.description
  if (row.version_label !== null) summary.versionLabel = row.version_label
  if (row.created_by !== null) summary.createdBy = row.created_by
  return summary
}

const toSerializedWorkflow = (row: DocumentRow) =>
  toRecord(row, recordColumns, {
    isPublic: row.is_public === undefined ? undefined : Boolean(row.is_public),
    latestVersion: row.latest_version,
    queueSettings: parseQueueSettings(row.queue),
  })
