import { openDuckDb } from '@aw-flow/data/node'
import { name, sql, tableName, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sizes } from '../../../test/sizes.ts'
import { compileExpression } from './compile-expression.ts'
import { evaluate } from './evaluate.ts'
import type { Row } from './expression.ts'
import { anyExpression, cells } from './test-expressions.ts'

let tables: Tables
let table: TableRef
const rows: Row[] = cells.map((cell, index) => [cell, cells[(index * 7 + 3) % cells.length], String((index % 5) - 1)])

beforeAll(async () => {
  tables = await openDuckDb()
  const values = [...rows, [undefined, 'a', '1'], ['a', undefined, undefined]].map(
    (row) => sql`(${row[0] ?? null}, ${row[1] ?? null}, CAST(${row[2] ?? null} AS BIGINT))`,
  )
  rows.push([undefined, 'a', '1'], ['a', undefined, undefined])
  const select = sql`SELECT * FROM (VALUES ${values}) AS input("Name", "a ""b""", number)`
  table = await tables.create(select, { id: 'cells' })
})
afterAll(() => tables.close())

test('SQL computes what the evaluation computes', async () => {
  await fc.assert(
    fc.asyncProperty(anyExpression, async (expression) => {
      const value = compileExpression(expression, table.columns)
      const statement = sql`SELECT ${value} AS value FROM ${name(tableName(table.id))} ORDER BY rowid`
      const result = await tables.rows(statement)
      expect(result.map(({ value }) => value)).toEqual(rows.map((row) => evaluate(expression, row) ?? null))
    }),
    { numRuns: sizes.propertyRuns },
  )
})

test('a user statement may contain all expressions', async () => {
  await fc.assert(
    fc.asyncProperty(anyExpression, async (expression) => {
      const value = compileExpression(expression, table.columns)
      const fault = await tables.check(sql`SELECT *, ${value} AS value FROM input`.text, {
        inputs: { input: table.columns },
      })
      // Statements with long numbers must not contain functions that pad or format.
      expect([undefined, 'sql.too-large']).toContain(fault?.problem.code)
    }),
    { numRuns: sizes.propertyRuns },
  )
})
