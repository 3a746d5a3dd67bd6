import type { Json } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { parseColumn, toRecord } from '../store/database/row-record.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { openWorkspaceRows, type RowOf } from '../store/database/workspace-rows.ts'

/** An event type defined in a workspace. `schema` is the JSON Schema for the data. Without one, any data is accepted. */
export type EventType = ReturnType<typeof toEventType>

/** Stores a workspace's event types. Events of an unknown type can contain any data. */
export type EventTypes = ReturnType<typeof createEventTypes>

/** Maximum number of event types per workspace. */
export const maxEventTypes = 500

export function createEventTypes(database: Kysely<Database>, workspace: string, now: () => number) {
  const rows = openWorkspaceRows(database, workspace, 'event_types')
  return {
    /** Lists event types, sorted by name. */
    list: async (): Promise<EventType[]> => (await rows.select().orderBy('name').execute()).map(toEventType),
    async find(name: string): Promise<EventType | undefined> {
      const row = await rows.find({ name: toStorableText(name) })
      return row && toEventType(row)
    },
    /** Creates or replaces an event type. Resolves with `undefined` if the limit `maxEventTypes` would be exceeded. */
    async put({
      name,
      description,
      schema,
    }: Pick<EventType, 'name' | 'description' | 'schema'>): Promise<EventType | undefined> {
      const lastAllowedType = rows
        .select()
        .where('name', '<>', toStorableText(name))
        .offset(maxEventTypes - 1)
        .limit(1)
      if (await lastAllowedType.executeTakeFirst()) return undefined
      const time = new Date(now())
      const values = {
        description: toStorableText(description),
        schema: schema === undefined ? null : toStorableText(JSON.stringify(schema)),
        updated_at: time,
      }
      const row = await database
        .insertInto('event_types')
        .values({ workspace_id: workspace, name: toStorableText(name), ...values, created_at: time })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'name']).doUpdateSet(values))
        .returningAll()
        .executeTakeFirstOrThrow()
      return toEventType(row)
    },
    /** Deletes an event type. Returns `false` if it does not exist. */
    remove: (name: string): Promise<boolean> => rows.remove({ name: toStorableText(name) }),
  }
}

const toEventType = (row: RowOf<'event_types'>) =>
  toRecord(row, ['name', 'description', 'created_at', 'updated_at'], { schema: parseColumn<Json>(row.schema) })
