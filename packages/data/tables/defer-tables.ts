import { quoteIdentifier, sql, tableName, type DeferredTable, type Sql, type Tables } from '@aw-flow/engine'
import { defined, type TableRef } from '@aw-flow/schema'

/** The column that preserves the row order of a deferred table. */
const rowColumn = quoteIdentifier('aw:row')

/** Maximum nesting depth of deferred statements. */
const maxDepth = 16

interface DeferredEntry {
  /** Statements that select the table's rows, without and with the order column. */
  select: Sql
  selectWithRow: Sql
  /** Number of nested deferred statements, including this table's own. */
  depth: number
  /** Id of the materialized table that this table is ultimately based on. */
  baseTableId: string
  /** Whether a statement has already read this table. */
  hasBeenRead: boolean
}

function createDeferredTables(tables: Pick<Tables, 'create' | 'drop'>) {
  const entries = new Map<string, DeferredEntry>()
  const pendingById = new Map<string, Promise<unknown>>()
  const droppedIds = new Set<string>()

  const hasReaders = (baseTableId: string): boolean =>
    [...entries.values()].some((entry) => entry.baseTableId === baseTableId)
  const remove = async (id: string): Promise<void> => {
    const entry = entries.get(id)
    if (!entry) return
    entries.delete(id)
    if (droppedIds.has(entry.baseTableId) && !hasReaders(entry.baseTableId)) {
      droppedIds.delete(entry.baseTableId)
      await tables.drop(entry.baseTableId)
    }
  }
  const materialize = async (id: string, signal?: AbortSignal): Promise<void> => {
    const entry = entries.get(id)
    if (!entry) return
    const materialization = pendingById.get(id) ?? tables.create(entry.select, defined({ id, signal }))
    pendingById.set(id, materialization)
    try {
      await materialization
    } finally {
      pendingById.delete(id)
    }
    await remove(id)
  }
  const materializeReferencedTables = async ({ text }: Sql): Promise<void> => {
    for (const id of entries.keys()) if (text.includes(quoteIdentifier(tableName(id)).text)) await materialize(id)
  }
  const discardState = async (id: string): Promise<void> => {
    await remove(id)
    for (const [otherId, entry] of entries) if (entry.baseTableId === id) await materialize(otherId)
    droppedIds.delete(id)
  }

  return {
    entries,
    /** Materialized tables that were dropped while deferred tables still read them. */
    droppedIds,
    hasReaders,
    remove,
    materialize,
    /**
     * Materializes the tables that a statement names. Ids are hashes, so a false match is unlikely and only materializes
     * a table early.
     */
    materializeReferencedTables,
    /** Removes the state for an id whose table is about to be replaced. */
    discardState,
  }
}

/**
 * Creates a tables port whose `defer` only stores the statement. The next statement that requests its `relation`
 * includes the stored statement, so that both run as one. Any other access, or a second read, materializes the table.
 */
export function deferTables(tables: Omit<Tables, 'relation' | 'defer'>): Tables {
  const { entries, droppedIds, hasReaders, remove, materialize, materializeReferencedTables, discardState } =
    createDeferredTables(tables)
  const port: Tables = {
    formats: tables.formats,
    async load(file, plan, options) {
      await discardState(options.id)
      return tables.load(file, plan, options)
    },
    async create(select, options) {
      await materializeReferencedTables(select)
      await discardState(options.id)
      return tables.create(select, options)
    },
    async query(statement, options) {
      for (const { id } of Object.values(options.inputs)) await materialize(id, options.signal)
      await discardState(options.id)
      return tables.query(statement, options)
    },
    check: tables.check,
    async describe(select) {
      await materializeReferencedTables(select)
      return tables.describe(select)
    },
    async rows(select, options) {
      await materializeReferencedTables(select)
      return tables.rows(select, options)
    },
    async page(table, options) {
      await materialize(table.id, options.signal)
      return tables.page(table, options)
    },
    async *csv(table, options) {
      await materialize(table.id, options?.signal)
      yield* tables.csv(table, options)
    },
    async *write(table, format, options) {
      await materialize(table.id, options?.signal)
      yield* tables.write(table, format, options)
    },
    async contentHash(table, options) {
      await materialize(table.id, options?.signal)
      return tables.contentHash(table, options)
    },

    async relation({ id }) {
      const entry = entries.get(id)
      if (entry && (entry.hasBeenRead || entry.depth >= maxDepth)) await materialize(id)
      if (!entry || !entries.has(id)) return { from: quoteIdentifier(tableName(id)), row: sql`rowid`, table: id }
      entry.hasBeenRead = true
      return { from: sql`(${entry.selectWithRow})`, row: rowColumn, deferredTable: id }
    },

    async defer({ columns, cells, from, where, rows }: DeferredTable, { id, signal }) {
      const parent = from.deferredTable === undefined ? undefined : entries.get(from.deferredTable)
      const baseTableId = parent?.baseTableId ?? from.table
      const filter = where ? sql` WHERE ${where}` : sql``
      const select = sql`SELECT ${cells} FROM ${from.from}${filter}`
      if (baseTableId === undefined) return port.create(select, defined({ id, signal }))
      const options = defined({ signal })
      const counts =
        rows === undefined
          ? await tables.rows(sql`SELECT count(*) AS rows FROM ${from.from}${filter}`, options)
          : // Reports SQL errors now instead of when the table is read.
            await tables.describe(select).then(() => [{ rows }])
      await discardState(id)
      if (tables.has(id)) await tables.drop(id)
      const ref: TableRef = { id, columns: [...columns], rows: Number(counts[0]?.rows ?? 0) }
      const selectWithRow = sql`SELECT ${[...cells, sql`${from.row} AS ${rowColumn}`]} FROM ${from.from}${filter}`
      entries.set(id, {
        select,
        selectWithRow,
        depth: (parent?.depth ?? 0) + 1,
        baseTableId,
        hasBeenRead: false,
      })
      return ref
    },

    has: (id) => entries.has(id) || (tables.has(id) && !droppedIds.has(id)),
    async drop(id) {
      if (entries.has(id)) return remove(id)
      if (hasReaders(id)) droppedIds.add(id)
      else await tables.drop(id)
    },
    async close() {
      entries.clear()
      await tables.close()
    },
  }
  return port
}
