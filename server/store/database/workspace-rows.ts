import {
  sql,
  type ExpressionBuilder,
  type Insertable,
  type Kysely,
  type Selectable,
  type SelectQueryBuilder,
  type UpdateObject,
} from 'kysely'
import type { Database } from './database.ts'
import { isValidId } from './valid-id.ts'

/** Tables whose rows belong to a workspace. */
export type RowTable = {
  [Table in keyof Database]: Selectable<Database[Table]> extends { workspace_id: string } ? Table : never
}[keyof Database]

/** A row of a table. */
export type RowOf<Table extends keyof Database> = Selectable<Database[Table]>

interface CommonColumns {
  id: string
}

type NewRow<Table extends keyof Database> = Insertable<Database[Table]>

/**
 * The queries that stores of a workspace's rows share. No function reads or changes rows of other workspaces.
 *
 * @param scope The values of further columns that the rows must have.
 */
export const openWorkspaceRows = <Table extends RowTable>(
  database: Kysely<Database>,
  workspace: string,
  table: Table,
  scope: Partial<RowOf<Table>> = {},
) => openRows<Table, Omit<NewRow<Table>, 'workspace_id'>>(database, table, { ...scope, workspace_id: workspace })

/**
 * Opens the rows of one table. A key is an ID, or the values of the columns that identify a row.
 *
 * @param scope The values of columns that all rows must have.
 */
export function openRows<Table extends keyof Database, Values extends object = NewRow<Table>>(
  database: Kysely<Database>,
  table: Table,
  scope: Partial<RowOf<Table>> = {},
) {
  type Row = RowOf<Table>
  type Key = string | Partial<Row>
  // The columns of a table that is only known to be one of several do not follow from its name.
  const rows = database as unknown as Kysely<{ rows: CommonColumns }>
  const name = table as unknown as 'rows'
  const isPossible = (key: Key): boolean => typeof key !== 'string' || isValidId(key)
  const matches =
    (key: Key) =>
    ({ and }: ExpressionBuilder<{ rows: CommonColumns }, 'rows'>) =>
      and({ ...scope, ...(typeof key === 'string' ? { id: key } : key) } as unknown as CommonColumns)
  /** Selects rows with these column values. */
  const select = (columns: Partial<Row> = {}): SelectQueryBuilder<Database, Table, Row> =>
    rows.selectFrom(name).selectAll().where(matches(columns)) as unknown as SelectQueryBuilder<Database, Table, Row>
  const find = async (key: Key): Promise<Row | undefined> =>
    isPossible(key)
      ? ((await rows.selectFrom(name).selectAll().where(matches(key)).executeTakeFirst()) as Row | undefined)
      : undefined
  return {
    select,
    find,
    /** Finds rows with these column values, sorted by columns and then by ID. */
    async list(columns: Partial<Row> = {}, orderBy: readonly string[] = [], limit?: number): Promise<Row[]> {
      let query = rows.selectFrom(name).selectAll().where(matches(columns))
      for (const column of [...orderBy, 'id']) query = query.orderBy(column as 'id')
      return (await (limit === undefined ? query : query.limit(limit)).execute()) as Row[]
    },
    /** Returns whether there are at least `count` rows. */
    hasAtLeast: async (count: number): Promise<boolean> =>
      (await select()
        .offset(count - 1)
        .limit(1)
        .executeTakeFirst()) !== undefined,
    /** Adds a row. Resolves with `undefined` if it conflicts with an existing one. */
    async insert(values: Values): Promise<Row | undefined> {
      const row = await rows
        .insertInto(name)
        .values({ ...values, ...scope } as unknown as CommonColumns)
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
      return row as Row | undefined
    },
    /** Changes a row. Resolves with `undefined` for an unknown key. */
    async update(key: Key, values: UpdateObject<Database, Table>): Promise<Row | undefined> {
      if (!isPossible(key)) return undefined
      const query = rows
        .updateTable(name)
        .set(values as object)
        .where(matches(key))
      return (await query.returningAll().executeTakeFirst()) as Row | undefined
    },
    /** Resolves with `false` for an unknown key. */
    async remove(key: Key): Promise<boolean> {
      if (!isPossible(key)) return false
      const query = rows.deleteFrom(name).where(matches(key))
      return (await query.returning(sql`1`.as('removed')).executeTakeFirst()) !== undefined
    },
  }
}
