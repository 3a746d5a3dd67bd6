import {
  isSqlType,
  quoteIdentifier,
  sql,
  compileType,
  type SourceFile,
  type TableLedger,
  type Tables,
} from '@aw-flow/engine'
import type { LoadPlan, TableRef } from '@aw-flow/schema'

/** The maximum number of imported tables. The least recently used tables are dropped. */
const maxTables = 8

/** Tables imported from another engine, to be displayed. */
export function createImportedTables(tables: Tables, ledger: TableLedger) {
  /** The imported tables, keyed by id. Most recently used tables are last. */
  const recentTables = new Map<string, TableRef>()
  const touch = (table: TableRef): void => {
    recentTables.delete(table.id)
    recentTables.set(table.id, table)
    ledger.hold(`imported ${table.id}`, [table])
    for (const id of [...recentTables.keys()].slice(0, Math.max(0, recentTables.size - maxTables))) {
      recentTables.delete(id)
      ledger.release(`imported ${id}`)
    }
  }
  return {
    has(table: TableRef): boolean {
      if (!tables.has(table.id)) return false
      touch(table)
      return true
    },
    /** Creates a table with the same id and column types from CSV data written by `Tables.csv`. */
    async add(table: TableRef, csv: SourceFile): Promise<void> {
      const loadResult = await tables.load(csv, createTextPlan(table), { id: `imported_${table.id}` })
      try {
        const { from, row } = await tables.relation(loadResult.table)
        const cells = table.columns.map(({ name: column, type }) =>
          type === 'VARCHAR' || !isSqlType(type)
            ? quoteIdentifier(column)
            : sql`CAST(${quoteIdentifier(column)} AS ${compileType(type)}) AS ${quoteIdentifier(column)}`,
        )
        await tables.create(sql`SELECT ${cells} FROM ${from} ORDER BY ${row}`, { id: table.id })
      } finally {
        await tables.drop(loadResult.table.id)
      }
      touch(table)
    },
  }
}

/** Creates a load plan that reads all cells as text. */
const createTextPlan = ({ columns }: TableRef): LoadPlan => ({
  format: 'csv',
  encoding: 'utf-8',
  dialect: { delimiter: ',', quote: '"', escape: '"', newline: '\n' },
  skippedLines: 0,
  headerLines: 1,
  columns: columns.map((column) => ({ name: column.name, type: 'VARCHAR', nulls: [''] })),
  evidence: [],
})
