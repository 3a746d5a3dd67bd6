import { isFinalRunState, type RunState } from '@aw-flow/schema'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../database/database.ts'
import type { HeldLease } from './held-lease.ts'

/** Consecutive events of one run, serialized as JSON. */
export interface RunEventBatch extends HeldLease {
  firstSeq: number
  bodies: readonly string[]
  /** The run's state after these events, if they change it. */
  status?: RunState | undefined
  time: number
}

/**
 * Appends the events of several runs: all or none of each run's events. Returns the IDs of the runs whose events were
 * stored.
 */
export async function appendEvents(
  database: Kysely<Database>,
  batches: readonly RunEventBatch[],
): Promise<Set<string>> {
  const batchesWithStatus = batches.filter(({ status }) => status !== undefined)
  const batchesWithoutStatus = batches.filter(({ status }) => status === undefined)
  const events = batches.flatMap(({ id, firstSeq, bodies }) =>
    bodies.map((body, index) => ({ id, seq: firstSeq + index, body })),
  )
  const toTimestamp = (batch: RunEventBatch): string => new Date(batch.time).toISOString()
  const columns = {
    ids: batchesWithStatus.map(({ id }) => id),
    leases: batchesWithStatus.map(({ lease }) => lease),
    statuses: batchesWithStatus.map(({ status }) => status!),
    times: batchesWithStatus.map(toTimestamp),
    endTimes: batchesWithStatus.map((batch) => (isFinalRunState(batch.status!) ? toTimestamp(batch) : null)),
  }
  // A write with an old lease matches no row. If the events already exist, an earlier attempt at the same statement
  // stored them, and only its response was lost.
  const { rows } = await sql<{ id: string }>`
      with changing as (
        select * from unnest(${columns.ids}::text[], ${columns.leases}::int[], ${columns.statuses}::text[],
          ${columns.times}::text[], ${columns.endTimes}::text[]) as g(id, lease, status, at, ended)
      ), changed as (
        update runs r set status = g.status, started_at = coalesce(r.started_at, g.at::timestamptz),
          ended_at = g.ended::timestamptz,
          worker = case when g.ended is null then r.worker end, beat_at = case when g.ended is null then r.beat_at end
        from changing g where r.id = g.id and r.lease = g.lease returning r.id, r.workspace_id
      ), plain as (
        select r.id, r.workspace_id from runs r
        join unnest(${batchesWithoutStatus.map(({ id }) => id)}::text[], ${batchesWithoutStatus.map(({ lease }) => lease)}::int[]) as p(id, lease)
          on r.id = p.id and r.lease = p.lease
        for share of r
      ), held as (select * from changed union all select * from plain),
      inserted as (
        insert into run_events (workspace_id, run_id, seq, body)
        select held.workspace_id, e.run_id, e.seq, e.body
        from unnest(${events.map(({ id }) => id)}::text[], ${events.map(({ seq }) => seq)}::int[],
          ${events.map(({ body }) => body)}::text[]) as e(run_id, seq, body)
        join held on held.id = e.run_id
        on conflict do nothing
      )
      select id from held`.execute(database)
  return new Set(rows.map(({ id }) => id))
}
