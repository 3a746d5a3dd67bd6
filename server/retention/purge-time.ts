import { sql, type Kysely } from 'kysely'
import { defaultWorkspace } from '../security/workspace.ts'
import type { Database } from '../store/database/database.ts'

const name = 'purge-time'
const maxAdvanceMs = 86_400_000

/**
 * Returns the time by which the next purge computes the age of data, and stores it. It advances by at most a day per
 * purge: a clock that is set forward by a year would otherwise remove everything at once, and without return. A server
 * that was off for a month catches up within two days.
 */
export async function advancePurgeTime(database: Kysely<Database>, now: number): Promise<number> {
  const { rows } = await sql<{ value: string }>`select value from facts
    where workspace_id = ${defaultWorkspace} and name = ${name}`.execute(database)
  const last = rows[0] ? Number(rows[0].value) : now
  const time = Math.min(now, last + maxAdvanceMs)
  await sql`insert into facts (workspace_id, name, value) values (${defaultWorkspace}, ${name}, ${String(time)})
    on conflict (workspace_id, name) do update set value = excluded.value`.execute(database)
  return time
}
