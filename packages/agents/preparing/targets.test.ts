import { openDuckDb } from '@aw-flow/data/node'
import { name, sql, tableName, unsafeSql, type Tables } from '@aw-flow/engine'
import {
  cosmographConfig,
  preparationPlanSchema,
  preparationReportSchema,
  type PreparationPlan,
  type TableRef,
} from '@aw-flow/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseValidator } from '../validating/parse-validator.ts'
import { prepareTable, type PrepareTableOptions } from './prepare-table.ts'
import { previewPreparation } from './preview-preparation.ts'
import { makeTable } from './test-table.ts'

let tables: Tables
beforeAll(async () => {
  tables = await openDuckDb()
})
afterAll(() => tables.close())

const prepare = (table: TableRef, more: Partial<PrepareTableOptions> = {}) =>
  prepareTable({ tables, table, target: 'cosmo-ready', id: 'prepared', ...more })
const rowsOf = async ({ id }: TableRef): Promise<unknown[][]> =>
  (await tables.rows(sql`SELECT * FROM ${name(tableName(id))} ORDER BY rowid`)).map(Object.values)
const codes = ({ warnings }: { warnings: readonly { code: string }[] }): string[] => warnings.map(({ code }) => code)

const edges = () =>
  makeTable(
    tables,
    'edges',
    ['source VARCHAR', 'target VARCHAR', 'weight BIGINT'],
    [
      ['B', 'A ', 2],
      ['A', 'C', 1],
      ['C', 'C', 5],
      ['B', 'A', 2],
      ['B', null, 1],
    ],
  )

describe('links', () => {
  it('become points, one for each end, and links between them; loops and repeated ones are told and kept', async () => {
    const { table, links, report } = await prepare(await edges())
    expect(await rowsOf(table)).toEqual([
      ['B', 0, 2],
      ['A', 1, 3],
      ['C', 2, 3],
    ])
    expect(await rowsOf(links!)).toEqual([
      ['B', 'A', 0, 1, 2],
      ['A', 'C', 1, 2, 1],
      ['C', 'C', 2, 2, 5],
      ['B', 'A', 0, 1, 2],
    ])
    expect(report).toEqual(preparationReportSchema.parse(JSON.parse(JSON.stringify(report))))
    expect(report.validation.valid && report.links?.validation.valid).toBe(true)
    expect(report.links).toMatchObject({ rowsIn: 5, rowsOut: 4, selfLoops: 1, duplicates: 1 })
    expect(report.links?.applied[0]).toMatchObject({ rowsDropped: 1 })
    expect(codes(report)).toEqual(
      expect.arrayContaining(['prepare.links-dropped', 'prepare.self-loops', 'prepare.duplicate-links']),
    )
    const preview = await previewPreparation({ tables, table: await edges(), plan: report.plan })
    expect(preview.links).toEqual({ applied: report.links?.applied, rowsIn: 5, rowsOut: 4 })
    const told = cosmographConfig(report.plan)
    expect(told.javascript).toMatchObject({ pointIdBy: 'id', linkSourceIndexBy: 'source_index', linkWidthBy: 'weight' })
    expect(told.python).toMatchObject({ point_index_by: 'index', link_target_by: 'target', link_width_by: 'weight' })
  })

  it('given as a table of their own refer to the column that they name', async () => {
    const points = await makeTable(
      tables,
      'points',
      ['name VARCHAR', 'nr BIGINT'],
      [
        ['x', 10],
        ['y', 11],
        ['z', 12],
      ],
    )
    const given = await makeTable(
      tables,
      'given',
      ['from VARCHAR', 'to VARCHAR'],
      [
        ['10', '11'],
        ['12', '99'],
      ],
    )
    const { links, report } = await prepare(points, { given: { links: given } })
    expect(await rowsOf(links!)).toEqual([['10', '11', 0, 1]])
    expect(report.plan.operations[0]).toMatchObject({ op: 'copy', column: 'nr', to: 'id' })
  })

  it('are none where a from and a to have nothing in common', async () => {
    const table = await makeTable(
      tables,
      'trips',
      ['from VARCHAR', 'to VARCHAR', 'km DOUBLE'],
      [
        ['a', 'x', 1.5],
        ['b', 'y', 2.5],
        ['c', 'z', 3.5],
      ],
    )
    expect((await prepare(table)).links).toBeUndefined()
  })
})

