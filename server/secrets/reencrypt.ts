import { sql, type Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'
import type { RowOf } from '../store/database/workspace-rows.ts'
import type { SecretBox } from './secret-box.ts'

/** Encrypted columns of a table, which a key rotation encrypts again. */
export interface SealedColumns<Table extends keyof Database> {
  table: Table
  /** Columns that identify a row. */
  key: readonly (keyof RowOf<Table> & string)[]
  columns: readonly (keyof RowOf<Table> & string)[]
  /** Returns the context that the encryption of a row is bound to. */
  toContext(row: RowOf<Table>): string
}

/**
 * Re-encrypts columns within a transaction that blocks concurrent changes of the table. Returns the number of rows.
 */
export async function reencryptColumns<Table extends keyof Database>(
  transaction: Kysely<Database>,
  { table, key, columns, toContext }: SealedColumns<Table>,
  oldBox: SecretBox,
  newBox: SecretBox,
): Promise<number> {
  const name = sql.table(table)
  await sql`lock table ${name} in share row exclusive mode`.execute(transaction)
  const isSealed = sql.join(
    columns.map((column) => sql`${sql.ref(column)} is not null`),
    sql` or `,
  )
  const { rows } = await sql<RowOf<Table>>`select * from ${name} where ${isSealed}`.execute(transaction)
  for (const row of rows) {
    const context = toContext(row)
    const reseal = (sealed: unknown) =>
      sealed === null ? null : newBox.seal(oldBox.open(sealed as string, context), context)
    const values = columns.map((column) => sql`${sql.ref(column)} = ${reseal(row[column])}`)
    const isRow = key.map((column) => sql`${sql.ref(column)} = ${row[column]}`)
    await sql`update ${name} set ${sql.join(values)} where ${sql.join(isRow, sql` and `)}`.execute(transaction)
  }
  return rows.length
}
