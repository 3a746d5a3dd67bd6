import { sql, unsafeSql } from '@aw-flow/engine'
import { checkReportSchema, planRepairs, planDeduplication, preparationPlanSchema } from '@aw-flow/schema/internal'
import { expect, test } from 'vitest'
import { check, prepare } from '../agents.ts'
import { checkTable } from './check-table.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()

const cities = sql`['Basel', 'Genf', 'Luzern', 'Zug']`

/**
 * Creates cities with one number each. Row 17 has a typo, row 41 has the number of a different city, and row 56 has
 * no city.
 */
const makeCities = (id: string, rows = 400) =>
  tables.create(
    sql`SELECT CASE WHEN i = 16 THEN 'Bassel' WHEN i = 55 THEN NULL ELSE list_extract(${cities}, 1 + i % 4) END AS city,
          CAST(CASE WHEN i = 40 THEN 102 ELSE 100 + i % 4 END AS INTEGER) AS number
        FROM (SELECT CAST(range AS INTEGER) + 0 AS i FROM range(${rows})) ORDER BY i`,
    { id },
  )

test('checks a table of any types by its texts', async () => {
  const table = await makeCities('cities')
  const report = await check(table, { tables })
  expect(report).toMatchObject({ rows: 400, rowsChecked: 400, columns: ['city', 'number'], notes: [] })
  expect(report.findings.map(({ row, column, value, repair }) => ({ row, column, value, repair }))).toMatchObject([
    { row: 17, column: 'city', value: 'Bassel', repair: 'Basel' },
    { row: 41 },
    { row: 56, column: 'city', value: '', repair: 'Zug' },
  ])
})

test('repairs make a preparation plan that fixes the table', async () => {
  const table = await makeCities('repaired')
  const { findings } = await check(table, { tables })
  const operations = planRepairs(findings, 0)
  const plan = preparationPlanSchema.parse({ target: 'generic', operations, notes: [] })
  const prepared = await prepare(table, { tables, target: 'generic', plan })
  const again = await check(prepared.table, { tables })
  expect(again.findings).toEqual([])
})

test('samples blocks of a large table and warns of it', async () => {
  const table = await makeCities('many', 9000)
  const report = await checkTable({ tables, table, maxCells: 4000 })
  expect(report).toMatchObject({ rows: 9000, rowsChecked: 2000 })
  expect(report.notes).toMatchObject([{ code: 'check.sampled', severity: 'warning' }])
  expect(report.findings.every(({ row }) => [17, 41, 56].includes(row))).toBe(true)
})

test('rejects with the reason of an aborted signal', async () => {
  const table = await makeCities('stopped')
  await expect(checkTable({ tables, table, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
})

const people = (
  change: string,
): string => `SELECT CAST(1000 + i AS VARCHAR) AS id, 'Person ' || CAST(i * 7919 % 997 AS VARCHAR) AS name,
  list_extract(['Basel', 'Genf', 'Luzern', 'Zug'], 1 + i % 4) AS city, CAST(DATE '1950-01-01' + CAST(i * 37 % 9000 AS INTEGER) AS VARCHAR) AS born
  FROM (SELECT ${change} AS i, range AS place FROM range(300)) ORDER BY place`

test('reports duplicate rows with their first occurrence, and a plan drops them', async () => {
  const table = await tables.create(unsafeSql(people('CASE WHEN range IN (50, 200) THEN 12 ELSE range END')), {
    id: 'twice',
  })
  const report = checkReportSchema.parse(await check(table, { tables }))
  expect(report.repeated).toMatchObject([
    { row: 51, like: 13, reason: { code: 'finding.duplicate-row', params: { like: 13, repaired: false } } },
    { row: 201, like: 13, reason: { code: 'finding.duplicate-row', params: { like: 13, repaired: false } } },
  ])
  const plan = preparationPlanSchema.parse({ target: 'generic', operations: planDeduplication(report), notes: [] })
  expect(plan.operations).toMatchObject([{ op: 'deduplicate', keep: 'first' }])
  expect((await prepare(table, { tables, target: 'generic', plan })).table.rows).toBe(298)
})

test('does not report rows that are equal by chance', async () => {
  const dice = `SELECT CAST(hash(range) % 6 AS VARCHAR) AS one, CAST(hash(range + 7) % 6 AS VARCHAR) AS two, CAST(hash(range + 99) % 9 AS VARCHAR) AS three,
    CAST(hash(range + 5) % 9 AS VARCHAR) AS four FROM range(500) ORDER BY range`
  const table = await tables.create(unsafeSql(dice), { id: 'dice' })
  expect((await check(table, { tables })).repeated).toEqual([])
})

test('finds a number that deviates from the rows around it', async () => {
  const measured = `SELECT range AS place, CAST(CASE WHEN range = 150 THEN 23170 ELSE 2000 + range * range // 71 + hash(range) % 9 END AS VARCHAR) AS level FROM range(400) ORDER BY place`
  const table = await tables.create(unsafeSql(measured), { id: 'measured' })
  const { findings } = await checkTable({ tables, table, sensitivity: 'thorough' })
  expect(findings.find(({ row }) => row === 151)).toMatchObject({ column: 'level', value: '23170' })
})