const measures = () =>
  makeTable(
    tables,
    'measures',
    [
      'code VARCHAR',
      'kind VARCHAR',
      'num1 DOUBLE',
      'num2 DOUBLE',
      'num3 DOUBLE',
      'one BIGINT',
      'when1 DATE',
      'yes BOOLEAN',
    ],
    Array.from({ length: 12 }, (_, index) => [
      `row ${index}`,
      index % 5 === 4 ? null : ['red', 'blue', 'Red'][index % 3]!,
      index === 3 ? Infinity : index * 1.5,
      index === 7 ? null : 10 - index,
      (index * 7) % 5,
      1,
      `2024-01-${String(index + 1).padStart(2, '0')}`,
      index % 2 === 0,
    ]),
  )

describe('layouts', () => {
  it('draws a projection when it is asked for, the same for the same seed', async () => {
    const table = await measures()
    const hash = async (seed: number): Promise<string> =>
      tables.contentHash((await prepare(table, { layout: 'projection', seed })).table)
    const { report } = await prepare(table, { layout: 'projection', seed: 7 })
    expect(report.plan.roles).toMatchObject({ x: 'x', y: 'y' })
    expect(report.validation.valid).toBe(true)
    expect(
      report.warnings.find(({ code }) => code === 'prepare.no-coordinates' || code === 'prepare.coordinates')?.message,
    ).toContain('the seed 7')
    expect(await hash(7)).toBe(await hash(7))
    expect(await hash(7)).not.toBe(await hash(8))
    expect((await prepare(table, { layout: 'simulation' })).report.plan.roles).not.toHaveProperty('x')
  })
})

describe('ml-ready', () => {
  it('says of each column why there is nothing to learn from', async () => {
    const table = await makeTable(
      tables,
      'nothing',
      ['id BIGINT', 'same VARCHAR', 'none VARCHAR'],
      [
        [1, 'a', null],
        [2, 'a', null],
        [3, 'a', null],
      ],
    )
    await expect(prepare(table, { target: 'ml-ready' })).rejects.toThrow(
      /No column says anything to learn from\. `id`: It is the row number\. `same`: It is constant.* `none`: It has no value/,
    )
  })

  it('scales numbers further apart than a number can say', async () => {
    const table = await makeTable(tables, 'far', ['x DOUBLE'], [[1e308], [-1e308], [5e307], [0]])
    const { table: made, report } = await prepare(table, { target: 'ml-ready' })
    expect(report.validation.valid).toBe(true)
    expect(await rowsOf(made)).toEqual([[1], [-1], [0.5], [0]])
  })

  it('makes numbers without a gap, tells what goes and what gives the label away', async () => {
    const { table, report } = await prepare(await measures(), { target: 'ml-ready', label: 'yes' })
    expect(report.validation.valid).toBe(true)
    expect(report.rowsOut).toBe(12)
    const columns = table.columns.map((column) => column.name)
    expect(columns).not.toContain('code')
    expect(columns).not.toContain('one')
    expect(columns).toEqual(
      expect.arrayContaining([
        'num1',
        'num1 missing',
        'num2 missing',
        'kind=blue',
        'kind=Red',
        'kind=red (2)',
        'when1 seconds',
      ]),
    )
    const [row] = await tables.rows(
      sql`SELECT min(num1) AS a, max(num1) AS b, sum(${name('num1 missing')}) AS c FROM ${name(tableName('prepared'))}`,
    )
    expect(row).toEqual({ a: 0, b: 1, c: 1 })
    const leaking = await makeTable(
      tables,
      'leaking',
      ['town VARCHAR', 'country VARCHAR', 'twin VARCHAR'],
      Array.from({ length: 12 }, (_, index) => [
        ['Oslo', 'Riga', 'Rome'][index % 3]!,
        ['NO', 'LV', 'IT'][index % 3]!,
        ['Oslo', 'Riga', 'Rome'][index % 3]!,
      ]),
    )
    expect(codes((await prepare(leaking, { target: 'ml-ready', label: 'country' })).report)).toEqual(
      expect.arrayContaining(['prepare.leak', 'prepare.twin']),
    )
  })
})

