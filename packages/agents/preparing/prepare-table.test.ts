import { message, type Message } from '@aw-flow/messages'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { quoteIdentifier, NodeError, sql, tableName, unsafeSql } from '@aw-flow/engine'
import type { PreparationPlan, TableRef } from '@aw-flow/schema'
import { preparationReportSchema } from '@aw-flow/schema/internal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findRolesByName } from './cosmo-ready/cosmo-ready-schema.ts'
import { prepareTable } from './prepare-table.ts'
import { makeMeasuresTable, makeTable } from './test-table.ts'
import { seed, sizes } from '../../../test/sizes.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()

const prepare = (table: TableRef, plan?: PreparationPlan) =>
  prepareTable({ tables, table, target: 'cosmo-ready', id: 'prepared', ...(plan ? { plan } : {}) })
const cells = async (columns: string[]): Promise<unknown[][]> =>
  (
    await tables.rows(
      sql`SELECT ${columns.map(quoteIdentifier)} FROM ${quoteIdentifier(tableName('prepared'))} ORDER BY rowid`,
    )
  ).map(Object.values)

describe('prepareTable', () => {
  it('makes points, keeps all columns, and accounts for every row and cell', async () => {
    const table = await makeTable(
      tables,
      'in',
      ['x DOUBLE', 'y DOUBLE', 'label VARCHAR'],
      [
        [1.5, 2.5, 'a'],
        [null, 3.5, 'b'],
        [Infinity, 4.5, 'c'],
        [2.5, 5.5, 'd'],
      ],
    )
    const { table: prepared, report } = await prepare(table)
    expect(report).toEqual(preparationReportSchema.parse(JSON.parse(JSON.stringify(report))))
    expect(prepared.columns.map((column) => column.name)).toEqual(['id', 'index', 'x', 'y', 'label'])
    expect(await cells(['id', 'index', 'x', 'y', 'label'])).toEqual([
      ['row-1', 0, 1.5, 2.5, 'a'],
      ['row-4', 1, 2.5, 5.5, 'd'],
    ])
    const applied = Object.fromEntries(report.applied.map((applied) => [applied.operation.op, applied]))
    expect(applied['finite']).toMatchObject({ cellsNulled: 1, examples: [{ row: 3, before: 'inf', after: null }] })
    expect(applied['drop-null-rows']).toMatchObject({ rowsDropped: 2 })
    expect(report.rowsIn - report.applied.reduce((sum, { rowsDropped }) => sum + rowsDropped, 0)).toBe(report.rowsOut)
    expect(report.validation.valid).toBe(true)
    expect(report.warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['prepare.rows-dropped', 'prepare.cells-emptied']),
    )
  })

  it('refuses a table without rows', async () => {
    const table = await makeTable(tables, 'in', ['a VARCHAR', 'b DOUBLE'], [])
    const error = await prepare(table).catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(NodeError)
    expect(error).toMatchObject({
      kind: 'validation',
      problem: { code: 'prepare.no-rows', params: { columns: ['a', 'b'] } },
    })
  })

  it('applies a saved plan, and rejects one that does not match the table', async () => {
    const table = await makeTable(
      tables,
      'in',
      ['a VARCHAR', 'b DOUBLE'],
      [
        ['x', 1],
        ['y', 2],
      ],
    )
    const { report } = await prepare(table)
    expect((await prepare(table, report.plan)).report.plan).toEqual(report.plan)
    const other = await makeTable(tables, 'other', ['c VARCHAR'], [['x']])
    const error = await prepare(other, { ...report.plan, operations: [{ op: 'trim', reason: '', column: 'a' }] }).catch(
      (cause: unknown) => cause,
    )
    expect(error).toMatchObject({ kind: 'permanent', problem: { code: 'prepare.plan-does-not-fit' } })
  })

  it('retries without coordinates if they are not valid', async () => {
    // All rows with both coordinates have the same x.
    const rows = Array.from({ length: 10 }, (_, index) => [index < 6 ? 1 : index, index < 6 ? index : null])
    const table = await makeTable(tables, 'in', ['x DOUBLE', 'y DOUBLE'], rows)
    const { report } = await prepare(table)
    expect(report.attempts.map(({ success }) => success)).toEqual([false, true])
    expect(report.attempts[0]?.reason).toMatchObject({ params: { column: 'x' } })
    expect(report).toMatchObject({ rowsOut: 10, validation: { valid: true } })
  })

  it('does not use a copy of the id as a coordinate', async () => {
    const rows = Array.from({ length: 10 }, (_, index) => [100 - index * index, 100 - index * index, index / 3])
    const table = await makeTable(tables, 'in', ['id BIGINT', 'x BIGINT', 'y DOUBLE'], rows)
    const { report } = await prepare(table)
    expect(report.attempts.map(({ success }) => success)).toEqual([false, true])
    expect(report.attempts[0]?.reason).toEqual(
      message('validate.not-copy-of', { column: 'x', others: ['id', 'index'], failing: 10, rows: 10 }),
    )
    expect(report.plan.roles).not.toHaveProperty('x')
  })

  it('makes a valid table with all columns and named roles from any table', async () => {
    const columnName = fc.constantFrom(
      'id',
      'Index',
      'x',
      'y',
      'lat',
      'lon',
      'point_id',
      'point_x',
      'name',
      'value',
      'kind',
      'code',
      'year',
    )
    const cell = fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: -3, max: 30 }) },
      { weight: 1, arbitrary: fc.constantFrom(null, Infinity, Number.NaN) },
    )
    const input = fc
      .uniqueArray(columnName, { minLength: 1, maxLength: 5, selector: (name) => name.toLowerCase() })
      .chain((names) =>
        fc.tuple(
          fc.constant(names),
          fc.array(fc.constantFrom('DOUBLE', 'VARCHAR'), { minLength: names.length, maxLength: names.length }),
          fc.array(fc.array(cell, { minLength: names.length, maxLength: names.length }), {
            minLength: 1,
            maxLength: 12,
          }),
        ),
      )
    await fc.assert(
      fc.asyncProperty(input, async ([names, types, rows]) => {
        const table = await makeTable(
          tables,
          'in',
          names.map((name, index) => `${name} ${types[index]}`),
          rows,
        )
        const { table: prepared, report } = await prepare(table)
        expect(report.validation.rules.filter(({ valid }) => !valid)).toEqual([])
        expect(prepared.columns.map((column) => column.name)).toEqual(expect.arrayContaining(names))
        const { id, index, x, y } = report.plan.roles!
        expect(findRolesByName(prepared.columns)).toMatchObject({ id, index, ...(x === undefined ? {} : { x, y }) })
        expect(report.rowsOut).toBe(
          report.rowsIn - report.applied.reduce((sum, { rowsDropped }) => sum + rowsDropped, 0),
        )
      }),
      { numRuns: sizes.databaseRuns, seed },
    )
  })

  it('tries each plan for a large table on a sample first', async () => {
    const large = await tables.create(
      sql`SELECT i * 0.5 AS x, (i * 7) % 100 AS y, 'name ' || i AS label FROM range(60000) AS t(i)`,
      { id: 'large' },
    )
    const made: string[] = []
    const watched = new Proxy(tables, {
      get: (own, key) => {
        const value: unknown = Reflect.get(own, key)
        if (typeof value !== 'function') return value
        return async (...args: unknown[]) => {
          const result = (await value.apply(own, args)) as { rows?: number }
          if (key === 'create') made.push(`${(args[1] as { id: string }).id} ${String(result.rows)}`)
          return result
        }
      },
    })
    const reason = 'required by a test'
    const plan = (column: string): PreparationPlan => ({
      target: 'generic',
      operations: [{ op: 'cast', column, type: 'DOUBLE', reason }],
      notes: [],
    })
    const plans = [plan('z'), plan('y')]
    const options = { tables: watched, table: large, target: 'generic' as const, id: 'tried' }
    const { report } = await prepareTable({ ...options, propose: () => Promise.resolve(plans.shift()) })
    expect(report.attempts.map(({ success }) => success)).toEqual([false, true])
    expect(englishFormatter.format(report.attempts[0]!.reason)).toContain('`z` is not in the table')
    // The sample has every 32nd row and is created once; the first plan fails on it, so the large table is prepared once.
    expect(made).toEqual(['tried-sample 1875', 'tried-sample-result 1875', 'tried 60000'])
    made.length = 0
    expect((await prepareTable({ ...options, target: 'cosmo-ready', id: 'points' })).report.validation.valid).toBe(true)
    expect(made).toEqual(['points-sample 1875', 'points-sample-result 1875', 'points 60000'])
    const left = await tables.rows(sql`SELECT table_name AS t FROM duckdb_tables() WHERE table_name LIKE '%tried-%'`)
    expect(left.filter(({ t }) => /-(?:sample|tried)/.test(String(t)))).toEqual([])
  })

  it('validates a plan on a sample, and requests a better one before preparing the entire table', async () => {
    const large = await tables.create(sql`SELECT i AS a, 'n/a' AS b FROM range(60000) AS t(i)`, { id: 'wide' })
    const schema = {
      columns: [{ name: 'b', type: 'text' as const, enum: ['none'], notConstant: true }],
      minRows: 50_000,
    }
    const received: string[][] = []
    const operations: PreparationPlan['operations'][] = [
      [],
      [{ op: 'map-values', column: 'b', values: [{ from: 'n/a', to: 'none' }], others: 'keep', reason: 'a test' }],
    ]
    const { report, table } = await prepareTable({
      tables,
      table: large,
      target: 'own',
      schema,
      id: 'repaired',
      maxRetries: 1,
      propose: (_, __, findings) => {
        received.push(findings.map(({ code, checked }) => `${code} of ${checked}`))
        const next = operations.shift()
        return Promise.resolve(next && { target: 'own', operations: next, schema, notes: [] })
      },
    })
    expect(report.attempts.slice(0, 2).map(({ action, success }) => [(action as Message).code, success])).toEqual([
      ['prepare.try', false],
      // `notConstant` is validated for the entire table only.
      ['prepare.apply-another', false],
    ])
    expect(received).toEqual([[], ['enum of 1875']])
    expect(report.validation.rules.filter(({ valid }) => !valid).map(({ code }) => code)).toEqual(['notConstant'])
    expect(table.rows).toBe(60_000)
  })

  it('applies the last plan to the entire table if every plan fails on the sample', async () => {
    const large = await tables.create(sql`SELECT i AS a FROM range(60000) AS t(i)`, { id: 'long' })
    const schema = { columns: [{ name: 'a', max: 100 }] }
    const { report, table } = await prepareTable({ tables, table: large, target: 'own', schema, id: 'nearest' })
    expect(report.attempts.map(({ action }) => (action as Message).code)).toEqual(['prepare.try'])
    expect(table.rows).toBe(60_000)
    expect(report.validation.rules.find(({ code }) => code === 'max')).toMatchObject({
      failing: 59_899,
      checked: 60_000,
    })
  })
})

