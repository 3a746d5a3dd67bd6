import { sql, type Kysely } from 'kysely'
import type { Database } from './database/database.ts'
import { createKeyLoader } from './concurrency/create-loader.ts'

/** Stores store-wide values as JSON, by name. */
export interface ServerState {
  read(name: string): Promise<unknown>
  write(name: string, value: unknown): Promise<void>
}

export function createServerState(database: Kysely<Database>): ServerState {
  const readValue = createKeyLoader<string, string>(async (names) => {
    const rows = await database
      .selectFrom('facts')
      .select(['name', 'value'])
      .where(sql<boolean>`name = any(${names}::text[])`)
      .execute()
    return new Map(rows.map((row) => [row.name, row.value]))
  })
  return {
    async read(name) {
      const text = await readValue(name)
      return text === undefined ? undefined : JSON.parse(text)
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
