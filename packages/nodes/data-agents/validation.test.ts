import { englishFormatter } from '@aw-flow/messages/catalogs'
import { sql, type Sql } from '@aw-flow/engine'
import { describe, expect, it } from 'vitest'
import { describeNode, runNode } from '../test-node.ts'
import { preparingNode } from './preparing.ts'
import { validationNode } from './validation.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()

const input = async (select: Sql) => ({
  table: { kind: 'table' as const, table: await tables.create(select, { id: 'in' }) },
})
const points = sql`SELECT i * 2 AS n, i * 1.5::DOUBLE AS lon, i * 0.5::DOUBLE AS lat FROM range(5) AS r(i)`
const prices = sql`SELECT i AS id, i - 2 AS price FROM range(5) AS r(i)`
const schema = '{"columns": ["id", {"name": "price", "type": "number", "min": 0}]}'

describe('a run', () => {
  it('lists what remains to be cleaned in a clean table', async () => {
    const messy = sql`SELECT * FROM (VALUES (1, 'Paid', '5'), (2, 'Paid', '7'), (3, 'Paid', '9'), (4, 'Open', '4'), (5, 'Open', 'some'), (6, 'PAID', '2')) AS t(id, status, amount)`
    const { outputs } = await runNode(preparingNode, { tables, inputs: await input(messy), key: 'clean' })
    const { report } = await runNode(validationNode, { tables, inputs: outputs, settings: { schema: 'plan' } })
    expect(report).toMatchObject({
      report: { valid: true, rules: [{ valid: true }, { code: 'clean', column: 'amount', valid: false, failing: 1 }] },
    })
    const complete = await runNode(validationNode, {
      tables,
      inputs: { ...outputs, ...(await input(sql`SELECT 1 AS id, 'Paid' AS status`)) },
      settings: { schema: 'plan' },
    })
    expect(complete.report).toMatchObject({ report: { rules: [{ valid: true }, { code: 'clean', valid: true }] } })
  })

  it('accepts a prepared table as cosmo-ready, by its plan or its column names', async () => {
    const { outputs } = await runNode(preparingNode, {
      tables,
      inputs: await input(points),
      key: 'ready',
      settings: { target: 'cosmo-ready' },
    })
    for (const inputs of [outputs, { table: outputs.table! }]) {
      const { report, problems, outputs: after } = await runNode(validationNode, { tables, inputs })
      expect(report).toMatchObject({ report: { valid: true } })
      expect(problems).toEqual([])
      expect(after.table).toEqual(outputs.table)
    }
  })

  it.each<[string, Record<string, unknown>]>([
    ['generic', {}],
    ['ml-ready', {}],
    ['cosmo-ready', {}],
    ['own', { schema: '{"columns": [{"name": "n", "type": "integer", "min": 0}, "lon", "lat"]}' }],
    ['own', { schema: '{"all": [{"schema": {"columns": ["n"]}}, {"expression": "n >= 0"}]}' }],
  ])('checks what the plan promises for the target %s', async (target, settings) => {
    const { outputs } = await runNode(preparingNode, {
      tables,
      inputs: await input(points),
      key: 'promised',
      settings: { target, ...settings },
    })
    const check = (inputs: typeof outputs) => runNode(validationNode, { tables, inputs, settings: { schema: 'plan' } })
    const { report, problems } = await check(outputs)
    expect(report).toMatchObject({ report: { valid: true } })
    expect(problems).toEqual([])
    const empty = await tables.create(sql`SELECT NULL::VARCHAR AS n WHERE FALSE`, { id: 'empty' })
    const broken = await check({ ...outputs, table: { kind: 'table', table: empty } })
    expect(broken.report).toMatchObject({ report: { valid: false } })
  })

  it('requires a plan of a Prepare node for the rules of a plan', async () => {
    const { table } = await input(points)
    const invalidInputs = [{ table }, { table, plan: { kind: 'json' as const, json: { rows: 3 } } }]
    for (const inputs of invalidInputs)
      await expect(runNode(validationNode, { tables, inputs, settings: { schema: 'plan' } })).rejects.toMatchObject({
        problem: { code: 'validate.no-plan', where: { node: 'here', setting: 'schema' } },
      })
  })

  it('reports an unprepared table and continues', async () => {
    const { report, outputs, problems } = await runNode(validationNode, { tables, inputs: await input(points) })
    expect(report).toMatchObject({ report: { valid: false } })
    expect(outputs.table).toBeDefined()
    expect(outputs.report).toMatchObject({ kind: 'json', json: { valid: false } })
    expect(problems?.map((problem) => englishFormatter.renderProblem(problem).message).join(' ')).toContain(
      'Column `id` is not in the table',
    )
  })

  it('checks a custom schema', async () => {
    const { report, problems } = await runNode(validationNode, {
      tables,
      inputs: await input(prices),
      settings: { schema },
    })
    expect(report).toMatchObject({ kind: 'validate', report: { valid: false, rows: 5 } })
    expect(problems).toMatchObject([{ severity: 'warning', where: { node: 'here', column: 'price', row: 1 } }])
  })

  it('combines table-level checks, expressions, SQL and a host check', async () => {
    const { report, problems } = await runNode(validationNode, {
      tables,
      inputs: await input(prices),
      settings: {
        schema: '',
        facts: 'rows = 5\n\ncolumns.price.nulls = 1',
        expression: 'price >= -1',
        predicate: 'id < 4',
        hostCheck: 'accepted',
      },
      services: {
        checks: { listNames: () => ['accepted'], run: () => Promise.resolve({ valid: false, message: 'too few' }) },
      },
    })
    expect(report).toMatchObject({
      report: {
        rules: [
          { code: 'info', valid: true },
          { code: 'info', valid: false },
          { code: 'expression', failing: 1 },
          { code: 'sql', failing: 1, sample: [{ row: 5 }] },
          { code: 'host', failing: 5 },
        ],
      },
    })
    expect(problems).toHaveLength(4)
  })

  it('fails with its report if it is set to fail', async () => {
    const work = runNode(validationNode, {
      tables,
      inputs: await input(prices),
      settings: { schema, onInvalid: 'fail' },
    })
    await expect(work).rejects.toMatchObject({
      kind: 'validation',
      problem: { code: 'validate.not-valid', where: { node: 'here', column: 'price' } },
      report: { kind: 'validate', report: { valid: false } },
    })
  })

  it('warns about a table without rows', async () => {
    const inputs = await input(sql`SELECT 1 AS id WHERE FALSE`)
    const { problems } = await runNode(validationNode, { tables, inputs, settings: { schema: '{"columns": ["id"]}' } })
    expect(problems).toMatchObject([{ code: 'validate.no-rows' }])
  })

  it('rejects an invalid schema', async () => {
    const work = runNode(validationNode, {
      tables,
      inputs: await input(prices),
      settings: { schema: '{"columns": 3}' },
    })
    await expect(work).rejects.toMatchObject({
      kind: 'permanent',
      problem: { where: { node: 'here', setting: 'schema' } },
    })
  })
})

