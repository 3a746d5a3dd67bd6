import { sql, type Kysely, type Migration } from 'kysely'

/**
 * Creates the tables for named events, event types with schemas, and event triggers. Also adds columns for the event
 * names that a run waits for and for its event depth.
 */
export const events: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('event_types')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('description', 'text', (column) => column.notNull())
      .addColumn('schema', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addPrimaryKeyConstraint('event_types_pkey', ['workspace_id', 'name'])
      .execute()
    await schema
      .createTable('event_triggers')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('workflow_id', 'text', (column) => column.notNull().references('workflows.id').onDelete('cascade'))
      .addColumn('node_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('enabled', 'boolean', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addUniqueConstraint('event_triggers_by_node', ['workflow_id', 'node_id'])
      .execute()
    await sql`create index event_triggers_by_event on event_triggers (workspace_id, event)`.execute(database)
    await schema
      .createTable('events')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('event_id', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('subject', 'text')
      .addColumn('data', 'text', (column) => column.notNull())
      .addColumn('occurred_at', 'timestamptz', (column) => column.notNull())
      .addColumn('received_at', 'timestamptz', (column) => column.notNull())
      .addColumn('run_id', 'text')
      .addColumn('depth', 'integer', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('claimed_until', 'timestamptz', (column) => column.notNull())
      .addColumn('woken', 'integer', (column) => column.notNull())
      // Ensures that an event is handled only once, even if several servers receive it.
      .addUniqueConstraint('events_by_source', ['workspace_id', 'source', 'event_id'])
      .execute()
    await sql`create index events_by_time on events (workspace_id, received_at)`.execute(database)
    await sql`create index events_pending on events (claimed_until) where status = 'pending'`.execute(database)
    await schema
      .createTable('event_starts')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('event_id', 'text', (column) => column.notNull().references('events.id').onDelete('cascade'))
      .addColumn('trigger_id', 'text', (column) => column.notNull())
      .addColumn('workflow_id', 'text', (column) => column.notNull())
      .addColumn('workflow_name', 'text', (column) => column.notNull())
      .addColumn('run_id', 'text')
      .addColumn('problem', 'text')
      .addPrimaryKeyConstraint('event_starts_pkey', ['event_id', 'trigger_id'])
      .execute()
    await schema
      .alterTable('runs')
      .addColumn('waits_for', sql`text[]`)
      .addColumn('event_depth', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
    // Executed in the transaction that changes the run, so that the end of the run and its event are stored together.
    await sql`create function aw_add_end_event() returns trigger language plpgsql as $$
      declare ended text := 'workflow.' || new.status;
      begin
        if not exists (select from event_triggers t where t.workspace_id = new.workspace_id and t.enabled
            and t.event in (ended, ended || ':' || new.workflow_name))
          and not exists (select from runs r where r.workspace_id = new.workspace_id and r.status = 'waiting'
            and (r.waits_for is null or r.waits_for && array[ended, ended || ':' || new.workflow_name])) then
          return null;
        end if;
        insert into events (id, workspace_id, source, event_id, type, subject, data, occurred_at, received_at, run_id,
          depth, status, claimed_until, woken)
        values (gen_random_uuid()::text, new.workspace_id, '/runs', new.id || '.' || new.status, ended,
          new.workflow_name, json_build_object('run_id', new.id, 'workflow_id', new.workflow_id, 'workflow_name',
            new.workflow_name, 'status', new.status)::text,
          now(), now(), new.id, new.event_depth + 1, 'pending', now(), 0)
        on conflict do nothing;
        return null;
      end $$`.execute(database)
    await sql`create trigger aw_end_events after update of status on runs for each row
      when (old.status <> new.status and new.status in ('completed', 'failed', 'cancelled'))
      execute function aw_add_end_event()`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    await sql`drop trigger aw_end_events on runs`.execute(database)
    await sql`drop function aw_add_end_event()`.execute(database)
    await database.schema.alterTable('runs').dropColumn('event_depth').dropColumn('waits_for').execute()
    for (const table of ['event_starts', 'events', 'event_triggers', 'event_types']) {
      await database.schema.dropTable(table).execute()
    }
  },
}
