import type { MigrationProvider } from 'kysely'
import { begin } from './0001-begin.ts'
import { secrets } from './0002-secrets.ts'

/** All migrations of the database, oldest first. Append-only: one that has shipped is never changed. */
export const databaseMigrations: MigrationProvider = {
  getMigrations: async () => ({ '0001-begin': begin, '0002-secrets': secrets }),
}
