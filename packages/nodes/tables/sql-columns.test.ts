import { openDuckDb } from '@aw-flow/data/node'
import { inferStatementColumns, unsafeSql, type Tables } from '@aw-flow/engine'
import type { Column, TableRef } from '@aw-flow/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeNode } from '../test-node.ts'
import { sqlNode } from './sql.ts'
import cases from './sql-columns.cases.json' with { type: 'json' }
import { createColumns } from '../../../test/columns.ts'

let tables: Tables
let inputs: Record<string, TableRef>
beforeAll(async () => {
  tables = await openDuckDb({ threads: 1 })
  const make = (id: string, select: string): Promise<TableRef> => tables.create(unsafeSql(select), { id })
  inputs = {
    orders: await make(
      'orders',
      `SELECT 1::BIGINT AS id, 'b' AS Who, 5 AS amount, 1.5::DOUBLE AS score, 12.25::DECIMAL(9,2) AS price, DATE '2024-05-01' AS day, TIMESTAMP '2024-05-01 10:00:00' AS moment, true AS paid, 'x' AS "Col 3", 7::INTEGER AS from_`,
    ),
    people: await make('people', `SELECT 'a' AS who, 'Ada' AS name, 1::BIGINT AS id`),
  }
})
afterAll(() => tables.close())

let runs = 0
const found = async (statement: string): Promise<readonly Column[]> =>
  (await tables.query(statement, { inputs, timeoutMs: 10_000, id: `sql-columns-${runs++}` })).table.columns
const describeColumns = (statement: string): Column[] | undefined =>
  inferStatementColumns(
    statement,
    Object.fromEntries(Object.entries(inputs).map(([alias, table]) => [alias, table.columns])),
  )

/** Usual statements: their columns are known. */
const commonStatements = cases.commonStatements
/** Unusual statements: the columns are unknown, or correct. */
const unusualStatements = cases.unusualStatements

describe('the columns of a statement, before a run', () => {
  it.each(commonStatements)('are those that DuckDB returns: %s', async (statement) => {
    expect(describeColumns(statement)).toEqual(await found(statement))
  })

  it.each(unusualStatements)('are those that DuckDB returns, or unknown: %s', async (statement) => {
    const columns = describeColumns(statement)
    if (columns) expect(columns).toEqual(await found(statement))
  })

  it.each([
    '',
    'SELECT',
    'SELECT FROM',
    'SELECT ( FROM orders',
    'SELECT * FROM other',
    'SELECT nothing FROM orders',
    'SELECT id FROM orders; SELECT 1',
    'SELECT id, id FROM orders',
    'SELECT toString FROM __proto__',
    'DROP TABLE orders',
    'COPY orders TO $$x$$',
    'SELECT * FROM read_csv($$x$$)',
    '))((',
    "SELECT 'open",
  ])('are unknown for a text that is not a statement over its inputs: %s', (statement) =>
    expect(describeColumns(statement)).toBeUndefined(),
  )

  it('are described by the node for later nodes', () => {
    const { columns } = inputs.orders!
    const settings = { statement: 'SELECT who, sum(amount) AS total FROM orders GROUP BY who', inputs: 'orders' }
    const { outputs } = describeNode(sqlNode, {
      settings,
      inputs: { orders: { type: 'table', columns: [...columns] } },
    })
    expect(outputs.table).toEqual({
      type: 'table',
      columns: createColumns('Who VARCHAR, total HUGEINT'),
    })
    expect(describeNode(sqlNode, { settings, inputs: { orders: { type: 'table' } } }).outputs.table).toEqual({
      type: 'table',
    })
  })
})
