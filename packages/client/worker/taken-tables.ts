import { isNameable, name, sql, typeSql, type SourceFile, type TableLedger, type Tables } from '@aw-flow/engine'
import type { LoadPlan, TableRef } from '@aw-flow/schema'

/** So many tables of other engines are held; the one that was asked for least lately goes first. */
const most = 8

/** Tables that another engine has made, and that somebody looks at here. */
export interface TakenTables {
  has(table: TableRef): boolean
  /** Makes it of its CSV, as `Tables.csv` writes it, under its own id and types. */
  take(table: TableRef, csv: SourceFile): Promise<void>
}

export function createTakenTables(tables: Tables, ledger: TableLedger): TakenTables {
  /** By id; last asked for last. */
  const taken = new Map<string, TableRef>()
  const hold = (table: TableRef): void => {
    taken.delete(table.id)
    taken.set(table.id, table)
    ledger.hold(`taken ${table.id}`, [table])
    for (const id of [...taken.keys()].slice(0, Math.max(0, taken.size - most))) {
      taken.delete(id)
      ledger.release(`taken ${id}`)
    }
  }
  return {
    has(table) {
      if (!tables.has(table.id)) return false
      hold(table)
      return true
    },
    async take(table, csv) {
      const read = await tables.load(csv, textPlan(table), { id: `taken_${table.id}` })
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

/** Every cell as it is written. */
const textPlan = ({ columns }: TableRef): LoadPlan => ({
  format: 'csv',
  encoding: 'utf-8',
  dialect: { delimiter: ',', quote: '"', escape: '"', newline: '\n' },
  skippedLines: 0,
  headerLines: 1,
  columns: columns.map((column) => ({ name: column.name, type: 'VARCHAR', nulls: [''] })),
  evidence: [],
})