describe('the way back from ml-ready', () => {
  const textsOf = async ({ id, columns }: TableRef, wanted: readonly string[]): Promise<unknown[][]> => {
    const cells = wanted.map((column) =>
      columns.find(({ name: own }) => own === column)?.type === 'DOUBLE'
        ? sql`CAST(round(${name(column)}, 9) AS VARCHAR) AS ${name(column)}`
        : sql`CAST(${name(column)} AS VARCHAR) AS ${name(column)}`,
    )
    return (await tables.rows(sql`SELECT ${cells} FROM ${name(tableName(id))} ORDER BY rowid`)).map(Object.values)
  }

  it('gives every cell back that was scaled, encoded, converted or filled, in its type and order', async () => {
    const table = await makeTable(
      tables,
      'there',
      [
        'kind VARCHAR',
        'town VARCHAR',
        'num1 DOUBLE',
        'int1 BIGINT',
        'small1 INTEGER',
        'day1 DATE',
        'when1 TIMESTAMP',
        'yes1 BOOLEAN',
        'number VARCHAR',
      ],
      Array.from({ length: 60 }, (_, index) => [
        index % 5 === 4 ? null : ['red', 'Red', 'blue 1'][index % 3]!,
        index % 11 === 4 ? null : `town ${index % 29}`,
        index % 7 === 3 ? null : Math.round(index * 1234.567) / 1000,
        index % 4 === 1 ? null : index * index - 50,
        (index * 7) % 31,
        index % 6 === 2 ? null : `20${20 + (index % 5)}-0${1 + (index % 9)}-1${index % 9}`,
        `2024-03-0${1 + (index % 9)} 12:0${index % 10}:30.${index % 10}25`,
        index % 9 === 5 ? null : index % 2 === 0,
        ['1', '02', '3'][index % 3]!,
      ]),
    )
    const { table: made, report } = await prepare(table, { target: 'ml-ready' })
    expect(report.validation.valid).toBe(true)
    const inverse = preparationPlanSchema.parse(JSON.parse(JSON.stringify(report.inverse)))
    const back = await prepare(made, { target: 'generic', plan: inverse, id: 'back' })
    expect(inverse.notes).toEqual([])
    expect(back.table.columns).toEqual(table.columns)
    const wanted = table.columns.map((column) => column.name)
    expect(await textsOf(back.table, wanted)).toEqual(await textsOf(table, wanted))
  })

  it('says what does not come back, and reads what a model has foretold', async () => {
    const { report } = await prepare(await measures(), { target: 'ml-ready', label: 'kind' })
    const { inverse } = report
    expect(inverse!.notes.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        '`code` was dropped and does not come back.',
        '`one` was dropped and does not come back.',
      ]),
    )
    expect(inverse!.notes.some(({ message }) => message.includes('drop-null-rows'))).toBe(true)
    const foretold = await makeTable(
      tables,
      'foretold',
      [...report.columnsOut.map((column) => `${column.name} ${column.type}`), 'score DOUBLE'],
      [0, 2].map((label) => [
        ...report.columnsOut.map((column) => (column.name === 'kind number' ? label : 0)),
        0.5 + label / 10,
      ]),
    )
    await prepare(foretold, { target: 'generic', plan: inverse!, id: 'back' })
    const rows = await tables.rows(sql`SELECT kind, num3, yes, score FROM ${name(tableName('back'))} ORDER BY rowid`)
    expect(rows).toEqual([
      { kind: 'Red', num3: 0, yes: false, score: 0.5 },
      { kind: 'red', num3: 0, yes: false, score: 0.7 },
    ])
  })
})

