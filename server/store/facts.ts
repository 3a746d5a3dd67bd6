import type { Kysely } from 'kysely'
import type { Database } from './database.ts'

/** Single values about the whole store, as JSON, by name. */
export interface Facts {
  read(name: string): Promise<unknown>
  write(name: string, value: unknown): Promise<void>
}

export function createFacts(database: Kysely<Database>): Facts {
  return {
    async read(name) {
      const row = await database.selectFrom('facts').select('value').where('name', '=', name).executeTakeFirst()
      return row === undefined ? undefined : JSON.parse(row.value)
    },
    async write(name, value) {
      const row = { value: JSON.stringify(value) }
      await database
        .insertInto('facts')
        .values({ name, ...row })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
        .execute()
    },
  }
}
