import { sql, type Kysely } from 'kysely'
import type { Database } from './database/database.ts'
import { createKeyLoader } from './concurrency/create-loader.ts'

/** A workspace's JSON values, keyed by name. */
export type WorkspaceState = ReturnType<typeof createWorkspaceState>

export function createWorkspaceState(database: Kysely<Database>, workspace: string) {
  const readValue = createKeyLoader<string, string>(async (names) => {
    // This statement is executed whenever a run starts. As plain SQL, it takes a fraction of the time that a query
    // builder needs.
    const { rows } = await sql<{ name: string; value: string }>`select name, value from facts
      where workspace_id = ${workspace} and name = any(${names}::text[])`.execute(database)
    return new Map(rows.map((row) => [row.name, row.value]))
  })
  return {
    async read(name: string): Promise<unknown> {
      const text = await readValue(name)
      return text === undefined ? undefined : JSON.parse(text)
    },
    async write(name: string, value: unknown): Promise<void> {
      const row = { value: JSON.stringify(value) }
      await database
        .insertInto('facts')
        .values({ workspace_id: workspace, name, ...row })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'name']).doUpdateSet(row))
        .execute()
    },
  }
}