describe('a target of one’s own', () => {
  it('renames, converts and drops until the schema holds', async () => {
    const table = await makeTable(
      tables,
      'own',
      ['Id VARCHAR', 'prise VARCHAR', 'more VARCHAR'],
      [
        ['1', '2.5', 'x'],
        ['2', 'none', 'x'],
        ['2', '4', 'x'],
        [null, '5', 'x'],
      ],
    )
    const schema = {
      columns: [
        { name: 'id', type: 'integer' as const, unique: true, nullable: false },
        { name: 'price', type: 'number' as const },
      ],
      strict: true,
    }
    const { table: made, report } = await prepare(table, { target: 'own', schema })
    expect(report.validation.valid).toBe(true)
    expect(await rowsOf(made)).toEqual([
      [1, 2.5],
      [2, null],
    ])
    const lacking = await prepare(table, { target: 'own', schema: { columns: [{ name: 'weight' }] } })
    expect(lacking.report.validation.valid).toBe(false)
    expect(codes(lacking.report)).toContain('prepare.missing-column')
  })

  it('is judged by any validator, whose schema is planned for, and which the plan keeps', async () => {
    const table = await makeTable(
      tables,
      'own',
      ['Price VARCHAR', 'n BIGINT'],
      [
        [' 2.5', 1],
        ['4', 2],
      ],
    )
    const { validator, problems } = parseValidator({
      all: [{ columns: [{ name: 'price', type: 'number' }] }, { sql: 'price > 3' }, { info: ['rows = 2'] }],
    })
    expect(problems).toEqual([])
    const { table: made, report } = await prepare(table, { target: 'own', validator: validator! })
    expect(made.columns[0]).toEqual({ name: 'price', type: 'DOUBLE' })
    expect(report.validation.rules.filter(({ valid }) => !valid)).toMatchObject([{ code: 'sql', failing: 1 }])
    expect(report.validation.valid).toBe(false)
    const plan = preparationPlanSchema.parse(JSON.parse(JSON.stringify(report.plan)))
    const right = await makeTable(
      tables,
      'next',
      ['Price VARCHAR', 'n BIGINT'],
      [
        ['5', 1],
        ['4', 2],
      ],
    )
    expect((await prepare(right, { target: 'own', plan })).report.validation.valid).toBe(true)
  })
})

