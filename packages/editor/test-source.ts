import { float64, int32, int64, tableFromArrays, tableToIPC, timestamp, utf8 } from '@uwdata/flechette'
import {
  error,
  placeColumn,
  ProblemError,
  type ChartSpec,
  type Column,
  type Problem,
  type TableFilter,
  type TableQuery,
} from '@aw-flow/schema'
import type { DerivedSource, TableSource } from './views/table-source.ts'

type Cell = string | number | null
export type TestRow = Readonly<Record<string, Cell>>

/** A page of rows as an Arrow IPC stream. */
function pageOf(columns: readonly Column[], rows: readonly TestRow[]): Uint8Array {
  const types = { BIGINT: int64(), INTEGER: int32(), DOUBLE: float64(), TIMESTAMP: timestamp() }
  const typeOf = ({ type }: Column) => types[type as keyof typeof types] ?? utf8()
  const cell = ({ type }: Column, value: Cell): unknown =>
    value === null ? null : type === 'BIGINT' ? BigInt(value) : type === 'TIMESTAMP' ? new Date(value) : value
  const entries = columns.map((column): [string, unknown[]] => [
    column.name,
    rows.map((row) => cell(column, row[column.name] ?? null)),
  ])
  const table = tableFromArrays(entries as [string, string[]][], {
    types: Object.fromEntries(columns.map((column) => [column.name, typeOf(column)])),
  })
  return tableToIPC(table, { format: 'stream' }) ?? new Uint8Array()
}

/** The requests to a source in a test, in order. */
export interface AskedSource extends TableSource {
  readonly asked: TableQuery[]
}

/**
 * Rows in memory that answer like a worker, for tests and stories only: sorts by one column, filters by a few tests,
 * finds texts; `charts` returns a chart's table, and a file names its format and rows.
 */
export function testSource(
  columns: readonly Column[],
  rows: readonly TestRow[],
  charts: (spec: ChartSpec) => { columns: readonly Column[]; rows: readonly TestRow[]; problems?: Problem[] } = noChart,
): AskedSource {
  const asked: TableQuery[] = []
  const source = (of: readonly Column[], own: readonly TestRow[]): TableSource => ({
    columns: of,
    rows: own.length,
    page: (offset, limit) => Promise.resolve(pageOf(of, own.slice(offset, offset + limit))),
    derive: (query) => answer(query, of, own),
    write: (format) => Promise.resolve(new Blob([JSON.stringify({ format, rows: own })])),
  })
  const answer = async (query: TableQuery, of: readonly Column[], own: readonly TestRow[]): Promise<DerivedSource> => {
    asked.push(query)
    if (query.kind === 'chart') {
      const { columns: made, rows: drawn, problems = [] } = charts(query.spec)
      return { source: source(made, drawn), problems }
    }
    if (query.kind === 'find') {
      const found = own.flatMap((row, at) =>
        of.flatMap(({ name }, column) =>
          String(row[name] ?? '')
            .toLowerCase()
            .includes(query.text.toLowerCase())
            ? [{ row: at, column }]
            : [],
        ),
      )
      const places = [
        { name: 'row', type: 'BIGINT' },
        { name: 'column', type: 'INTEGER' },
      ]
      return { source: source(places, found), problems: [] }
    }
    const kept = query.columns ?? of.map(({ name }) => name)
    const placed = own.map((row, at): TestRow => ({ ...row, [placeColumn]: at }))
    const passed = placed.filter((row) => query.filters.every((filter) => passes(filter, row[filter.column] ?? null)))
    const [by] = query.sort
    const order = by?.direction === 'descending' ? -1 : 1
    const sorted = by ? passed.toSorted((a, b) => order * compare(a[by.column] ?? null, b[by.column] ?? null)) : passed
    const columnsKept = of.filter(({ name }) => kept.includes(name))
    if (query.places === false) {
      const bare = (row: TestRow): TestRow =>
        Object.fromEntries(Object.entries(row).filter(([name]) => name !== placeColumn))
      return { source: source(columnsKept, sorted.map(bare)), problems: [] }
    }
    const shown = [...columnsKept, { name: placeColumn, type: 'BIGINT' }]
    return { source: source(shown, sorted), problems: [] }
  }
  return { ...source(columns, rows), asked }
}

const noChart = (): never => {
  throw new Error('This test draws no chart.')
}

const compare = (a: Cell, b: Cell): number =>
  a === null || b === null ? Number(a === null) - Number(b === null) : a < b ? -1 : a > b ? 1 : 0

/** The worker's problem for an invalid filter value. */
function passes({ column, test, value = '', upTo = '' }: TableFilter, cell: Cell): boolean {
  if (test === 'empty') return cell === null
  if (test === 'filled') return cell !== null
  if (test === 'contains')
    return String(cell ?? '')
      .toLowerCase()
      .includes(value.toLowerCase())
  if (test === 'between') {
    if (Number.isNaN(Number(value)) || Number.isNaN(Number(upTo))) {
      throw new ProblemError(error('view.no-value', { kind: 'number', text: value, column }))
    }
    return (
      cell !== null && (value === '' || Number(cell) >= Number(value)) && (upTo === '' || Number(cell) <= Number(upTo))
    )
  }
  return String(cell ?? '') === value
}
