import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the tables for webhook endpoints, which are called when a run's state changes, and for deliveries. */
export const outgoingWebhooks: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('webhook_endpoints')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('workflow_id', 'text', (column) => column.references('workflows.id').onDelete('cascade'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('url', 'text', (column) => column.notNull())
      .addColumn('events', sql`text[]`, (column) => column.notNull())
      .addColumn('format', 'text', (column) => column.notNull())
      .addColumn('enabled', 'boolean', (column) => column.notNull())
      .addColumn('disabled_reason', 'text')
      .addColumn('sealed_secret', 'text', (column) => column.notNull())
      .addColumn('sealed_previous_secret', 'text')
      .addColumn('previous_secret_until', 'timestamptz')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .execute()
    await sql`create index webhook_endpoints_by_workspace on webhook_endpoints (workspace_id)`.execute(database)
    await schema
      .createTable('outgoing_deliveries')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('endpoint_id', 'text', (column) =>
        column.notNull().references('webhook_endpoints.id').onDelete('cascade'),
      )
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('occurred_at', 'timestamptz', (column) => column.notNull())
      .addColumn('run_id', 'text')
      .addColumn('workflow_id', 'text')
      .addColumn('workflow_name', 'text')
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('next_at', 'timestamptz')
      .addColumn('retries', 'integer', (column) => column.notNull())
      .addColumn('attempts', 'text', (column) => column.notNull())
      .execute()
    await sql`create index outgoing_deliveries_by_time on outgoing_deliveries (endpoint_id, occurred_at)`.execute(
      database,
    )
    await sql`create index outgoing_deliveries_due on outgoing_deliveries (endpoint_id, next_at)
      where status = 'pending'`.execute(database)
    // Executed in the transaction that changes the run, so that no event is lost, and no event is sent for a change
    // that is rolled back.
    await sql`create function aw_add_run_deliveries() returns trigger language plpgsql as $$
      declare added text[] := array['run.' || case new.status when 'running' then 'started' else new.status end];
      begin
        -- The states of a short run are stored together.
        if old.status = 'queued' and new.status in ('waiting', 'completed', 'failed') then
          added := array_prepend('run.started', added);
        end if;
        insert into outgoing_deliveries (id, workspace_id, endpoint_id, event, occurred_at, run_id, workflow_id,
          workflow_name, status, next_at, retries, attempts)
        select gen_random_uuid()::text, e.workspace_id, e.id, event, now(), new.id, new.workflow_id,
          new.workflow_name, 'pending', now(), 0, '[]'
        from webhook_endpoints e cross join unnest(added) as event
        where e.workspace_id = new.workspace_id and e.enabled and event = any(e.events)
          and (e.workflow_id is null or e.workflow_id = new.workflow_id);
        return null;
      end $$`.execute(database)
    await sql`create trigger aw_run_deliveries after update of status on runs for each row
      when (old.status <> new.status and new.status <> 'queued' and (new.status <> 'running' or old.status = 'queued'))
      execute function aw_add_run_deliveries()`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    await sql`drop trigger aw_run_deliveries on runs`.execute(database)
    await sql`drop function aw_add_run_deliveries()`.execute(database)
    for (const table of ['outgoing_deliveries', 'webhook_endpoints']) await database.schema.dropTable(table).execute()
  },
}
