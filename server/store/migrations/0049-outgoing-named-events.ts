import { sql, type Kysely, type Migration } from 'kysely'

/** SQL condition that is true if no endpoint receives the event whose name is in the variable `ended`. */
const noReceiverCondition = `
          and not exists (select from webhook_endpoints e cross join unnest(e.event_names) as wanted
            where e.workspace_id = new.workspace_id and e.enabled
              and (wanted in (ended, ended || ':' || new.workflow_name)
                or (right(wanted, 1) = '*' and starts_with(ended, left(wanted, -1)))))`

/**
 * Returns the statement that replaces the function from migration 0036, which stores a run's end event only if it has a
 * receiver. `condition` is an additional SQL condition for events without a receiver.
 */
const createEndEventFunction = (condition: string): string => `
      create or replace function aw_add_end_event() returns trigger language plpgsql as $$
      declare ended text := 'workflow.' || new.status;
      begin
        if not exists (select from event_triggers t where t.workspace_id = new.workspace_id and t.enabled
            and t.event in (ended, ended || ':' || new.workflow_name))
          and not exists (select from runs r where r.workspace_id = new.workspace_id and r.status = 'waiting'
            and (r.waits_for is null or r.waits_for && array[ended, ended || ':' || new.workflow_name]))${condition} then
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
      end $$`

/** Delivers named events to webhook endpoints. */
export const outgoingNamedEvents: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table webhook_endpoints add column event_names text[] not null default '{}'`.execute(database)
    await sql`alter table outgoing_deliveries add column payload text`.execute(database)
    // Executed in the transaction that stores the event, so that no event is lost. A name that ends with `*` is a
    // prefix. Restored events are skipped, because they have already been delivered.
    await sql`create function aw_add_event_deliveries() returns trigger language plpgsql as $$
      begin
        insert into outgoing_deliveries (id, workspace_id, endpoint_id, event, occurred_at, status, next_at, retries,
          attempts, payload)
        select gen_random_uuid()::text, e.workspace_id, e.id, new.type, new.occurred_at, 'pending', now(), 0, '[]',
          json_build_object('id', new.event_id, 'source', new.source, 'subject', new.subject, 'data', new.data)::text
        from webhook_endpoints e
        where e.workspace_id = new.workspace_id and e.enabled and exists (
          select from unnest(e.event_names) as name
          where name in (new.type, new.type || ':' || new.subject)
            or (right(name, 1) = '*' and starts_with(new.type, left(name, -1))));
        return null;
      end $$`.execute(database)
    await sql.raw(createEndEventFunction(noReceiverCondition)).execute(database)
    await sql`create trigger aw_event_deliveries after insert on events for each row
      when (coalesce(current_setting('aw.is_restoring', true), '') <> 'true')
      execute function aw_add_event_deliveries()`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    await sql`drop trigger aw_event_deliveries on events`.execute(database)
    await sql.raw(createEndEventFunction('')).execute(database)
    await sql`drop function aw_add_event_deliveries()`.execute(database)
    await sql`alter table outgoing_deliveries drop column payload`.execute(database)
    await sql`alter table webhook_endpoints drop column event_names`.execute(database)
  },
}
