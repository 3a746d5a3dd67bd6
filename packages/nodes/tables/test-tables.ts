import {
  quoteIdentifier,
  sql,
  tableName,
  unsafeSql,
  type NodeDefinition,
  type NodeResult,
  type Scalar,
  type Tables,
} from '@aw-flow/engine'
import type { TableRef, Value } from '@aw-flow/schema'
import { hasErrors } from '@aw-flow/schema/internal'
import { expect } from 'vitest'
import { describeNode, runNode } from '../test-node.ts'

let tableCount = 0

/** Creates a table from rows as SQL values, such as `(1, 'a'), (NULL, 'b')`, with columns such as `num1 BIGINT`. */
export async function createTable(tables: Tables, columns: string, rows: string): Promise<TableRef> {
  const columnParts = columns.split(/,(?![^(]*\))/).map((part) => part.trim().split(' '))
  const cells = columnParts.map(([column, ...type]) => `CAST("${column}" AS ${type.join(' ')}) AS "${column}"`)
  const names = columnParts.map(([column]) => `"${column}"`).join(', ')
  const isEmpty = rows.trim() === ''
  const values = isEmpty ? `(${columnParts.map(() => 'NULL').join(', ')})` : rows
  const select = `SELECT ${cells.join(', ')} FROM (VALUES ${values}) AS v(${names})${isEmpty ? ' WHERE FALSE' : ''}`
  return tables.create(unsafeSql(select), { id: `in${++tableCount}` })
}

/** Reads the rows of a table in their order, each as a list of cells. */
export async function readCells(tables: Tables, table: TableRef): Promise<Scalar[][]> {
  const rows = await tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`)
  return rows.map((row) => table.columns.map((column) => row[column.name] ?? null))
}

export interface TableRun extends NodeResult {
  /** Rows by output port. */
  rows: Record<string, Scalar[][]>
  /** Column names of the first output. */
  names: string[]
  codes: string[]
}

/**
 * Runs a table node and asserts that its columns and types are exactly those that it described before the run.
 * `isLate`: the columns depend on the rows.
 */
export async function runTable(
  definition: NodeDefinition,
  tables: Tables,
  inputs: Readonly<Record<string, TableRef>>,
  settings: unknown = {},
  { isLate: dependsOnRows = false } = {},
): Promise<TableRun> {
  const description = describeNode(definition, {
    settings,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([port, { columns }]) => [port, { type: 'table', columns }] as const),
    ),
  })
  const values = Object.fromEntries(
    Object.entries(inputs).map(([port, table]): [string, Value] => [port, { kind: 'table', table }]),
  )
  const result = await runNode(definition, { tables, settings, inputs: values, key: `out${++tableCount}` })
  expect(hasErrors(description.problems ?? [])).toBe(false)
  const rows: TableRun['rows'] = {}
  let names: string[] | undefined
  for (const [port, value] of Object.entries(result.outputs)) {
    if (value.kind !== 'table') continue
    rows[port] = await readCells(tables, value.table)
    names ??= value.table.columns.map((column) => column.name)
    if (!dependsOnRows) expect(description.outputs[port]?.columns, port).toEqual(value.table.columns)
  }
  return { ...result, rows, names: names ?? [], codes: (result.problems ?? []).map(({ code }) => code) }
}

/** Returns the problem before a run; asserts that the run fails with the same problem. */
export async function findRejection(
  definition: NodeDefinition,
  tables: Tables,
  inputs: Readonly<Record<string, TableRef>>,
  settings: unknown,
) {
  const { problems = [] } = describeNode(definition, {
    settings,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([port, { columns }]) => [port, { type: 'table', columns }] as const),
    ),
  })
  const values = Object.fromEntries(
    Object.entries(inputs).map(([port, table]): [string, Value] => [port, { kind: 'table', table }]),
  )
  const [firstError] = problems.filter(({ severity }) => severity === 'error')
  await expect(runNode(definition, { tables, settings, inputs: values })).rejects.toMatchObject({
    problem: { code: firstError?.code, where: { node: 'here' } },
  })
  return firstError!
}
