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
const primaryKeys: readonly { table: string; columns: string; previousColumns: string }[] = [
  // The ID comes first, because a purge looks for the same file in other workspaces.
  { table: 'datasets', columns: 'id, workspace_id', previousColumns: 'id' },
  { table: 'secrets', columns: 'workspace_id, name', previousColumns: 'name' },
  { table: 'facts', columns: 'workspace_id, name', previousColumns: 'name' },
  { table: 'idempotency_keys', columns: 'workspace_id, caller, key', previousColumns: 'caller, key' },
]

/** Indexes for sorted queries. `columns` lists the existing columns; `workspace_id` is inserted before them. */
const listIndexes: readonly { name: string; table: string; columns: string; condition: string }[] = [
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
  { name: 'runs_by_time', table: 'runs', columns: 'created_at desc, id', condition: ' where deleted_at is null' },
  {
    name: 'runs_queued',
    table: 'runs',
    columns: 'priority desc, created_at, id',
    condition: ` where status = 'queued'`,
  },
  { name: 'runs_by_status', table: 'runs', columns: 'status, created_at', condition: '' },
]

/** Adds a workspace ID to every row. Existing rows are assigned to the workspace `default`. */
export const workspaces: Migration = {
  async up(database: Kysely<unknown>) {
    const execute = (text: string) => sql.raw(text).execute(database)
    for (const table of tables) {
      await execute(`alter table ${table} add column workspace_id text not null default 'default'`)
      // The default is dropped so that every insert must specify the workspace.
      await execute(`alter table ${table} alter column workspace_id drop default`)
    }
    for (const { table, columns } of primaryKeys) {
      await execute(`alter table ${table} drop constraint ${table}_pkey`)
      await execute(`alter table ${table} add constraint ${table}_pkey primary key (${columns})`)
    }
    for (const { name, table, columns, condition } of listIndexes) {
      await execute(`drop index ${name}`)
      await execute(`create index ${name} on ${table} (workspace_id, ${columns})${condition}`)
    }
  },
  async down(database: Kysely<unknown>) {
    const execute = (text: string) => sql.raw(text).execute(database)
    for (const table of tables) await execute(`delete from ${table} where workspace_id <> 'default'`)
    for (const { table, previousColumns } of primaryKeys) {
      await execute(`alter table ${table} drop constraint ${table}_pkey`)
      await execute(`alter table ${table} add constraint ${table}_pkey primary key (${previousColumns})`)
    }
    for (const { name, table, columns, condition } of listIndexes) {
      await execute(`drop index ${name}`)
      await execute(`create index ${name} on ${table} (${columns})${condition}`)
    }
    for (const table of tables) await execute(`alter table ${table} drop column workspace_id`)
  },
}
