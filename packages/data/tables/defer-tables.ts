import { name, sql, tableName, type DeferredTable, type Sql, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'

/** The column by which the rows of a deferred table are in order. */
const rowColumn = name('aw:row')

/** So many statements stand within one another at most. */
const mostDepth = 16

interface Deferred {
  /** Its rows without and with the column that orders them. */
  select: Sql
  withRow: Sql
  /** How many deferred tables it stands over. */
  depth: number
  /** The made table that it reads in the end. */
  base: string
  /** Whether somebody has read it by its statement. */
  wasRead: boolean
}

/**
 * A tables port whose `defer` only keeps the statement: the next statement that asks for its `relation` reads through it,
 * so that both run as one. Whoever else asks for the table, or reads it a second time, finds it made.
 */
export function deferTables(tables: Omit<Tables, 'relation' | 'defer'>): Tables {
  const deferred = new Map<string, Deferred>()
  const making = new Map<string, Promise<unknown>>()
  /** Made tables that were dropped while deferred ones read them. */
  const dropped = new Set<string>()

  const isRead = (base: string): boolean => [...deferred.values()].some((one) => one.base === base)
  const forget = async (id: string): Promise<void> => {
    const one = deferred.get(id)
    if (!one) return
    deferred.delete(id)
    if (dropped.has(one.base) && !isRead(one.base)) {
      dropped.delete(one.base)
      await tables.drop(one.base)
    }
  }
  const settle = async (id: string, signal?: AbortSignal): Promise<void> => {
    const one = deferred.get(id)
    if (!one) return
    const work = making.get(id) ?? tables.create(one.select, { id, ...(signal ? { signal } : {}) })
    making.set(id, work)
    try {
      await work
    } finally {
      making.delete(id)
    }
    await forget(id)
  }
  /** Ids are hashes or made up by tests: one that is found by chance is only made early. */
  const settleNamed = async ({ text }: Sql): Promise<void> => {
    for (const id of deferred.keys()) if (text.includes(name(tableName(id)).text)) await settle(id)
  }
  /** The id is to be a table's of its own: what is known of it before counts no more. */
  const replace = async (id: string): Promise<void> => {
    await forget(id)
    for (const [other, one] of deferred) if (one.base === id) await settle(other)
    dropped.delete(id)
  }

  const own: Tables = {
    formats: tables.formats,
    async load(file, plan, options) {
      await replace(options.id)
      return tables.load(file, plan, options)
    },
    async create(select, options) {
      await settleNamed(select)
      await replace(options.id)
      return tables.create(select, options)
    },
    async query(statement, options) {
      for (const { id } of Object.values(options.inputs)) await settle(id, options.signal)
      await replace(options.id)
      return tables.query(statement, options)
    },
    async describe(select) {
      await settleNamed(select)
      return tables.describe(select)
    },
    async rows(select, options) {
      await settleNamed(select)
      return tables.rows(select, options)
    },
    async page(table, options) {
      await settle(table.id, options.signal)
      return tables.page(table, options)
    },
    async *csv(table, options) {
      await settle(table.id, options?.signal)
      yield* tables.csv(table, options)
    },
    async *write(table, format, options) {
      await settle(table.id, options?.signal)
      yield* tables.write(table, format, options)
    },
    async contentHash(table, options) {
      await settle(table.id, options?.signal)
      return tables.contentHash(table, options)
    },

    async relation({ id }) {
      const one = deferred.get(id)
      if (one && (one.wasRead || one.depth >= mostDepth)) await settle(id)
      if (!one || !deferred.has(id)) return { from: name(tableName(id)), row: sql`rowid`, table: id }
      one.wasRead = true
      return { from: sql`(${one.withRow})`, row: rowColumn, over: id }
    },

    async defer({ columns, cells, from, where, rows }: DeferredTable, { id, signal }) {
      const before = from.over === undefined ? undefined : deferred.get(from.over)
      const base = before?.base ?? from.table
      const filter = where ? sql` WHERE ${where}` : sql``
      const select = sql`SELECT ${cells} FROM ${from.from}${filter}`
      if (base === undefined) return own.create(select, { id, ...(signal ? { signal } : {}) })
      const options = signal ? { signal } : {}
      const counted =
        rows === undefined
          ? await tables.rows(sql`SELECT count(*) AS rows FROM ${from.from}${filter}`, options)
          : // What DuckDB refuses is told now, not by who reads it.
            await tables.describe(select).then(() => [{ rows }])
      await replace(id)
      if (tables.has(id)) await tables.drop(id)
      const ref: TableRef = { id, columns: [...columns], rows: Number(counted[0]?.rows ?? 0) }
      const withRow = sql`SELECT ${[...cells, sql`${from.row} AS ${rowColumn}`]} FROM ${from.from}${filter}`
      deferred.set(id, { select, withRow, depth: (before?.depth ?? 0) + 1, base, wasRead: false })
      return ref
    },

    has: (id) => deferred.has(id) || (tables.has(id) && !dropped.has(id)),
    async drop(id) {
      if (deferred.has(id)) return forget(id)
      if (isRead(id)) dropped.add(id)
      else await tables.drop(id)
    },
    async close() {
      deferred.clear()
      await tables.close()
    },
  }
  return own
}
