import { openDuckDb } from '@aw-flow/data/node'
import { quoteIdentifier, sql, tableName, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import { compileExpression } from './compile-expression.ts'
import { evaluateExpression } from './evaluate-expression.ts'
import type { TextExpression, TextRow } from './text-expression.ts'
import { learnPrograms } from './learn-programs.ts'
import { anyExpression, cells } from './test-expressions.ts'
import learningCases from './test-learning-cases.json' with { type: 'json' }

/** Of 999999999999, the result is exactly between two numbers of 12 digits. */
const halfOfTwelveDigits: TextExpression = {
  kind: 'number',
  text: { kind: 'column', column: 0 },
  from: { group: '', decimalMark: '.' },
  to: { group: '', decimalMark: '.' },
  scale: 0.5,
  offset: -3,
}

/** The end of the slice is a position of a column that may be NULL. */
const sliceToNumberOfColumn: TextExpression = {
  kind: 'slice',
  text: { kind: 'column', column: 0 },
  from: { kind: 'offset', offset: 0 },
  to: { kind: 'offset', offset: { column: 2, add: 0, sign: 1 } },
}

let tables: Tables
let table: TableRef
const rows: TextRow[] = cells.map((cell, index) => [
  cell,
  cells[(index * 7 + 3) % cells.length],
  String((index % 5) - 1),
])

beforeAll(async () => {
  tables = await openDuckDb({ threads: 1 })
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
      const statement = sql`SELECT ${value} AS value FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`
      const result = await tables.rows(statement)
      expect(result.map(({ value }) => value)).toEqual(rows.map((row) => evaluateExpression(expression, row) ?? null))
    }),
    { numRuns: sizes.propertyRuns, seed, examples: [[halfOfTwelveDigits], [sliceToNumberOfColumn]] },
  )
})

test.each(learningCases)(
  'a SQL node accepts the programs that are learned and computes their values: $name',
  async ({ examples, others }) => {
    const all = [...examples, ...others]
    const width = all[0]!.row.length
    const names = Array.from({ length: width }, (_, index) => quoteIdentifier(`c${index}`))
    const values = all.map(({ row }) => sql`(${row.map((cell) => sql`${cell ?? null}`)})`)
    const input = await tables.create(sql`SELECT * FROM (VALUES ${values}) AS input(${names})`, { id: 'input' })
    for (const { expression } of learnPrograms(examples).slice(0, 3)) {
      const statement = sql`SELECT ${compileExpression(expression, input.columns)} AS value FROM input`.text
      const { table: result } = await tables.query(statement, { inputs: { input }, id: 'result', timeoutMs: 60_000 })
      const rows = await tables.rows(sql`SELECT value FROM ${quoteIdentifier(tableName(result.id))} ORDER BY rowid`)
      expect(rows.map(({ value }) => value)).toEqual(all.map(({ row }) => evaluateExpression(expression, row) ?? null))
    }
  },
)
