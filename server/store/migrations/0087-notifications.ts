import { sql, type Kysely, type Migration } from 'kysely'

/**
 * Creates the tables for notifications, for the rules that determine which runs users are notified about, and for
 * browsers that receive them through Web Push.
 */
export const notifications: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table notification_rules (
      id text primary key, workspace_id text not null, person text not null, workflow_id text,
      events text[] not null, channel text not null, email text, enabled boolean not null,
      created_at timestamptz not null, updated_at timestamptz not null,
      -- Of emails, on a server without accounts.
      language text,
      constraint notification_rules_workflow_id_fkey
        foreign key (workflow_id, workspace_id) references workflows (id, workspace_id) on delete cascade)`.execute(
      database,
    )
    await sql`create index notification_rules_by_person on notification_rules (workspace_id, person)`.execute(database)
    await sql`create table notifications (
      id text primary key, workspace_id text not null, rule_id text not null, person text not null,
      channel text not null, email text, event text not null, run_id text not null, workflow_id text,
      workflow_name text, occurred_at timestamptz not null, status text not null, next_at timestamptz,
      attempts integer not null, problem text, read_at timestamptz)`.execute(database)
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
    await sql`create table push_subscriptions (
      id text primary key, workspace_id text not null, person text not null, session_id text,
      endpoint text not null, p256dh text not null, auth text not null, language text not null, problem text,
      created_at timestamptz not null, updated_at timestamptz not null,
      constraint push_subscriptions_by_endpoint unique (workspace_id, endpoint))`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    await sql`drop trigger aw_run_notifications on runs`.execute(database)
    await sql`drop function aw_add_notifications()`.execute(database)
    for (const table of ['push_subscriptions', 'notifications', 'notification_rules'])
      await database.schema.dropTable(table).execute()
  },
}
