import { message } from '@aw-flow/messages'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { openDuckDb } from '@aw-flow/data/node'
import { openSandbox } from '@aw-flow/sandbox/node'
import type { HostChecks } from '@aw-flow/engine'
import type { ValidationReport } from '@aw-flow/schema'
import { validationReportSchema, type RuleResult } from '@aw-flow/schema/internal'
import { afterAll, describe, expect, it } from 'vitest'
import { makeTable } from '../preparing/test-table.ts'
import { profileTable } from '../profiling/profile-table.ts'
import { parseValidator } from './parse-validator.ts'
import { proposeSchema } from './propose-schema.ts'
import { runValidator, type RunValidatorOptions } from './run-validator.ts'
import { validateTable } from './validate-table.ts'

const signal = new AbortController().signal
const tables = await openDuckDb({ threads: 1 })
const sandbox = openSandbox()
const orders = await makeTable(
  tables,
  'orders',
  ['id BIGINT', 'customer BIGINT', 'line BIGINT', 'price DOUBLE', 'paid VARCHAR', 'day DATE'],
  [
    [1, 10, 1, 5, 'yes', '2024-01-31'],
    [2, 10, 1, -3, 'yes', '2023-01-31'],
    [3, 11, 2, 8, 'no', '2024-03-01'],
    [4, 99, 2, null, 'no', null],
    [5, null, 3, 0, 'later', '2024-05-01'],
  ],
)
const customers = await makeTable(tables, 'customers', ['number DOUBLE'], [[10], [11], [null]])
afterAll(async () => {
  await sandbox.close()
  await tables.close()
})

