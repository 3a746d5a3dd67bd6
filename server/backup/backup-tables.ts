import { sql, type Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'

/** A database table and its columns. Generated columns are excluded. */
export interface BackupTable {
  name: string
  columns: string[]
}

/**
 * Lists all tables in dependency order: referenced tables come first. The list is read from the database, so that no
 * table is missed.
 */
export async function listBackupTables(database: Kysely<Database>): Promise<BackupTable[]> {
  const { rows } = await sql<BackupTable>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'kysely\\_%'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`.execute(database)
  const { rows: references } = await sql<{ child: string; parent: string }>`
    select child.relname as child, parent.relname as parent from pg_constraint k
    join pg_class child on child.oid = k.conrelid join pg_class parent on parent.oid = k.confrelid
    where k.contype = 'f' and child.relnamespace = 'public'::regnamespace`.execute(database)
  const orderedTables: BackupTable[] = []
  const visit = (table: BackupTable): void => {
    if (orderedTables.includes(table)) return
    for (const { child, parent } of references) {
      const parentTable =
        child === table.name && parent !== child ? rows.find(({ name }) => name === parent) : undefined
      if (parentTable) visit(parentTable)
    }
    orderedTables.push(table)
  }
  for (const table of rows) visit(table)
  return orderedTables
}
