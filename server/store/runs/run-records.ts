import { runEventSchema, type RunEvent } from '@aw-flow/schema'
import { tableRefSchema } from '@aw-flow/schema/internal'
import type { Kysely } from 'kysely'
import { unsealNames, type SealedNames } from '../../privacy/names-in-events.ts'
import type { PersonalStrings } from '../../privacy/personal-texts.ts'
import type { Database } from '../database/database.ts'
import type { Page, PageRequest } from '../database/page.ts'
import type { StoredTable } from './runs.ts'

/** A run's events with readable names, and the encrypted form of each name, keyed by name. */
export interface DecryptedRecord {
  events: RunEvent[]
  names: SealedNames
}

/** Creates the functions that read the events and result tables of a workspace's runs. */
export function createRunRecords(database: Kysely<Database>, workspace: string, personalStrings: PersonalStrings) {
  const decryptRecord = async (rows: readonly { body: string }[]): Promise<DecryptedRecord> => {
    const { bodies, names } = await unsealNames(
      rows.map(({ body }) => body),
      personalStrings,
    )
    return { events: bodies.map(toEvent), names }
  }
  const decryptEvents = async (rows: readonly { body: string }[]): Promise<RunEvent[]> =>
    (await decryptRecord(rows)).events
  const selectEvents = (id: string) =>
    database.selectFrom('run_events').where('run_id', '=', id).where('workspace_id', '=', workspace)
  const selectRecord = (id: string) => selectEvents(id).select('body').orderBy('seq').execute()
  return {
    async readEvents(id: string): Promise<RunEvent[]> {
      return decryptEvents(await selectRecord(id))
    },
    /** Returns the events and the encrypted names in them, to resume the run. */
    async readRecord(id: string): Promise<DecryptedRecord> {
      return decryptRecord(await selectRecord(id))
    },
    /** Returns the events with names still encrypted, to retry the run. */
    async readSealedEvents(id: string): Promise<RunEvent[]> {
      return (await selectRecord(id)).map(({ body }) => toEvent(body))
    },
    /** Returns up to `limit` events, starting at the sequence number `seq`. */
    async readEventsFrom(id: string, seq: number, limit: number): Promise<RunEvent[]> {
      const rows = await selectEvents(id).select('body').where('seq', '>=', seq).orderBy('seq').limit(limit).execute()
      return decryptEvents(rows)
    },
    async readEventPage(id: string, { limit, offset }: PageRequest): Promise<Page<RunEvent>> {
      const { total } = await selectEvents(id)
        .select(({ fn }) => fn.countAll<number | string>().as('total'))
        .executeTakeFirstOrThrow()
      // Events are numbered without gaps, so the offset equals a sequence number.
      const rows = await selectEvents(id)
        .select('body')
        .where('seq', '>=', offset)
        .orderBy('seq')
        .limit(limit)
        .execute()
      return { items: await decryptEvents(rows), total: Number(total), limit, offset }
    },
    /** Lists a run's result tables, oldest first. */
    async listTables(id: string): Promise<StoredTable[]> {
      const rows = await database
        .selectFrom('run_tables')
        .selectAll()
        .where('run_id', '=', id)
        .where('workspace_id', '=', workspace)
        .orderBy('position')
        .execute()
      return rows.map(({ node, port, table_ref, file, bytes }) => {
        return { node, port, table: tableRefSchema.parse(JSON.parse(table_ref)), file, bytes: Number(bytes) }
      })
    },
  }
}

const toEvent = (body: string): RunEvent => runEventSchema.parse(JSON.parse(body))
