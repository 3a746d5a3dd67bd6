import type { Insertable, Kysely, Selectable, Updateable } from 'kysely'
import type { Database } from './database.ts'
import { isValidId } from './valid-id.ts'

/** Tables whose rows have an ID and belong to a workspace. */
export type RowTable = {
  [Table in keyof Database]: Selectable<Database[Table]> extends { id: string; workspace_id: string } ? Table : never
}[keyof Database]

/** A row of a table. */
export type RowOf<Table extends keyof Database> = Selectable<Database[Table]>

/** The queries that stores of rows with an ID share. No function reads or changes rows of other workspaces. */
export interface WorkspaceRows<Table extends RowTable> {
  find(id: string): Promise<RowOf<Table> | undefined>
  /** Finds rows with these column values, sorted by columns and then by ID. */
  list(columns?: Partial<RowOf<Table>>, orderBy?: readonly string[], limit?: number): Promise<RowOf<Table>[]>
  /** Returns whether there are at least `count` rows. */
  hasAtLeast(count: number): Promise<boolean>
  /** Adds a row. Resolves with `undefined` if it conflicts with an existing one. */
  insert(values: Omit<Insertable<Database[Table]>, 'workspace_id'>): Promise<RowOf<Table> | undefined>
  /** Changes a row. Resolves with `undefined` for an unknown ID. */
  update(id: string, values: Updateable<Database[Table]>): Promise<RowOf<Table> | undefined>
  /** Resolves with `false` for an unknown ID. */
  remove(id: string): Promise<boolean>
}

interface CommonColumns {
  id: string
  workspace_id: string
}

/** Opens the rows of a workspace in one table. `scope`: the values of further columns that the rows must have. */
export function openWorkspaceRows<Table extends RowTable>(
  database: Kysely<Database>,
  workspace: string,
  table: Table,
  scope: Partial<RowOf<Table>> = {},
): WorkspaceRows<Table> {
  type Row = RowOf<Table>
  // The columns of a table that is only known to be one of several do not follow from its name.
  const rows = database as unknown as Kysely<{ rows: CommonColumns }>
  const name = table as unknown as 'rows'
  const conditions = Object.entries({ workspace_id: workspace, ...scope }) as ['id', string][]
  const select = (columns: object = {}) => {
    let query = rows.selectFrom(name).selectAll()
    for (const [column, value] of [...conditions, ...(Object.entries(columns) as ['id', string][])])
      query = query.where(column, '=', value)
    return query
  }
  return {
    async find(id) {
      return isValidId(id) ? ((await select({ id }).executeTakeFirst()) as Row | undefined) : undefined
    },
    async list(columns, orderBy = [], limit) {
      let query = select(columns)
      for (const column of orderBy) query = query.orderBy(column as 'id')
      query = query.orderBy('id')
      return (await (limit === undefined ? query : query.limit(limit)).execute()) as Row[]
    },
    hasAtLeast: async (count) =>
      (await select()
        .offset(count - 1)
        .limit(1)
        .executeTakeFirst()) !== undefined,
    async insert(values) {
      const row = await rows
        .insertInto(name)
        .values({ ...values, ...Object.fromEntries(conditions) } as unknown as CommonColumns)
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
      return row as Row | undefined
    },
    async update(id, values) {
      if (!isValidId(id)) return undefined
      let query = rows
        .updateTable(name)
        .set(values as object)
        .where('id', '=', id)
      for (const [column, value] of conditions) query = query.where(column, '=', value)
      return (await query.returningAll().executeTakeFirst()) as Row | undefined
    },
    async remove(id) {
      if (!isValidId(id)) return false
      let query = rows.deleteFrom(name).where('id', '=', id)
      for (const [column, value] of conditions) query = query.where(column, '=', value)
      return (await query.returning('id').executeTakeFirst()) !== undefined
    },
  }
}