describe('a saved plan', () => {
  it('gives the same hash on the same table, and tells how the next one differs', async () => {
    for (const target of ['cosmo-ready', 'ml-ready', 'generic'] as const) {
      const table = await measures()
      const first = await prepare(table, { target })
      const hash = await tables.contentHash(first.table)
      const saved = preparationPlanSchema.parse(JSON.parse(JSON.stringify(first.report.plan)))
      const again = await prepare(table, { target, plan: saved })
      expect([target, await tables.contentHash(again.table)]).toEqual([target, hash])
      expect(again.report.drift).toBeUndefined()
    }
    const { plan } = (await prepare(await measures(), { target: 'ml-ready' })).report
    const next = await tables.create(
      unsafeSql(
        `SELECT * EXCLUDE (yes) REPLACE (CASE WHEN kind = 'blue' THEN 'green' ELSE kind END AS kind, CAST(one AS DOUBLE) AS one), 1 AS extra FROM "${tableName('measures').replaceAll('"', '""')}"`,
      ),
      { id: 'next' },
    )
    const preview = await previewPreparation({ tables, table: next, plan })
    expect(preview.drift).toMatchObject({
      missing: [{ column: 'yes' }],
      added: ['extra'],
      types: [{ column: 'one', expected: 'BIGINT', found: 'DOUBLE' }],
      values: [{ column: 'kind', values: ['green'] }],
    })
    expect(preview.problem?.message).toContain('Column `yes` is not in the table')
    await expect(prepare(next, { plan })).rejects.toMatchObject({
      problem: { code: 'prepare.plan-does-not-fit', message: expect.stringContaining('Missing: `yes`') },
    })
  })

  it('tells numbers out of its range, more gaps and new spellings', async () => {
    const made = (id: string, rows: [number | null, string, number][]): Promise<TableRef> =>
      makeTable(tables, id, ['n DOUBLE', 'town VARCHAR', 'k BIGINT'], rows)
    const first = await made(
      'before',
      Array.from({ length: 40 }, (_, index) => [index, index % 2 === 0 ? 'Oslo' : 'OSLO', index % 7]),
    )
    const { plan } = (await prepare(first, { target: 'ml-ready' })).report
    expect(plan.expects).toMatchObject([{ name: 'n', nulls: 0, range: [0, 39] }, { nulls: 0 }, { range: [0, 6] }])
    const merging: PreparationPlan = {
      ...plan,
      operations: [
        { op: 'merge-spellings', column: 'town', groups: [{ to: 'Oslo', from: ['OSLO'] }], reason: 'One town.' },
        ...plan.operations,
      ],
    }
    const next = await made(
      'after',
      Array.from({ length: 40 }, (_, index) => [
        index < 30 ? index + 20 : null,
        ['Oslo', 'oslo ', 'Riga'][index % 3]!,
        index % 5,
      ]),
    )
    const { report } = await prepare(next, { plan: merging })
    expect(report.drift).toMatchObject({
      ranges: [{ column: 'n', expected: [0, 39], found: [20, 49], rows: 10 }],
      nulls: [{ column: 'n', expected: 0, found: 0.25 }],
      spellings: [{ column: 'town', values: ['oslo '], rows: 13 }],
    })
    expect(codes(report)).toEqual(
      expect.arrayContaining(['prepare.drift-range', 'prepare.drift-nulls', 'prepare.drift-spellings']),
    )
    expect(preparationReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
    expect((await previewPreparation({ tables, table: next, plan: merging })).drift).toEqual(report.drift)
    expect((await prepare(first, { plan: merging })).report.drift).toBeUndefined()
  })

  it('tells moments and parted numbers out of the range that it was made for', async () => {
    const made = (id: string, days: readonly string[], most: number): Promise<TableRef> =>
      makeTable(
        tables,
        id,
        ['day DATE', 'at TIMESTAMP', 'n DOUBLE'],
        Array.from({ length: 40 }, (_, index) => [
          days[index % days.length]!,
          `2024-0${1 + (index % 9)}-15 12:00:0${index % 9}.125001`,
          (index * most) / 39,
        ]),
      )
    const first = await made('before', ['2024-01-01', '2024-03-05', '2024-12-31'], 10)
    const { plan } = (await prepare(first, { target: 'ml-ready' })).report
    expect(plan.expects?.map(({ moments }) => moments)).toEqual([
      ['2024-01-01', '2024-12-31'],
      ['2024-01-15 12:00:00.125001', '2024-09-15 12:00:08.125001'],
      undefined,
    ])
    const next = await made('after', ['2024-01-01', '2025-02-03'], 20)
    const parted: PreparationPlan = {
      ...plan,
      target: 'generic',
      operations: [
        { op: 'rename', column: 'n', to: 'm', reason: 'A test.' },
        { op: 'bucket', column: 'm', edges: [2, 5], to: 'size', reason: 'Three sizes.' },
      ],
    }
    const partedDrift = (await prepare(next, { plan: parted })).report.drift
    expect(partedDrift).toMatchObject({ ranges: [{ column: 'n', expected: [0, 10], found: [0, 20], rows: 20 }] })
    expect(partedDrift?.moments).toBeUndefined()
    const { report } = await prepare(next, { plan })
    expect(report.drift).toMatchObject({
      ranges: [{ column: 'n' }],
      moments: [
        { column: 'day', expected: ['2024-01-01', '2024-12-31'], found: ['2024-01-01', '2025-02-03'], rows: 20 },
      ],
    })
    expect(report.warnings.map(({ message }) => message).join(' ')).toContain('2024-01-01 to 2025-02-03')
    expect((await prepare(first, { plan })).report.drift).toBeUndefined()
  })

  it('tells nothing of the table that it was made for as if it were of the next one', async () => {
    const first = await prepare(await measures(), { target: 'ml-ready' })
    expect(first.report.plan.madeFor).toEqual({ table: 'measures', rows: 12 })
    expect(codes(first.report)).toContain('prepare.column-dropped')
    const plan = preparationPlanSchema.parse(JSON.parse(JSON.stringify(first.report.plan)))
    expect(codes((await prepare(await measures(), { target: 'ml-ready', plan })).report)).toContain(
      'prepare.column-dropped',
    )
    const next = await tables.create(sql`SELECT * FROM ${name(tableName('measures'))} LIMIT 5`, { id: 'next-month' })
    const { report } = await prepare(next, { target: 'ml-ready', plan })
    expect(codes(report)).toContain('prepare.plan-of-before')
    expect(codes(report)).not.toContain('prepare.column-dropped')
    expect(report.plan.madeFor).toEqual({ table: 'measures', rows: 12 })
    expect(report.warnings.map(({ message }) => message).join(' ')).toContain('another table, of 12 rows')
  })

  it('counts what is lost of the next table, and does not give the reasons of the one before', async () => {
    const rows = 'SELECT i AS num1, CASE WHEN i < 3 THEN NULL ELSE i END AS num2 FROM range(40) t(i)'
    const plan: PreparationPlan = {
      target: 'generic',
      operations: [{ op: 'drop-null-rows', columns: ['num2'], reason: '3 of 40 rows have no `num2`.' }],
      notes: [],
    }
    const lost = async (made: PreparationPlan, id: string, limit: number): Promise<string[]> => {
      const table = await tables.create(unsafeSql(`${rows} LIMIT ${limit}`), { id })
      const { report } = await prepare(table, { plan: made })
      return report.warnings.flatMap(({ code, message }) => (code === 'prepare.rows-dropped' ? [message] : []))
    }
    const told = await lost(plan, 'gaps', 40)
    expect(told).toEqual(['3 of 40 rows are dropped (row 1, 2, 3): 3 of 40 rows have no `num2`.'])
    const saved: PreparationPlan = { ...plan, madeFor: { table: 'gaps', rows: 40 } }
    expect(await lost(saved, 'gaps', 40)).toEqual(told)
    const [next] = await lost(saved, 'gaps-next-month', 20)
    expect(next).toMatch(/^3 of 20 rows are dropped \(row 1, 2, 3\): .*num2.*\.$/)
    expect(next).not.toContain('40')
  })

  it('leaves out what was rejected', async () => {
    const plan: PreparationPlan = {
      target: 'generic',
      operations: [
        { op: 'drop-column', column: 'code', reason: 'a test', state: 'rejected' },
        { op: 'drop-column', column: 'kind', reason: 'a test', state: 'approved' },
      ],
      notes: [],
    }
    const { table, report } = await prepare(await measures(), { plan })
    expect(table.columns.map((column) => column.name)).toContain('code')
    expect(report.applied.map(({ operation }) => operation.state)).toEqual(['approved'])
  })
})

describe('the loop', () => {
  it('gives whoever proposes what failed, tries no plan that does not fit, and goes on by rules', async () => {
    const seen: string[][] = []
    const plans: PreparationPlan[] = [
      { target: 'cosmo-ready', operations: [{ op: 'trim', column: 'gone', reason: 'wrong' }], notes: [] },
      { target: 'cosmo-ready', operations: [], roles: { id: 'kind', index: 'one' }, notes: [] },
    ]
    const { report } = await prepare(await measures(), {
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

  it('numbers rows that are left as they come, whatever threads make them', async () => {
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