describe('before a run', () => {
  const columns = [{ name: 'id', type: 'BIGINT' }]

  it('passes the columns on', () => {
    expect(
      describeNode(validationNode, { inputs: { table: { type: 'table', columns } } }).outputs.table?.columns,
    ).toEqual(columns)
  })

  it('reports that it has no rules yet', () => {
    const { summary } = describeNode(validationNode, { settings: { schema: '{"columns":[]}' } })
    expect(summary).toContain('No rules yet')
  })

  it('warns about missing columns and rejects an invalid schema', () => {
    const of = (text: string) =>
      describeNode(validationNode, { settings: { schema: text }, inputs: { table: { type: 'table', columns } } })
        .problems
    expect(of(schema)).toMatchObject([
      { code: 'validate.missing-column', severity: 'warning', where: { column: 'price' } },
    ])
    expect(of('')).toMatchObject([{ code: 'schema.empty.no-rules', severity: 'error' }])
    expect(of('cosmo-ready')).toEqual([])
    expect(of('plan')).toMatchObject([{ code: 'validate.no-plan', severity: 'error' }])
    const inputs = { table: { type: 'table', columns }, plan: { type: 'json' } } as const
    expect(describeNode(validationNode, { settings: { schema: 'plan' }, inputs })).toMatchObject({
      problems: [],
      summary: 'Checks the target of the plan · Reports failures and continues',
    })
  })
})
