import { unsafeSql } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import {
  checkReportSchema,
  deepFindingSchema,
  preparationReportSchema,
  tableProfileSchema,
  type PreparationTarget,
} from '@aw-flow/schema/internal'
import { beforeAll, describe, expect, test } from 'vitest'
import { sizes, selectSlowCases } from '../../test/sizes.ts'
import { check, prepare, profile } from './agents.ts'
import { openTestTables } from '../../test/open-tables.ts'

const tables = await openTestTables()

const wide = (columns: number, rows: number): string => {
  const kinds = [
    (at: number) => `i + ${at} AS "n${at}"`,
    (at: number) => `i / ${at + 3}.0 AS "d${at}"`,
    (at: number) => `['red', 'green', 'blue'][1 + (i + ${at}) % 3] AS "t${at}"`,
    (at: number) => `DATE '2026-01-01' + (i + ${at})::INTEGER AS "w${at}"`,
  ]
  return `SELECT ${Array.from({ length: columns }, (_, at) => kinds[at % kinds.length]!(at)).join(', ')} FROM range(${rows}) t(i)`
}

/** Unusual tables: without rows or values, with unusual names, types and sizes. */
const cases: Record<string, { select: string; rows: number; columns: number }> = {
  'no rows': { select: `SELECT 1 AS a, NULL::VARCHAR AS b, 1.5 AS c WHERE FALSE`, rows: 0, columns: 3 },
  'one row': { select: `SELECT 1 AS a, 'x' AS b, DATE '2026-01-01' AS c`, rows: 1, columns: 3 },
  'one cell': { select: `SELECT 'only' AS a`, rows: 1, columns: 1 },
  'one empty cell': { select: `SELECT NULL::VARCHAR AS a`, rows: 1, columns: 1 },
  'one column': { select: `SELECT 'v' || (i % 7) AS a FROM range(90) t(i)`, rows: 90, columns: 1 },
  'columns without a value': {
    select: `SELECT i AS a, NULL::VARCHAR AS b, NULL::DOUBLE AS c, NULL::DATE AS d, '' AS e, '  ' AS f FROM range(60) t(i)`,
    rows: 60,
    columns: 6,
  },
  'only nulls': {
    select: `SELECT NULL::VARCHAR AS a, NULL::BIGINT AS b, NULL::TIMESTAMP AS c FROM range(60) t(i)`,
    rows: 60,
    columns: 3,
  },
  'numbers that are not finite': {
    select: `SELECT i AS a, CASE i % 4 WHEN 0 THEN 'nan' WHEN 1 THEN 'inf' WHEN 2 THEN '-inf' ELSE i::VARCHAR END::DOUBLE AS b,
      'nan'::DOUBLE AS c, CASE WHEN i = 40 THEN 'infinity' ELSE '2026-01-01' END::TIMESTAMP AS d, 'inf'::FLOAT AS e FROM range(80) t(i)`,
    rows: 80,
    columns: 5,
  },
  'unusual column names': {
    select:
      `SELECT i AS "Größe ✓", i % 3 AS "名前", 'v' || i % 5 AS "عدد", i * 2 AS "a ""b"" 'c'", i % 2 AS "", i AS " ", i % 4 AS "select", i % 7 AS "line
break", i AS "🙂", i % 3 AS "e\u0301", i % 3 AS "\u00e9" FROM range(70) t(i)`.replace(' AS "",', ' AS "-",'),
    rows: 70,
    columns: 11,
  },
  'column names that generated SQL may also use': {
    select: `SELECT i % 3 AS h, i % 2 AS n, i % 3 AS r, 'v' || i % 4 AS v, i % 2 AS s, i % 3 AS x, i % 2 AS k, i % 2 AS w, i % 3 AS place,
      i % 2 AS c0, i % 3 AS q, i % 2 AS extra, i % 3 AS "groups" FROM range(60) t(i)`,
    rows: 60,
    columns: 13,
  },
  'values of every type': {
    select: `SELECT i % 2 = 0 AS a, i::HUGEINT AS b, [i, i + 1] AS c, {'x': i, 'y': 'z'} AS d, i::VARCHAR::BLOB AS e, uuid() AS f,
      INTERVAL 1 DAY * i AS g, TIME '00:00:00' + INTERVAL 1 SECOND * i AS h, (i / 7)::DECIMAL(18,3) AS j, MAP {'k': i} AS k FROM range(60) t(i)`,
    rows: 60,
    columns: 10,
  },
  'constant columns': {
    select: `SELECT 'same' AS a, 5 AS b, TRUE AS c FROM range(300) t(i)`,
    rows: 300,
    columns: 3,
  },
  'very long texts': {
    select: `SELECT repeat('word ' || i || ' ', ${sizes.textCharacters / 10}) AS a, i % 3 AS b FROM range(40) t(i)`,
    rows: 40,
    columns: 2,
  },
  'hundreds of columns': { select: wide(sizes.wideColumns, 24), rows: 24, columns: sizes.wideColumns },
  'hundreds of columns and one row': { select: wide(sizes.wideColumns, 1), rows: 1, columns: sizes.wideColumns },
}

const tableOf = (select: string, title: string): Promise<TableRef> =>
  tables.create(unsafeSql(select), { id: title.replaceAll(' ', '-') })

describe.for(selectSlowCases(Object.entries(cases)))('%s', ([title, { select, rows, columns }]) => {
  let table: TableRef
  beforeAll(async () => {
    table = await tableOf(select, title)
  })

  test('returns a valid check report', async () => {
    const report = checkReportSchema.parse(await check(table, { tables }))
    expect(report).toMatchObject({ rows, rowsChecked: rows, notes: [] })
    expect(report.columns).toHaveLength(columns)
    for (const { row, column, confidence } of report.findings) {
      expect(row).toBeLessThanOrEqual(rows)
      expect(report.columns).toContain(column)
      expect(Number.isFinite(confidence)).toBe(true)
    }
  })

  test('returns a valid profile and deep findings', async () => {
    const { profile: first, findings } = await profile(table, { tables, deep: true })
    expect(tableProfileSchema.parse(JSON.parse(JSON.stringify(first)))).toEqual(first)
    expect(first).toMatchObject({ rows })
    expect(first.columns.map(({ name }) => name)).toEqual(table.columns.map(({ name }) => name))
    for (const { nulls, distinct, distinctIs } of first.columns) {
      expect(nulls + distinct <= rows || distinctIs === 'approximate').toBe(true)
    }
    for (const finding of findings)
      expect(deepFindingSchema.parse(JSON.parse(JSON.stringify(finding)))).toEqual(finding)
  })

  test.for(['generic', 'cosmo-ready', 'ml-ready'] as const satisfies PreparationTarget[])(
    'is prepared as %s or fails with a problem',
    async (target) => {
      const prepared = await prepare(table, { tables, target, id: `${title.replaceAll(' ', '-')}-${target}` }).catch(
        (cause: unknown) => cause as Error,
      )
      if (prepared instanceof Error || !('report' in prepared)) {
        expect((prepared as { problem?: { code: string } }).problem?.code).toMatch(/^prepare\./)
        return
      }
      const { report } = prepared
      expect(preparationReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
      expect(report.rowsIn).toBe(rows)
      expect(report.rowsIn - report.applied.reduce((sum, { rowsDropped }) => sum + rowsDropped, 0)).toBe(report.rowsOut)
      await tables.drop(prepared.table.id)
    },
  )
})
