import { quoteIdentifier, sql, tableName, type Scalar, type Sql, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import type { AppliedOperation, Operation, OperationOf } from '@aw-flow/schema/internal'
import fc from 'fast-check'
import { compileForTable } from '../plans/compile-for-table.ts'
import { countPlanEffects } from '../plans/count-plan-effects.ts'
import { makeTable } from '../test-table.ts'
import { testedOperations } from './test-operations.ts'
import { traceCell } from '../plans/trace-cell.ts'

const columns = [
  'num1 DOUBLE',
  'int1 BIGINT',
  'txt1 VARCHAR',
  'txt2 VARCHAR',
  'money1 VARCHAR',
  'date1 VARCHAR',
  'when1 TIMESTAMP',
  'flag1 BOOLEAN',
]

const rowArbitrary = fc.tuple(
  fc.constantFrom(null, 1.5, 2.25, 10, 17.125, -3, 1e9, Infinity, -Infinity, NaN),
  fc.constantFrom(null, 1, 2, 3, 4, 5),
  fc.constantFrom(null, 'Oslo', 'oslo', 'OSLO', ' Oslo ', 'Riga', 'n/a', '-', '', 'new york', '12', "O'Hara"),
  fc.constantFrom(null, 'a-b', 'ab-cd-ef', ' a  b ', 'plain', '', 'Oslo', 'x-'),
  fc.constantFrom(null, '$1,234.50', '(12.00)', '€ 7', 'US$3.25', '5-', 'free', 'CHF 1,000'),
  fc.constantFrom(null, '31/01/2024', ' 01/02/2023 ', '2024-01-31', '99/99/9999'),
  fc.constantFrom(null, '2024-01-01 00:00:00', '2024-01-02 12:30:00', '1999-12-31 23:59:59.5', '2024-01-01 06:00:00'),
  fc.constantFrom(null, true, false),
)

/** Rows that ensure that every operation has an effect. */
const firstRows: readonly (readonly (null | boolean | number | string)[])[] = [
  [1.5, 1, 'oslo', 'a-b', '$1,234.50', '31/01/2024', '2024-01-01 00:00:00', true],
  [null, 4, 'Riga', 'ab-cd-ef', '5-', '31/01/2024', '2024-01-02 12:30:00', false],
  [null, null, 'Oslo', 'plain', 'US$3.25', null, '2024-01-02 12:30:00', true],
  [17.125, 1, null, ' a  b ', '(12.00)', '99/99/9999', '2024-01-04 12:30:00', true],
  [Infinity, 2, 'oslo', null, 'free', '2024-01-31', null, null],
  [2.25, 2, ' Oslo ', 'Oslo', '€ 7', '01/02/2023', '1999-12-31 23:59:59.5', false],
  [2.25, 2, ' Oslo ', 'Oslo', '€ 7', '01/02/2023', '1999-12-31 23:59:59.5', false],
]

/** Creates the tables of a test: random rows and a table of places. Deterministic for a seed. */
export async function makeOperationTables(
  tables: Tables,
  seed: number,
  rowCount: number,
): Promise<{ table: TableRef; places: TableRef }> {
  const cells = [...firstRows, ...fc.sample(rowArbitrary, { seed, numRuns: rowCount })]
  return {
    table: await makeTable(tables, 'operations-in', columns, cells),
    places: await makeTable(
      tables,
      'operations-places',
      ['name VARCHAR', 'lat VARCHAR', 'lon DOUBLE', 'place BIGINT'],
      [
        ['Oslo', '59.9', 10.75, 0],
        ['Riga', '56.95', 24.1, 1],
        ['riga', '1', 2, 2],
        ['OSLO', 'none', 3, 3],
        ['Oslo', '60', 10, 4],
        ['12', '48.2', 16.4, 5],
      ],
    ),
  }
}

type Rows = readonly Readonly<Record<string, Scalar>>[]

/**
 * Applies an operation after an operation that drops rows, and compares its reported effects with the actual ones:
 * changed rows and cells, the rows after a rejection, and the trace of a cell.
 *
 * @returns The content hash of the result.
 * @throws Error if anything differs.
 */
export async function checkOperation(
  tables: Tables,
  operation: Operation,
  { table, places }: { table: TableRef; places: TableRef },
): Promise<string> {
  const firstOperation: Operation = { op: 'drop-rows', reason: 'so that positions have gaps', expression: 'int1 = 4' }
  const namedTables = { places }
  const operations = [firstOperation, operation]
  const plan = compileForTable({ table, operations, namedTables })
  const output = await tables.create(plan.select, { id: 'operations-out' })
  const expectEqual = (label: string, actual: unknown, expected: unknown): void => {
    if (JSON.stringify(actual) !== JSON.stringify(expected))
      throw new Error(`${operation.op}: ${label} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}.`)
  }
  const stages: { columns: readonly { name: string; type: string }[]; rows: Rows }[] = []
  for (const [stepCount, stageColumns] of [table.columns, plan.steps[0]!.columns, plan.columns].entries())
    stages.push({
      columns: stageColumns,
      rows: await readRows(
        tables,
        plan.selectAfter(stepCount),
        stageColumns.map((column) => column.name),
        plan.row,
      ),
    })
  const { applied, rowsOut } = await countPlanEffects(tables, plan, table.rows)
  const [dropEffect, effect] = applied as [AppliedOperation, AppliedOperation]
  const [start, before, after] = stages as [(typeof stages)[0], (typeof stages)[0], (typeof stages)[0]]

  expectEqual('the columns', output.columns, plan.columns)
  expectEqual('rows out', rowsOut, output.rows)
  expectEqual('rows dropped before', dropEffect.rowsDropped, start.rows.length - before.rows.length)
  expectEqual('rows dropped', before.rows.length + effect.rowsAdded - effect.rowsDropped, after.rows.length)
  if (operation.op === 'join-tables')
    expectEqual(
      'rows without a match',
      effect.rowsDropped,
      operation.kind === 'left' ? 0 : await countUnmatchedRows(tables, before, operation.keys),
    )
  const { compiled } = plan.steps[1]!
  if (compiled.kind === 'cells' || compiled.rows !== 'new') {
    expectEqual('rows added', effect.rowsAdded, 0)
    expectEqual(
      'changes',
      { changed: effect.cellsChanged, nulled: effect.cellsNulled },
      countDifferences(operation, before, after),
    )
  }
  await checkRejection(tables, { table, operations, namedTables }, before, expectEqual)
  if (compiled.kind === 'cells' || compiled.rows !== 'new')
    await checkTrace(tables, { table, operations, namedTables }, before, after, effect, expectEqual)
  return tables.contentHash(output)
}

async function readRows(tables: Tables, stage: Sql, names: readonly string[], row: Sql): Promise<Rows> {
  const cells = names.map(
    (column, index) => sql`CAST(${quoteIdentifier(column)} AS VARCHAR) AS ${quoteIdentifier(`c${index}`)}`,
  )
  return tables.rows(sql`SELECT CAST(${row} AS VARCHAR) AS place, ${cells} FROM (${stage}) ORDER BY ${row}`)
}

/** Counts the rows without a match in the table of places. */
async function countUnmatchedRows(
  tables: Tables,
  { columns: stageColumns, rows }: StageRows,
  keys: OperationOf<'join-tables'>['keys'],
): Promise<number> {
  const cells = keys.map(
    ({ right }, index) => sql`CAST(${quoteIdentifier(right)} AS VARCHAR) AS ${quoteIdentifier(`k${index}`)}`,
  )
  const records = await tables.rows(sql`SELECT ${cells} FROM ${quoteIdentifier(tableName('operations-places'))}`)
  const places = new Set(records.map((record) => JSON.stringify(keys.map((_, index) => record[`k${index}`] ?? null))))
  const columnIndexes = keys.map(({ left }) => stageColumns.findIndex((candidate) => candidate.name === left))
  return rows.filter((row) => !places.has(JSON.stringify(columnIndexes.map((index) => row[`c${index}`] ?? null))))
    .length
}

interface StageRows {
  columns: readonly { name: string; type: string }[]
  rows: Rows
}

/** Counts the differing cells of two lists of rows, by position. */
function countDifferences(
  operation: Operation,
  before: StageRows,
  after: StageRows,
): { changed: number; nulled: number } {
  let [changed, nulled] = [0, 0]
  const rowsByPosition = new Map(before.rows.map((row) => [row.place, row]))
  for (const row of after.rows) {
    const previous = rowsByPosition.get(row.place as Scalar)
    if (!previous) throw new Error(`${operation.op}: a row has a new position.`)
    after.columns.forEach(({ name: column }, index) => {
      const value = row[`c${index}`] ?? null
      const oldIndex = before.columns.findIndex((candidate) => candidate.name === column)
      if (oldIndex < 0) {
        if (operation.op !== 'rename' && value !== null) changed++
        return
      }
      const oldValue = previous[`c${oldIndex}`] ?? null
      if (oldValue !== value) changed++
      if (oldValue !== null && value === null) nulled++
    })
  }
  return { changed, nulled }
}

/** Checks that a rejected operation has no effect. */
async function checkRejection(
  tables: Tables,
  { table, operations, namedTables }: Parameters<typeof compileForTable>[0],
  before: StageRows,
  expectEqual: (label: string, actual: unknown, expected: unknown) => void,
): Promise<void> {
  const [firstOperation, operation] = operations as [Operation, Operation]
  const { select, columns: outputColumns } = compileForTable({
    table,
    operations: [firstOperation, { ...operation, state: 'rejected' }],
    ...(namedTables ? { namedTables } : {}),
  })
  expectEqual(`with ${operation.op} rejected: the columns`, await tables.describe(select), before.columns)
  const cells = outputColumns.map(
    (column, index) => sql`CAST(${quoteIdentifier(column.name)} AS VARCHAR) AS ${quoteIdentifier(`c${index}`)}`,
  )
  const toCells = (rows: Rows): unknown => rows.map((row) => outputColumns.map((_, index) => row[`c${index}`] ?? null))
  expectEqual(
    `with ${operation.op} rejected: the rows`,
    toCells(await tables.rows(sql`SELECT ${cells} FROM (${select})`)),
    toCells(before.rows),
  )
}

/** Checks that the trace of the first changed cell ends with this operation and its values before and after. */
async function checkTrace(
  tables: Tables,
  plan: { table: TableRef; operations: readonly Operation[]; namedTables: Readonly<Record<string, TableRef>> },
  before: StageRows,
  after: StageRows,
  effect: AppliedOperation,
  expectEqual: (label: string, actual: unknown, expected: unknown) => void,
): Promise<void> {
  if (effect.cellsChanged === 0) return
  const rowsByPosition = new Map(before.rows.map((row) => [row.place, row]))
  for (const [index, row] of after.rows.entries())
    for (const [columnIndex, { name: column }] of after.columns.entries()) {
      const value = row[`c${columnIndex}`] ?? null
      const oldIndex = before.columns.findIndex((candidate) => candidate.name === column)
      const previous = oldIndex < 0 ? null : (rowsByPosition.get(row.place as Scalar)?.[`c${oldIndex}`] ?? null)
      if (previous === value || !rowsByPosition.has(row.place as Scalar)) continue
      const trace = await traceCell({ tables, ...plan, row: index + 1, column })
      const last = trace.at(-1)
      expectEqual('the trace', last && { op: last.operation.op, column: last.column, after: last.after }, {
        op: effect.operation.op,
        column,
        after: value,
      })
      if (oldIndex >= 0) expectEqual('the cell before', last?.before, previous)
      return
    }
}

/**
 * Computes content hashes of the tested operations' results on a deterministic table.
 *
 * @param maxCases Maximum number of test cases per operation. Default: all.
 */
export async function computeOperationHashes(
  tables: Tables,
  seed: number,
  rowCount: number,
  maxCases = testedOperations.length,
): Promise<Record<string, string>> {
  const input = await makeOperationTables(tables, seed, rowCount)
  const hashes: Record<string, string> = {}
  for (const [index, operation] of testedOperations.entries()) {
    const previousCases = testedOperations.slice(0, index).filter(({ op }) => op === operation.op)
    if (previousCases.length < maxCases)
      hashes[`${index} ${operation.op}`] = await checkOperation(tables, operation, input)
  }
  return hashes
}
