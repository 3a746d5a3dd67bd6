import { sql, type Kysely, type Migration } from 'kysely'

/**
 * Creates the tables for notifications, for the rules that determine which runs users are notified about, and for
 * browsers that receive them through Web Push.
 */
export const notifications: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('notification_rules')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('workflow_id', 'text')
      .addColumn('events', sql`text[]`, (column) => column.notNull())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('email', 'text')
      .addColumn('enabled', 'boolean', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      // Of emails, on a server without accounts.
      .addColumn('language', 'text')
      .addForeignKeyConstraint(
        'notification_rules_workflow_id_fkey',
        ['workflow_id', 'workspace_id'],
        'workflows',
        ['id', 'workspace_id'],
        (constraint) => constraint.onDelete('cascade'),
      )
      .execute()
    await sql`create index notification_rules_by_person on notification_rules (workspace_id, person)`.execute(database)
    await schema
      .createTable('notifications')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('rule_id', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('email', 'text')
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('run_id', 'text', (column) => column.notNull())
      .addColumn('workflow_id', 'text')
      .addColumn('workflow_name', 'text')
      .addColumn('occurred_at', 'timestamptz', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('next_at', 'timestamptz')
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('problem', 'text')
      .addColumn('read_at', 'timestamptz')
      .execute()
    await sql`create index notifications_by_person on notifications (workspace_id, person, occurred_at)`.execute(
      database,
    )
    await sql`create index notifications_due on notifications (next_at) where status = 'pending'`.execute(database)
    // Executed in the transaction that changes the run, so that no notification is lost, and none is sent for a change
    // that is rolled back. Whether a run waits for an approval is determined from its record just before the
    // notification is sent.
    await sql`create function aw_add_notifications() returns trigger language plpgsql as $$
      begin
        insert into notifications (id, workspace_id, rule_id, person, channel, email, event, run_id, workflow_id,
          workflow_name, occurred_at, status, next_at, attempts)
        select gen_random_uuid()::text, r.workspace_id, r.id, r.person, r.channel, r.email, e.event, new.id,
          new.workflow_id, new.workflow_name, now(), 'pending', now(), 0
        from notification_rules r
          cross join (select case new.status when 'waiting' then 'approval.needed' else 'run.' || new.status end) as e(event)
        where r.workspace_id = new.workspace_id and r.enabled and e.event = any(r.events)
          and (r.workflow_id is null or r.workflow_id = new.workflow_id);
        return null;
      end $$`.execute(database)
    await sql`create trigger aw_run_notifications after update of status on runs for each row
      when (old.status <> new.status and new.status in ('waiting', 'completed', 'failed', 'cancelled'))
      execute function aw_add_notifications()`.execute(database)
    await schema
      .createTable('push_subscriptions')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('session_id', 'text')
      .addColumn('endpoint', 'text', (column) => column.notNull())
      .addColumn('p256dh', 'text', (column) => column.notNull())
      .addColumn('auth', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('problem', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addUniqueConstraint('push_subscriptions_by_endpoint', ['workspace_id', 'endpoint'])
      .execute()
  },
  async down(database: Kysely<unknown>) {
    await sql`drop trigger aw_run_notifications on runs`.execute(database)
    await sql`drop function aw_add_notifications()`.execute(database)
    for (const table of ['push_subscriptions', 'notifications', 'notification_rules'])
      await database.schema.dropTable(table).execute()
  },
}