describe('proposals', () => {
  it('receive the findings of the previous attempt, and are followed by rules', async () => {
    const seen: string[][] = []
    const plans: PreparationPlan[] = [
      { target: 'cosmo-ready', operations: [{ op: 'trim', column: 'gone', reason: 'wrong' }], notes: [] },
      { target: 'cosmo-ready', operations: [], roles: { id: 'kind', index: 'one' }, notes: [] },
    ]
    const { report } = await prepareTable({
      tables,
      table: await makeMeasuresTable(tables),
      target: 'cosmo-ready',
      id: 'prepared',
      propose: async (_goal, _profile, findings) => {
        seen.push(findings.map(({ code }) => code))
        return plans[seen.length - 1]
      },
    })
    expect(seen[0]).toEqual([])
    expect(seen[1]).toEqual(['plan'])
    expect(seen[2]).toEqual(expect.arrayContaining(['unique', 'nullable', 'sequence']))
    expect(report.attempts.map(({ success }) => success)).toEqual([false, false, true])
    expect(report.validation.valid).toBe(true)
  })

  it('number the remaining rows in order with any number of threads', async () => {
    const table = await tables.create(
      unsafeSql(`SELECT CASE WHEN i % 7 = 3 THEN NULL ELSE i * 1.5 END AS x, i * 0.5 AS y FROM range(300000) r(i)`),
      { id: 'many' },
    )
    const { table: made } = await prepare(table)
    const [row] = await tables.rows(
      unsafeSql(
        `SELECT count(*) FILTER (n <> index) AS wrong FROM (SELECT index, row_number() OVER (ORDER BY x) - 1 AS n FROM "${tableName(made.id).replaceAll('"', '""')}")`,
      ),
    )
    expect(row).toEqual({ wrong: 0 })
  })
})
