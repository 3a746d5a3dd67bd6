import { quoteIdentifier, sql, tableName, TablesError } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import type { CellExample, ExamplePreview } from '@aw-flow/schema/internal'
import { expect, test } from 'vitest'
import { previewExamples } from './preview-examples.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()

let count = 0
async function createTable(columns: readonly string[], rows: readonly (readonly (string | number | null)[])[]) {
  const values = rows.map((row) => sql`(${row.map((cell) => sql`${cell}`)})`)
  const aliases = columns.map((column) => quoteIdentifier(column))
  return tables.create(sql`SELECT * FROM (VALUES ${values}) AS input(${aliases})`, { id: `table_${count++}` })
}

const preview = (table: TableRef, column: string, examples: CellExample[]): Promise<ExamplePreview> =>
  previewExamples({ tables, table, column, examples, id: `preview_${count++}` })

const readColumn = async (table: TableRef, column: string): Promise<unknown[]> =>
  (
    await tables.rows(
      sql`SELECT ${quoteIdentifier(column)} AS value FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`,
    )
  ).map(({ value }) => value)

/** Runs the statement as a SQL node does. */
const apply = async (table: TableRef, statement: string): Promise<TableRef> =>
  (await tables.query(statement, { inputs: { input: table }, id: `result_${count++}`, timeoutMs: 60_000 })).table

const people = () =>
  createTable(
    ['id', 'name', 'city'],
    [
      [1, 'Meyer, Anna', 'Oslo'],
      [2, 'Ito, Ken', 'Riga'],
      [3, 'Luz, Rosa', 'Bonn'],
      [4, 'van Dyk, Jan, Jr.', 'Bern'],
      [5, 'Cher', 'Rome'],
      [6, null, 'Nice'],
    ],
  )

test('the statement of the most likely transformation applies to all rows in order', async () => {
  const table = await people()
  const result = await preview(table, 'name', [{ row: 1, value: 'Anna Meyer' }])
  const applied = await apply(table, result.transformations[0]!.statement)
  expect(applied.columns.map(({ name: column }) => column)).toEqual(['id', 'name', 'city'])
  expect((await readColumn(applied, 'name')).slice(0, 3)).toEqual(['Anna Meyer', 'Ken Ito', 'Rosa Luz'])
  expect(await readColumn(applied, 'id')).toEqual([1, 2, 3, 4, 5, 6])
})

test('the preview has the old and the new values of all rows', async () => {
  const table = await people()
  const result = await preview(table, 'name', [{ row: 2, value: 'KEN' }])
  expect(result.table?.columns.map(({ name: column }) => column)).toEqual(['name', 'name (new)', 'id', 'city'])
  expect((await readColumn(result.table!, 'name (new)')).slice(0, 3)).toEqual(['ANNA', 'KEN', 'ROSA'])
  expect(result.table?.rows).toBe(6)
})

test('rows on which transformations differ are questions, which answers decide', async () => {
  const table = await people()
  const result = await preview(table, 'name', [{ row: 1, value: 'Anna' }])
  const question = result.questions.find(({ row }) => row === 4)
  expect(question?.values.length).toBeGreaterThan(1)
  expect(result.differing).toBeGreaterThan(0)
  const answered = await preview(table, 'name', [
    { row: 1, value: 'Anna' },
    { row: 4, value: 'Jan' },
  ])
  expect(answered.questions.map(({ row }) => row)).not.toContain(4)
  const applied = await apply(table, answered.transformations[0]!.statement)
  expect((await readColumn(applied, 'name')).slice(0, 4)).toEqual(['Anna', 'Ken', 'Rosa', 'Jan'])
})

test('the expression also computes a new column', async () => {
  const table = await people()
  const result = await preview(table, 'name', [{ row: 1, value: 'Meyer' }])
  const applied = await apply(table, `SELECT *, ${result.transformations[0]!.expression} AS "Family" FROM input`)
  expect(applied.columns.map(({ name: column }) => column)).toEqual(['id', 'name', 'city', 'Family'])
  expect((await readColumn(applied, 'Family')).slice(0, 3)).toEqual(['Meyer', 'Ito', 'Luz'])
})

test('values of other columns are used if the edited column does not have them', async () => {
  const table = await people()
  const result = await preview(table, 'name', [
    { row: 1, value: 'Anna Meyer (Oslo)' },
    { row: 2, value: 'Ken Ito (Riga)' },
  ])
  const applied = await apply(table, result.transformations[0]!.statement)
  expect((await readColumn(applied, 'name'))[2]).toBe('Rosa Luz (Bonn)')
})

test('rows without a value are counted and asked about', async () => {
  const table = await createTable(['day'], [['2024-03-09'], ['2023-11-30'], ['unknown'], ['unknown'], [null]])
  const result = await preview(table, 'day', [
    { row: 1, value: 'Saturday' },
    { row: 2, value: 'Thursday' },
  ])
  expect(result.missing).toBe(2)
  expect(result.questions).toEqual([{ row: 3, rows: 2, cell: 'unknown', values: [null] }])
})

test('columns of other types are read as text', async () => {
  const table = await tables.create(sql`SELECT unnest([7, 42, 1234]) AS n, DATE '2024-03-09' AS day`, { id: 'typed' })
  const padded = await preview(table, 'n', [
    { row: 1, value: 'N-0007' },
    { row: 2, value: 'N-0042' },
  ])
  expect(await readColumn(padded.table!, 'n (new)')).toEqual(['N-0007', 'N-0042', 'N-1234'])
  const dates = await preview(table, 'day', [{ row: 1, value: '09.03.2024' }])
  expect(dates.transformations.length).toBeGreaterThan(0)
})

test('a value without any relation to its row has no silent transformation', async () => {
  const table = await people()
  const result = await preview(table, 'name', [
    { row: 1, value: 'x7' },
    { row: 2, value: 'q' },
    { row: 3, value: 'zz9' },
  ])
  expect(result.missing + result.differing).toBeGreaterThan(0)
})

test('unknown columns and rows are errors that name them', async () => {
  const table = await people()
  await expect(preview(table, 'nane', [{ row: 1, value: 'x' }])).rejects.toThrow(TablesError)
  await expect(preview(table, 'name', [{ row: 7, value: 'x' }])).rejects.toThrow(TablesError)
})