async function run(source: unknown, more: Partial<RunValidatorOptions> = {}): Promise<ValidationReport> {
  const { validator, problems } = parseValidator(source)
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
  const report = await runValidator({ tables, table: orders, signal, sandbox, validator: validator!, ...more })
  expect(validationReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
  return report
}
const failed = ({ rules }: ValidationReport): Pick<RuleResult, 'code' | 'failing'>[] =>
  rules.filter(({ valid }) => !valid).map(({ code, failing }) => ({ code, failing }))
const last = ({ rules }: ValidationReport): RuleResult => rules.at(-1)!

describe('runValidator', () => {
  it('counts violations of composite keys and references', async () => {
    const schema = {
      columns: [],
      keys: [['customer', 'line'], ['id']],
      references: [{ columns: ['customer'], table: 'customers', to: ['number'] }],
    }
    const report = await run({ schema }, { namedTables: { customers } })
    expect(failed(report)).toEqual([
      { code: 'key', failing: 2 },
      { code: 'reference', failing: 1 },
    ])
    expect(report.rules[0]).toMatchObject({ share: 0.4, sample: [{ row: 1, value: '10, 1' }, { row: 2 }] })
    expect(last(report).sample).toEqual([{ row: 4, value: '99' }])
    const alone = await run({ schema })
    const lost = alone.rules.find(({ code }) => code === 'reference')!
    expect(lost).toMatchObject({ valid: false, failing: 5 })
    expect(lost.message).toMatchObject({
      params: { reason: { code: 'schema.no-table', params: { table: 'customers', columns: ['customer'] } } },
    })
  })

  it('counts violations of conditions, and reports invalid ones', async () => {
    const report = await run({
      columns: [],
      conditions: [{ when: 'paid = "yes"', holds: 'price > 0', severity: 'warning' }, { holds: 'prise > 0' }],
    })
    expect(failed(report)).toEqual([
      { code: 'condition', failing: 5 },
      { code: 'condition', failing: 1 },
    ])
    expect(last(report)).toMatchObject({ severity: 'warning', sample: [{ row: 2, value: '-3.0, yes' }] })
    expect(englishFormatter.format(report.rules[0]!.message)).toContain('prise')
  })

  it('is valid if only warnings fail', async () => {
    const report = await run({ columns: [{ name: 'price', min: 0, severity: 'warning' }] })
    expect(report.valid).toBe(true)
    expect(failed(report)).toEqual([{ code: 'min', failing: 1 }])
  })

  it('validates ranges of dates and exclusive limits', async () => {
    const report = await run({
      columns: [
        { name: 'day', earliest: '2024-01-01', latest: '2024-04-01' },
        { name: 'price', moreThan: 0, lessThan: 8 },
      ],
    })
    expect(failed(report)).toEqual([
      { code: 'earliest', failing: 1 },
      { code: 'latest', failing: 1 },
      { code: 'moreThan', failing: 2 },
      { code: 'lessThan', failing: 1 },
    ])
  })

  it('fails NaN and other texts for every limit, and timestamps as times of day', async () => {
    const odd = await makeTable(
      tables,
      'odd',
      ['x DOUBLE', 't VARCHAR', 'opens TIME', 'at TIMESTAMP'],
      [
        [NaN, '7', '08:30:00', '2024-01-01 10:00:00'],
        [3, 'much', '07:00:00', '1850-01-01 10:00:00'],
        [null, null, null, null],
      ],
    )
    const report = await run(
      {
        columns: [
          { name: 'x', min: 0 },
          { name: 'x', max: 9 },
          { name: 'x', moreThan: 0 },
          { name: 'x', lessThan: 9 },
          { name: 't', finite: true },
          { name: 'opens', type: 'time', earliest: '08:00', latest: '09:00' },
          { name: 'at', type: 'time' },
        ],
      },
      { table: odd },
    )
    expect(failed(report)).toEqual([
      { code: 'min', failing: 1 },
      { code: 'max', failing: 1 },
      { code: 'moreThan', failing: 1 },
      { code: 'lessThan', failing: 1 },
      { code: 'finite', failing: 1 },
      { code: 'earliest', failing: 1 },
      { code: 'type', failing: 2 },
    ])
  })

  it('shows the readable name of a column type', async () => {
    const typed = await makeTable(tables, 'typed', ['price VARCHAR', 'tags VARCHAR[]', 'id UUID', 'day DATE'], [['x', '[a]', '6a3e4bb0-5f77-4d0e-8a1e-0d8f5a3b9c11', '2026-01-02']]) // oxfmt-ignore
    const columns = [
      { name: 'price', type: 'number' },
      { name: 'tags', type: 'number' },
      { name: 'id', type: 'text' },
      { name: 'day', type: 'text' },
    ] as const
    const { rules } = await run({ columns }, { table: typed })
    const texts = rules.filter(({ valid }) => !valid).map(({ message: text }) => englishFormatter.format(text))
    expect(texts).toEqual([
      '`price` is text, not a number: 1 of 1 rows fail.',
      '`tags` is nested, not a number: 1 of 1 rows fail.',
      '`id` is UUID, not text: 1 of 1 rows fail.',
      '`day` is a date, not text: 1 of 1 rows fail.',
    ])
  })

  it('fails all values for an empty list', async () => {
    const report = await run({ columns: [{ name: 'price', enum: [] }] })
    expect(failed(report)).toEqual([{ code: 'enum', failing: 4 }])
  })

  it('compares large integers of references exactly', async () => {
    const large = await makeTable(tables, 'large', ['ref BIGINT'], [['9007199254740993'], ['12']])
    const known = await makeTable(tables, 'known', ['id BIGINT'], [['9007199254740992'], ['12']])
    const schema = { references: [{ columns: ['ref'], table: 'known', to: ['id'] }] }
    const report = await run({ schema }, { table: large, namedTables: { known } })
    expect(failed(report)).toEqual([{ code: 'reference', failing: 1 }])
    expect(last(report).sample).toEqual([{ row: 1, value: '9007199254740993' }])
  })

  it('validates facts of the profile', async () => {
    const report = await run({
      info: [
        'rows = 5',
        { expression: 'columns.price.nullShare < 0.1', name: 'Nearly all have a price', severity: 'info' },
        'columns.nowhere.nulls = 0',
        'columns.price.(',
      ],
    })
    expect(report.rules.map(({ valid }) => valid)).toEqual([true, false, false, false])
    expect(report.rules[1]).toMatchObject({ rule: 'Nearly all have a price', severity: 'info', share: 1 })
    expect(report.rules[3]!.message).toMatchObject({ code: 'validate.table-check-failed' })
  })

  const functional: [string, unknown, number, number[]][] = [
    ['an expression', { expression: 'price >= 0' }, 2, [2, 4]],
    ['an SQL predicate', { sql: 'price >= 0 OR price IS NULL -- comment' }, 1, [2]],
    ['code', { code: 'if (row.price === null) return "no price"\nreturn row.price >= 0' }, 2, [2, 4]],
  ]
  it.each(functional)('finds the rows that fail %s', async (_, source, failing, rows) => {
    const report = await run(source)
    expect(last(report)).toMatchObject({ valid: false, failing, checked: 5 })
    expect(last(report).sample.map(({ row }) => row)).toEqual(rows)
  })

  it.each<[string, unknown, RegExp]>([
    ['an expression', { expression: 'price >' }, /expression is not valid/],
    ['an invalid predicate', { sql: 'price >' }, /predicate is not valid/],
    [
      'a predicate that reads a file',
      { sql: "price IN (SELECT content FROM read_text('/etc/passwd'))" },
      /predicate is not valid/,
    ],
    ['code with a syntax error', { code: 'return row.price.' }, /code failed/],
    ['code that throws', { code: 'return 1;\n' }, /rows do not meet the rule/],
    ['an unregistered function', { host: 'cosmograph-accepts' }, /No check "cosmograph-accepts"/],
  ])('reports %s', async (_, source, message) => {
    const report = await run(source)
    expect(report.valid).toBe(false)
    expect(englishFormatter.format(last(report).message)).toMatch(message)
  })

  it('rejects code without a sandbox', async () => {
    const report = await run({ code: 'return true' }, { sandbox: undefined })
    expect(last(report).message).toMatchObject({ code: 'validate.no-sandbox' })
  })

  it('calls a check of the host, which reads rows', async () => {
    const checks: HostChecks = {
      listNames: () => ['all-paid'],
      async run(_, table) {
        const rows = await table.read(0, table.rows)
        const wrong = rows.flatMap(({ paid }, row) => (paid === 'yes' ? [] : [row]))
        return { valid: wrong.length === 0, message: 'not paid', rows: wrong }
      },
    }
    const report = await run({ host: 'all-paid', severity: 'warning' }, { checks })
    expect(last(report)).toMatchObject({
      failing: 3,
      severity: 'warning',
      sample: [{ row: 3 }, { row: 4 }, { row: 5 }],
    })
    expect(report.valid).toBe(true)
  })

  it('combines validators', async () => {
    const wrong = { expression: 'price > 1000' }
    const right = { info: ['rows = 5'] }
    expect((await run({ all: [right, wrong] })).rules.map(({ valid }) => valid)).toEqual([true, false])
    expect((await run({ any: [wrong, right] })).valid).toBe(true)
    const none = await run({ any: [wrong, { all: [wrong, { sql: 'price > 2000' }] }] })
    expect(none.valid).toBe(false)
    expect(last(none).message).toMatchObject({ code: 'validate.any', params: { alternatives: 2, nearest: 1 } })
    const alone = { any: [{ columns: ['nowhere'] }, { type: 'object', properties: { id: { type: 'integer' } } }] }
    expect((await run(alone)).valid).toBe(true)
  })
})

describe('parseValidator', () => {
  /** How fields without notation are written. */
  const reading = { nulls: [''] }

  it('reads the JSON Schema of a row and of a list of rows, and reports unsupported keywords', () => {
    const row = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        id: { type: 'integer', exclusiveMinimum: 0 },
        mail: { type: ['string', 'null'], format: 'email' },
        kind: { enum: ['a', 'b'], type: 'string' },
        code: { type: 'string', pattern: '^[A-Z]+' },
        size: { anyOf: [{ type: 'number', maximum: 9 }, { type: 'null' }] },
        tags: { type: 'array', contains: { const: 1 } },
      },
      required: ['id', 'mail'],
      additionalProperties: false,
      dependentRequired: { kind: ['code'] },
      ...(JSON.parse('{"if": {"properties": {"kind": {"const": "a"}}}, "then": {"required": ["size"]}}') as object),
    }
    const { validator, problems } = parseValidator({ type: 'array', minItems: 1, items: row })
    expect(validator).toEqual({
      schema: {
        columns: [
          { name: 'id', type: 'integer', nullable: false, moreThan: 0 },
          { name: 'mail', type: 'text', pattern: expect.any(String) as string },
          { name: 'kind', optional: true, type: 'text', enum: ['a', 'b'] },
          { name: 'code', optional: true, type: 'text', pattern: '(?:[A-Z]+)(?s:.*)' },
          { name: 'size', optional: true, type: 'number', max: 9 },
          { name: 'tags', optional: true },
        ],
        strict: true,
        minRows: 1,
        conditions: [
          {
            name: message('validate.rule-dependent', { column: 'kind', dependent: 'code' }),
            when: '$exists(kind)',
            holds: '$exists(code)',
          },
          { when: 'kind = "a"', holds: '$exists(size)' },
        ],
      },
    })
    expect(problems.map((problem) => englishFormatter.renderProblem(problem).message)).toEqual([
      expect.stringContaining('"contains"'),
      expect.stringContaining('the type "array"'),
    ])
  })

  it('supports alternatives in patterns, and conditions of JSON Schema on values', async () => {
    const table = await makeTable(
      tables,
      'worded',
      ['code VARCHAR', 'in VARCHAR', 'size BIGINT'],
      [
        ['ab1', 'x', null],
        ['1yz', 'x', 9],
        ['1ab', 'y', 3],
      ],
    )
    const schema: unknown = JSON.parse(
      '{"type": "object", "properties": {"code": {"pattern": "^ab|yz$"}}, "if": {"properties": {"in": {"const": "x"}}}, "then": {"properties": {"size": {"maximum": 5}}}}',
    )
    const report = await run(schema, { table })
    expect(failed(report)).toEqual([
      { code: 'pattern', failing: 1 },
      { code: 'condition', failing: 1 },
    ])
    expect(report.rules.flatMap(({ sample }) => sample.map(({ row }) => row))).toEqual([3, 2])
  })

  it('requires Frictionless keys without a field, and reports limits that are not numbers', () => {
    const { validator, problems } = parseValidator({
      fields: [
        { name: 'since', type: 'date', constraints: { exclusiveMinimum: '2020-01-01' } },
        { name: 'month', type: 'yearmonth', constraints: { minimum: '2020-01' } },
      ],
      primaryKey: 'id',
    })
    expect(validator).toEqual({
      schema: {
        columns: [
          { name: 'since', type: 'date', reading },
          { name: 'month', type: 'any', reading },
          { name: 'id', nullable: false, unique: true },
        ],
      },
    })
    const texts = problems.map((problem) => englishFormatter.renderProblem(problem).message)
    expect(texts.join(' ')).toMatch(/exclusiveMinimum.*2020-01-01.*minimum.*2020-01/)
  })

  it('reads a Frictionless Table Schema', () => {
    const { validator, problems } = parseValidator({
      fields: [
        { name: 'id', type: 'integer' },
        { name: 'line', type: 'integer', constraints: { minimum: 1 } },
        { name: 'day', type: 'date', constraints: { required: true, minimum: '2020-01-01' } },
        { name: 'where', type: 'geopoint' },
      ],
      primaryKey: ['id', 'line'],
      foreignKeys: [{ fields: 'id', reference: { resource: 'orders', fields: 'number' } }],
    })
    expect(validator).toEqual({
      schema: {
        columns: [
          { name: 'id', type: 'integer', nullable: false, reading },
          { name: 'line', type: 'integer', min: 1, nullable: false, reading },
          { name: 'day', type: 'date', nullable: false, earliest: '2020-01-01', reading },
          { name: 'where', type: 'any', reading },
        ],
        keys: [['id', 'line']],
        references: [{ columns: ['id'], table: 'orders', to: ['number'] }],
      },
    })
    expect(problems.map(({ code }) => code)).toEqual(['schema.unsupported-feature'])
  })

  it.each<[string, unknown]>([
    ['an unknown key', { alll: [] }],
    ['an empty list', { all: [] }],
    ['an invalid part', { any: [{ expression: 7 }] }],
    ['an invalid nested schema', { all: [{ schema: { columns: [{ name: 'a', type: 'money' }] } }] }],
    [
      'several tables',
      {
        resources: [
          { name: 'a', schema: { fields: [] } },
          { name: 'b', schema: { fields: [] } },
        ],
      },
    ],
  ])('rejects %s', (_, source) => {
    const { validator, problems } = parseValidator(source)
    expect(validator).toBeUndefined()
    expect(problems[0]).toMatchObject({ severity: 'error' })
    expect(englishFormatter.renderProblem(problems[0]!).hint).toEqual(expect.any(String))
  })
})

describe('proposeSchema', () => {
  it('proposes a schema that the profiled table meets', async () => {
    const table = await makeTable(
      tables,
      'people',
      ['id BIGINT', 'mail VARCHAR', 'kind VARCHAR', 'height DOUBLE', 'note VARCHAR'],
      Array.from({ length: 20 }, (_, row) => [
        row + 1,
        `p${row}@example.org`,
        row % 2 ? 'a' : 'b',
        row / 2 + 0.25,
        row % 3 ? `n ${row}` : null,
      ]),
    )
    const schema = proposeSchema(await profileTable(tables, table))
    expect(schema.columns).toMatchObject([
      { name: 'id', type: 'integer', nullable: false, unique: true, min: 0 },
      { name: 'mail', type: 'text', nullable: false },
      { name: 'kind', type: 'text', enum: ['a', 'b'] },
      { name: 'height', type: 'number', min: 0 },
      { name: 'note', type: 'text' },
    ])
    expect((await validateTable({ tables, table, schema })).valid).toBe(true)
  })
})
