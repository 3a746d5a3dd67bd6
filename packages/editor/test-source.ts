import { float64, int32, int64, tableFromArrays, tableToIPC, timestamp, utf8 } from '@uwdata/flechette'
import { error, ProblemError, type Column, type Problem } from '@aw-flow/schema'
import {
  rowIndexColumn,
  type ChartSpec,
  type GroupMeasure,
  type TableFilter,
  type TableQuery,
} from '@aw-flow/schema/internal'
import type { DerivedSource, TableSource } from './views/table-source.ts'
import { createColumns } from '../../test/columns.ts'

type Cell = string | number | null
export type TestRow = Readonly<Record<string, Cell>>

/** Encodes a page of rows as an Arrow IPC stream. */
function encodePage(columns: readonly Column[], rows: readonly TestRow[]): Uint8Array {
  const types = { BIGINT: int64(), INTEGER: int32(), DOUBLE: float64(), TIMESTAMP: timestamp() }
  const getType = ({ type }: Column) => types[type as keyof typeof types] ?? utf8()
  const encodeCell = ({ type }: Column, value: Cell): unknown =>
    value === null ? null : type === 'BIGINT' ? BigInt(value) : type === 'TIMESTAMP' ? new Date(value) : value
  const entries = columns.map((column): [string, unknown[]] => [
    column.name,
    rows.map((row) => encodeCell(column, row[column.name] ?? null)),
  ])
  const table = tableFromArrays(entries as [string, string[]][], {
    types: Object.fromEntries(columns.map((column) => [column.name, getType(column)])),
  })
  return tableToIPC(table, { format: 'stream' }) ?? new Uint8Array()
}

/** A source that records its queries, in order. */
export interface RecordingSource extends TableSource {
  readonly queries: TableQuery[]
}

/**
 * Creates a source with in-memory rows that behaves like a worker, for tests and stories only. It sorts, searches and
 * supports a few filter tests and measures. `createChart` returns a chart's table. A written file contains its format
 * and rows as JSON.
 */
export function createTestSource(
  columns: readonly Column[],
  rows: readonly TestRow[],
  createChart: (spec: ChartSpec) => {
    columns: readonly Column[]
    rows: readonly TestRow[]
    problems?: Problem[]
  } = rejectChart,
): RecordingSource {
  const queries: TableQuery[] = []
  const createSource = (sourceColumns: readonly Column[], sourceRows: readonly TestRow[]): TableSource => ({
    columns: sourceColumns,
    rows: sourceRows.length,
    page: (offset, limit) => Promise.resolve(encodePage(sourceColumns, sourceRows.slice(offset, offset + limit))),
    derive: (query) => runQuery(query, sourceColumns, sourceRows),
    write: (format) => Promise.resolve(new Blob([JSON.stringify({ format, rows: sourceRows })])),
  })
  const runQuery = async (
    query: TableQuery,
    sourceColumns: readonly Column[],
    sourceRows: readonly TestRow[],
  ): Promise<DerivedSource> => {
    queries.push(query)
    if (query.kind === 'chart') {
      const { columns: chartColumns, rows: chartRows, problems = [] } = createChart(query.spec)
      return { source: createSource(chartColumns, chartRows), problems }
    }
    if (query.kind === 'find') {
      const matches = sourceRows.flatMap((row, rowIndex) =>
        sourceColumns.flatMap(({ name }, column) =>
          String(row[name] ?? '')
            .toLowerCase()
            .includes(query.text.toLowerCase())
            ? [{ row: rowIndex, column }]
            : [],
        ),
      )
      const positionColumns = createColumns('row BIGINT, column INTEGER')
      return { source: createSource(positionColumns, matches), problems: [] }
    }
    if (query.kind === 'values') return { source: createSource(...listValues(query, sourceRows)), problems: [] }
    if (query.kind === 'statistics') {
      const cells = filterRows(sourceRows, query.filters).map((row) => row[query.column] ?? null)
      const statistics = {
        rows: cells.length,
        nulls: cells.filter((cell) => cell === null).length,
        distinct: new Set(cells.filter((cell) => cell !== null)).size,
      }
      const numbers = cells.filter((cell) => typeof cell === 'number')
      if (numbers.length > 0) Object.assign(statistics, { min: Math.min(...numbers), max: Math.max(...numbers) })
      const statisticColumns = Object.keys(statistics).map((name) => ({ name, type: 'BIGINT' }))
      return { source: createSource(statisticColumns, [statistics]), problems: [] }
    }
    if (query.kind === 'groups') {
      const { by, measures } = query.groups
      const groups = groupRowsBy(filterRows(sourceRows, query.filters), (row) =>
        JSON.stringify(by.map((name) => row[name] ?? null)),
      )
      const measureColumns = measures.map((measure) => ({
        name: measure.column === '' ? 'count' : `${measure.function}_${measure.column}`,
        type: measure.function === 'count' ? 'BIGINT' : 'DOUBLE',
      }))
      const groupColumns = [...sourceColumns.filter(({ name }) => by.includes(name)), ...measureColumns]
      const groupRows = [...groups.values()].map((rows): TestRow => {
        const measureEntries = measures.map((measure, index) => [
          measureColumns[index]!.name,
          computeMeasure(measure, rows),
        ])
        return { ...rows[0], ...Object.fromEntries(measureEntries) }
      })
      return { source: createSource(groupColumns, groupRows), problems: [] }
    }
    const columnNames = query.columns ?? sourceColumns.map(({ name }) => name)
    const numberedRows = sourceRows.map((row, rowIndex): TestRow => ({ ...row, [rowIndexColumn]: rowIndex }))
    const sortedRows = filterRows(numberedRows, query.filters).toSorted((a, b) =>
      query.sort.reduce(
        (result, { column, direction }) =>
          result || (direction === 'descending' ? -1 : 1) * compare(a[column] ?? null, b[column] ?? null),
        0,
      ),
    )
    const selectedColumns = sourceColumns.filter(({ name }) => columnNames.includes(name))
    if (query.places === false) {
      const removePosition = (row: TestRow): TestRow =>
        Object.fromEntries(Object.entries(row).filter(([name]) => name !== rowIndexColumn))
      return { source: createSource(selectedColumns, sortedRows.map(removePosition)), problems: [] }
    }
    const displayedColumns = [...selectedColumns, { name: rowIndexColumn, type: 'BIGINT' }]
    return { source: createSource(displayedColumns, sortedRows), problems: [] }
  }
  return { ...createSource(columns, rows), queries }
}

