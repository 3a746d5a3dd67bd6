import {
  quoteIdentifier,
  NodeError,
  sql,
  TablesError,
  unsafeSql,
  type SourceFile,
  type Sql,
  type TableLedger,
  type Tables,
} from '@aw-flow/engine'
import { warning, type LoadPlan, type Problem, type TableRef } from '@aw-flow/schema'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { OpenedResult } from '../../engine/request-schemas.ts'
import type { ResultLookup, ResultFiles, StorageUsage } from './result-files.ts'

/** The maximum number of restored tables. The least recently used tables are dropped. */
const maxTables = 8

/** The result tables of runs, stored in OPFS as Arrow files. For Parquet, DuckDB-WASM would download an extension. */
export type StoredResults = ReturnType<typeof createStoredResults>

interface Options {
  files: ResultFiles
  tables: Tables
  ledger: TableLedger
  /** Delays writing, so that it does not slow down the display of the results. */
  waitBeforeWriting?: () => Promise<void>
}

export function createStoredResults({ files, tables, ledger, waitBeforeWriting = waitBriefly }: Options) {
  /** The restored tables, keyed by id. Most recently used tables are last. */
  const restoredTables = new Map<string, TableRef>()

  const touch = (table: TableRef): void => {
    restoredTables.delete(table.id)
    restoredTables.set(table.id, table)
    ledger.hold(`restored ${table.id}`, [table])
    for (const id of [...restoredTables.keys()].slice(0, Math.max(0, restoredTables.size - maxTables))) {
      restoredTables.delete(id)
      ledger.release(`restored ${id}`)
    }
  }

  /** Loads a file into a table. Returns `undefined` if the result differs from the stored table. */
  const load = async (file: File, { columns, rows }: TableRef, id: string): Promise<TableRef | undefined> => {
    const isExact = columns.every(({ type }) => exactTypePattern.test(type))
    const loadedId = isExact ? id : `loaded_${id}`
    const { table, rejects } = await tables.load(toSource(file), createLoadPlan(columns), { id: loadedId })
    try {
      if (table.rows !== rows || rejects > 0) return undefined
      if (isExact) return hasSameColumns(table.columns, columns) ? table : undefined
      const cells = columns.map(({ name: column, type }) =>
        exactTypePattern.test(type)
          ? quoteIdentifier(column)
          : sql`CAST(${quoteIdentifier(column)} AS ${toTypeSql(type)}) AS ${quoteIdentifier(column)}`,
      )
      const relation = await tables.relation(table)
      const castTable = await tables.create(sql`SELECT ${cells} FROM ${relation.from} ORDER BY ${relation.row}`, { id })
      return hasSameColumns(castTable.columns, columns) ? castTable : undefined
    } finally {
      if (!isExact) await tables.drop(loadedId)
    }
  }

  return {
    /**
     * Stores the given tables of a run, except those that have already been dropped. If the run drops a table in the
     * meantime, the table is kept until it has been written.
     */
    async store(
      run: string,
      candidates: readonly TableRef[],
      maxBytes: number,
    ): Promise<'stored' | 'too-large' | 'no-tables'> {
      const existingTables = candidates.filter(({ id, columns }) => columns.length > 0 && tables.has(id))
      if (existingTables.length === 0) return 'no-tables'
      ledger.hold(`storing ${run}`, existingTables)
      try {
        await waitBeforeWriting()
        const contents = existingTables.map((table) => ({
          name: toResultFileName(table),
          chunks: () => tables.write(table, 'arrow'),
        }))
        return await files.write(run, contents, maxBytes)
      } catch (cause) {
        // The table no longer exists or cannot be written. It can be computed again.
        if (cause instanceof TablesError) return 'no-tables'
        throw new NodeError('permanent', toStorageProblem(cause), { cause })
      } finally {
        ledger.release(`storing ${run}`)
      }
    },

    /**
     * Restores a table under a new id, because another run may have a table with the same id. A file that cannot be
     * restored exactly is reported as missing.
     */
    async open(run: string, table: TableRef): Promise<OpenedResult> {
      const id = `stored_${digest(`${run} ${table.id}`)}`
      const restoredTable = restoredTables.get(id)
      if (restoredTable && tables.has(id)) {
        touch(restoredTable)
        return { state: 'stored', table: restoredTable }
      }
      // Without OPFS, no results are stored.
      const result: ResultLookup = await files.find(run, toResultFileName(table)).catch(() => ({ reason: 'missing' }))
      if ('reason' in result) return { state: result.reason }
      const loadedTable = await load(result.file, table, id).catch(() => undefined)
      if (!loadedTable) {
        await tables.drop(id)
        return { state: 'missing' }
      }
      touch(loadedTable)
      return { state: 'stored', table: loadedTable }
    },

    measure: (): Promise<StorageUsage> => files.measure().catch(() => ({ runs: 0, bytes: 0 })),
    evict: (maxBytes: number): Promise<void> => files.evict(maxBytes).catch(() => undefined),
    remove: (runs: readonly string[]): Promise<void> => files.remove(runs).catch(() => undefined),
  }
}

const toSource = (file: File): SourceFile => ({
  dataset: '',
  name: file.name,
  size: file.size,
  read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
})

const digest = (text: string): string => bytesToHex(sha256(new TextEncoder().encode(text))).slice(0, 32)

const toResultFileName = ({ id }: TableRef): string => digest(id)

/** Types that Arrow files preserve. Values of other types are written as text and cast when they are read. */
const exactTypePattern =
  /^(BOOLEAN|U?(TINY|SMALL|BIG)INT|U?INTEGER|FLOAT|DOUBLE|VARCHAR|DATE|TIME|TIMESTAMP|DECIMAL\(\d+,\d+\))$/

/**
 * Validates a type name in DuckDB's notation: words, quoted names and strings, and balanced parentheses. This prevents
 * the type name from closing the parentheses of the cast.
 */
function toTypeSql(type: string): Sql {
  const unquotedType = type.replaceAll(/"(?:[^"]|"")*"|'(?:[^']|'')*'/g, '')
  let depth = 0
  for (const character of unquotedType) {
    if (!/[\w ,()[\]]/.test(character)) throw new Error(`Invalid type: ${type}`)
    if (character === '(') depth++
    if (character === ')' && --depth < 0) throw new Error(`Invalid type: ${type}`)
  }
  return unsafeSql(type)
}

const createLoadPlan = (columns: TableRef['columns']): LoadPlan => ({
  format: 'arrow',
  encoding: 'utf-8',
  skippedLines: 0,
  headerLines: 0,
  columns: columns.map((column) => ({
    name: column.name,
    type: exactTypePattern.test(column.type) ? column.type : 'VARCHAR',
    nulls: [],
  })),
  evidence: [],
})

const hasSameColumns = (a: TableRef['columns'], b: TableRef['columns']): boolean =>
  a.length === b.length &&
  a.every(({ name: column, type }, index) => column === b[index]?.name && type === b[index].type)

/** Creates the problem for a write that failed because OPFS is full or unavailable. */
function toStorageProblem(cause: unknown): Problem {
  if (cause instanceof Error && cause.name === 'QuotaExceededError') return warning('storage.results-full', {})
  const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') || cause.name : String(cause)
  return warning('storage.results-refused', { reason })
}

const waitBriefly = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 400))
