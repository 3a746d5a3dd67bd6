import type { Json } from '@aw-flow/schema'
import type { Kysely, Selectable } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import type { EventType } from './event.ts'

/** Stores a workspace's event types. Events of an unknown type can contain any data. */
export type EventTypes = ReturnType<typeof createEventTypes>

/** Maximum number of event types per workspace. */
export const maxEventTypes = 500

export function createEventTypes(database: Kysely<Database>, workspace: string, now: () => number) {
  const select = () => database.selectFrom('event_types').selectAll().where('workspace_id', '=', workspace)
  return {
    /** Lists event types, sorted by name. */
    list: async (): Promise<EventType[]> => (await select().orderBy('name').execute()).map(toEventType),
    async find(name: string): Promise<EventType | undefined> {
      const row = await select().where('name', '=', toStorableText(name)).executeTakeFirst()
      return row && toEventType(row)
    },
    /** Creates or replaces an event type. Resolves with `undefined` if the limit `maxEventTypes` would be exceeded. */
    async put({
      name,
      description,
      schema,
    }: Pick<EventType, 'name' | 'description' | 'schema'>): Promise<EventType | undefined> {
      const lastAllowedType = select()
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
    async remove(name: string): Promise<boolean> {
      const { numDeletedRows } = await database
        .deleteFrom('event_types')
        .where('workspace_id', '=', workspace)
        .where('name', '=', toStorableText(name))
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

const toEventType = (row: Selectable<Database['event_types']>): EventType => ({
  name: row.name,
  description: row.description,
  ...(row.schema === null ? {} : { schema: JSON.parse(row.schema) as Json }),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})
