import { sql, type Kysely, type Migration } from 'kysely'

const tables = [
  'datasets',
  'workflows',
  'workflow_versions',
  'runs',
  'run_events',
  'run_tables',
  'run_controls',
  'idempotency_keys',
  'shared_workflows',
  'templates',
  'secrets',
  'facts',
]

/** New primary keys, which are unique only within a workspace, and the columns of the keys that they replace. */
const primaryKeys: readonly {
  table: string
  columns: string
  previousColumns: string
}[] = [
  // The ID comes first, because a purge looks for the same file in other workspaces.
  { table: 'datasets', columns: 'id, workspace_id', previousColumns: 'id' },
  { table: 'secrets', columns: 'workspace_id, name', previousColumns: 'name' },
  { table: 'facts', columns: 'workspace_id, name', previousColumns: 'name' },
  {
    table: 'idempotency_keys',
    columns: 'workspace_id, caller, key',
    previousColumns: 'caller, key',
  },
  { table: 'workflows', columns: 'id, workspace_id', previousColumns: 'id' },
  {
    table: 'workflow_versions',
    columns: 'workflow_id, workspace_id, number',
    previousColumns: 'workflow_id, number',
  },
  {
    table: 'shared_workflows',
    columns: 'workflow_id, workspace_id',
    previousColumns: 'workflow_id',
  },
]

/** Indexes for sorted queries. `columns` lists the existing columns; `workspace_id` is inserted before them. */
const listIndexes: readonly {
  name: string
  table: string
  columns: string
  condition: string
}[] = [
  {
    name: 'workflows_by_time',
    table: 'workflows',
    columns: 'updated_at desc, id',
    condition: ' where deleted_at is null',
  },
  {
    name: 'workflows_by_name',
    table: 'workflows',
    columns: 'name, updated_at desc',
    condition: ' where deleted_at is null',
  },
  {
    name: 'datasets_by_time',
    table: 'datasets',
    columns: 'created_at desc, id',
    condition: ' where deleted_at is null',
  },
  {
    name: 'runs_by_time',
    table: 'runs',
    columns: 'created_at desc, id',
    condition: ' where deleted_at is null',
  },
  {
    name: 'runs_by_status',
    table: 'runs',
    columns: 'status, created_at',
    condition: '',
  },
]

/** Tables whose rows belong to a workflow. */
const childTables = ['workflow_versions', 'shared_workflows']

/**
 * Adds a workspace ID to every row. Existing rows are assigned to the workspace `default`. IDs that clients choose are
 * unique only within a workspace: an ID that was refused because another workspace uses it would reveal that the other
 * item exists.
 */
export const workspaces: Migration = {
  async up(database: Kysely<unknown>) {
    const execute = (text: string) => sql.raw(text).execute(database)
    for (const table of tables) {
      await execute(`alter table ${table} add column workspace_id text not null default 'default'`)
      // The default is dropped so that every insert must specify the workspace.
      await execute(`alter table ${table} alter column workspace_id drop default`)
    }
    await replaceKeys(database, ({ columns }) => columns, ', workspace_id')
    for (const { name, table, columns, condition } of listIndexes) {
      await execute(`drop index ${name}`)
      await execute(`create index ${name} on ${table} (workspace_id, ${columns})${condition}`)
    }
  },
  async down(database: Kysely<unknown>) {
    const execute = (text: string) => sql.raw(text).execute(database)
    for (const table of tables) await execute(`delete from ${table} where workspace_id <> 'default'`)
    await replaceKeys(database, ({ previousColumns }) => previousColumns, '')
    for (const { name, table, columns, condition } of listIndexes) {
      await execute(`drop index ${name}`)
      await execute(`create index ${name} on ${table} (${columns})${condition}`)
    }
    for (const table of tables) await execute(`alter table ${table} drop column workspace_id`)
  },
}

/** @param scope The columns that make the ID of a workflow unique, in addition to the ID. */
async function replaceKeys(
  database: Kysely<unknown>,
  toColumns: (key: (typeof primaryKeys)[number]) => string,
  scope: '' | ', workspace_id',
): Promise<void> {
  const execute = (text: string) => sql.raw(text).execute(database)
  for (const table of childTables) await execute(`alter table ${table} drop constraint ${table}_workflow_id_fkey`)
  for (const key of primaryKeys) {
    await execute(`alter table ${key.table} drop constraint ${key.table}_pkey`)
    await execute(`alter table ${key.table} add constraint ${key.table}_pkey primary key (${toColumns(key)})`)
  }
  for (const table of childTables) {
    await execute(`alter table ${table} add constraint ${table}_workflow_id_fkey
      foreign key (workflow_id${scope}) references workflows (id${scope}) on delete cascade`)
  }
}
