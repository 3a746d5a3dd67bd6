import { isNameable, name, sql, typeSql, type SourceFile, type TableLedger, type Tables } from '@aw-flow/engine'
import type { LoadPlan, TableRef } from '@aw-flow/schema'

/** The least recently used table is dropped first. */
const maxTables = 8

/** Tables of another engine that are shown here. */
export interface ImportedTables {
  has(table: TableRef): boolean
  /** Creates a table from its CSV, as `Tables.csv` writes it, with its id and its column types. */
  add(table: TableRef, csv: SourceFile): Promise<void>
}

export function createImportedTables(tables: Tables, ledger: TableLedger): ImportedTables {
  /** By id, most recently used last. */
  const held = new Map<string, TableRef>()
  const hold = (table: TableRef): void => {
    held.delete(table.id)
    held.set(table.id, table)
    ledger.hold(`imported ${table.id}`, [table])
    for (const id of [...held.keys()].slice(0, Math.max(0, held.size - maxTables))) {
      held.delete(id)
      ledger.release(`imported ${id}`)
    }
  }
  return {
    has(table) {
      if (!tables.has(table.id)) return false
      hold(table)
      return true
    },
    async add(table, csv) {
      const read = await tables.load(csv, textPlan(table), { id: `imported_${table.id}` })
      try {
        const { from, row } = await tables.relation(read.table)
        const cells = table.columns.map(({ name: column, type }) =>
          type === 'VARCHAR' || !isNameable(type)
            ? name(column)
            : sql`CAST(${name(column)} AS ${typeSql(type)}) AS ${name(column)}`,
        )
        await tables.create(sql`SELECT ${cells} FROM ${from} ORDER BY ${row}`, { id: table.id })
      } finally {
        await tables.drop(read.table.id)
      }
      hold(table)
    },
  }
}

/** Reads every cell as text. */
const textPlan = ({ columns }: TableRef): LoadPlan => ({
  format: 'csv',
  encoding: 'utf-8',
  dialect: { delimiter: ',', quote: '"', escape: '"', newline: '\n' },
  skippedLines: 0,
  headerLines: 1,
  columns: columns.map((column) => ({ name: column.name, type: 'VARCHAR', nulls: [''] })),
  evidence: [],
})