const rejectChart = (): never => {
  throw new Error('This test does not draw charts.')
}

const filterRows = (rows: readonly TestRow[], filters: readonly TableFilter[]): TestRow[] =>
  rows.filter((row) => filters.every((filter) => matchesFilter(filter, row[filter.column] ?? null)))

function groupRowsBy<Key>(rows: readonly TestRow[], getKey: (row: TestRow) => Key): Map<Key, TestRow[]> {
  const groups = new Map<Key, TestRow[]>()
  for (const row of rows) {
    const key = getKey(row)
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return groups
}

function listValues(
  { column, filters, text = '' }: Extract<TableQuery, { kind: 'values' }>,
  rows: readonly TestRow[],
): [columns: Column[], rows: TestRow[]] {
  const values = groupRowsBy(filterRows(rows, filters), (row) => row[column] ?? null)
  const valueCounts = [...values].map(([value, matches]) => ({
    value: value === null ? null : String(value),
    rows: matches.length,
  }))
  const matchingValues = valueCounts.filter(({ value }) => (value ?? '').toLowerCase().includes(text.toLowerCase()))
  const valueColumns = createColumns('value VARCHAR, rows BIGINT')
  return [valueColumns, matchingValues.toSorted((a, b) => b.rows - a.rows || compare(a.value, b.value))]
}

function computeMeasure({ function: fn, column }: GroupMeasure, rows: readonly TestRow[]): number {
  const numbers = rows.flatMap((row) => (typeof row[column] === 'number' ? row[column] : []))
  const sum = numbers.reduce((total, number) => total + number, 0)
  if (fn === 'count' && column !== '') return rows.filter((row) => (row[column] ?? null) !== null).length
  return fn === 'sum' ? sum : fn === 'mean' ? sum / numbers.length : rows.length
}

const compare = (a: Cell, b: Cell): number =>
  a === null || b === null ? Number(a === null) - Number(b === null) : a < b ? -1 : a > b ? 1 : 0

/** Returns whether a cell passes a filter. Throws the worker's problem if a filter value is invalid. */
function matchesFilter({ column, test, value = '', upTo = '', values = [] }: TableFilter, cell: Cell): boolean {
  if (test === 'one-of') return values.includes(cell === null ? null : String(cell))
  if (test === 'empty') return cell === null
  if (test === 'filled') return cell !== null
  if (test === 'contains')
    return String(cell ?? '')
      .toLowerCase()
      .includes(value.toLowerCase())
  if (test === 'between') {
    if (Number.isNaN(Number(value)) || Number.isNaN(Number(upTo))) {
      throw new ProblemError(error('view.invalid-value', { kind: 'number', text: value, column }))
    }
    return (
      cell !== null && (value === '' || Number(cell) >= Number(value)) && (upTo === '' || Number(cell) <= Number(upTo))
    )
  }
  return String(cell ?? '') === value
}
