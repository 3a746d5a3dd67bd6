import { createOpenAiModel } from '@aw-flow/agents'
import { openDuckDb } from '@aw-flow/data/node'
import { compileRowExpression, quoteIdentifier, sql, tableName } from '@aw-flow/engine'
import { generatedTextSchema, type WriteRequest, type WrittenText } from '@aw-flow/schema/internal'
import { afterAll, describe, expect, it } from 'vitest'
import { openModelServer, type Reply } from '../../agents/language-model/test-model-server.ts'
import { writeText } from './write-text.ts'
import cases from './write-text.cases.json' with { type: 'json' }

let script: Reply[] = []
const server = await openModelServer('first', () => (script.length > 1 ? script.shift()! : script[0]!))
const tables = await openDuckDb({ threads: 1 })
const table = await tables.create(
  sql`SELECT * FROM (VALUES
      ('Anna', 'Meyer', 'AB-12', 10.0, 3, 'paid', DATE '2024-03-05', 41),
      ('Ken', 'Ito', 'CD-7', 2.5, 4, 'open', DATE '2025-11-20', 12)
    ) AS t(first_name, last_name, code, price, quantity, status, order_date, age)`,
  { id: 'people' },
)
afterAll(async () => {
  await server.close()
  await tables.close()
})

function write(
  kind: WriteRequest['kind'],
  request: Partial<WriteRequest>,
  model?: Parameters<typeof writeText>[1]['model'],
): Promise<WrittenText> {
  const { signal } = new AbortController()
  const full = {
    kind,
    description: '',
    columns: table.columns,
    table,
    results: [],
    matches: [],
    rejects: [],
    ...request,
  }
  return writeText(full, { tables, model, signal }).then((written) => generatedTextSchema.parse(written))
}

/** Rounds numbers to 12 digits. */
const normalize = (value: unknown): unknown =>
  value === '' || Number.isNaN(Number(value)) ? value : String(Number(Number(value).toPrecision(12)))

/** Computes an expression for both rows. */
async function compute(text: string): Promise<unknown[]> {
  const { value } = compileRowExpression(text, table.columns)
  const rows = await tables.rows(
    sql`SELECT CAST(${value} AS VARCHAR) AS x FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`,
  )
  return rows.map(({ x }) => normalize(x))
}

describe('expressions from descriptions', () => {
  it.each(cases.expressions as [string, string[]][])('%s', async (description, expected) => {
    const { text, ...others } = await write('row-expression', { description })
    expect(text, JSON.stringify(others)).toBeDefined()
    expect(await compute(text!)).toEqual(expected.map(normalize))
  })

  it('are computed for the first rows', async () => {
    const { firstResults } = await write('row-expression', { description: 'price times quantity' })
    expect(firstResults?.map(normalize)).toEqual(['30', '10'])
  })

  it('reports what it does not understand, and writes nothing', async () => {
    expect(await write('row-expression', { description: 'the weather tomorrow' })).toEqual({
      unknown: ['the weather tomorrow'],
      isContradiction: false,
    })
  })

  it('writes conditions over values', async () => {
    const columns = [{ name: 'total', type: 'unknown' }]
    const { text } = await write('expression', { description: 'total is over 100', columns, table: undefined })
    expect(text).toBe('total > 100')
  })
})

describe('expressions from examples', () => {
  it.each([
    [['Meyer, Anna', 'Ito, Ken']],
    [['A. Meyer', 'K. Ito']],
    [['12', '7']],
    [['30', '10']],
    [['12.1', '3.025']],
    [['Meyer-3', 'Ito-4']],
  ])('%j', async (values) => {
    const results = values.map((value, index) => ({ row: index + 1, value }))
    const { text } = await write('row-expression', { results })
    expect(text).toBeDefined()
    expect(
      (await compute(text!)).map((value, index) => (Number(value) === Number(values[index]) ? values[index] : value)),
    ).toEqual(values)
  })

  it('prefer the examples to words that contradict them, and report contradictions', async () => {
    const results = [
      { row: 1, value: '13' },
      { row: 2, value: '6.5' },
    ]
    expect((await write('row-expression', { description: 'price times quantity', results })).text).toBe(
      'price + quantity',
    )
    const nonsense = [
      { row: 1, value: 'zebra' },
      { row: 2, value: '77' },
    ]
    const { text, isContradiction } = await write('row-expression', {
      description: 'price times quantity',
      results: nonsense,
    })
    expect(text).toBeUndefined()
    expect(isContradiction).toBe(true)
  })
})

describe('rules from descriptions', () => {
  it.each(cases.rules as [string, object][])('%s', async (description, rule) => {
    const { text, unknown } = await write('rule', { description })
    expect(text === undefined ? unknown : JSON.parse(text)).toEqual(rule)
  })

  it('are not written for unknown columns or requirements', async () => {
    for (const description of ['weight over 5', 'status is beautiful somehow']) {
      const { text } = await write('rule', { description })
      if (description.startsWith('weight')) expect(text).toBeUndefined()
    }
  })
})

describe('patterns', () => {
  it.each([
    ['an email address', 'a@b.de', 'a b.de'],
    ['five digits', '12345', '1234'],
    ['3 to 5 digits', '1234', '12'],
    ['two capital letters, a hyphen and 4 digits', 'AB-1234', 'ab-1234'],
    ['starts with "INV-" then 3 or more digits', 'INV-0001', 'INV-1'],
    ['starts with INV', 'INV whatever', 'XINV'],
    ['ends with ".csv"', 'a.csv', 'a.csv.gz'],
    ['only letters', 'abc', 'ab1'],
    ['date', '2024-01-31', '31.01.2024'],
    ['zwei Großbuchstaben und drei Ziffern', 'AB123', 'A123'],
    ['Postleitzahl', '10115', '1011'],
  ])('%s', async (description, match, other) => {
    const { text, unknown } = await write('pattern', { description, matches: [match], rejects: [other] })
    expect(text, JSON.stringify(unknown)).toBeDefined()
    const [row] = await tables.rows(
      sql`SELECT regexp_full_match(${match}, ${text!}) AS a, regexp_full_match(${other}, ${text!}) AS b`,
    )
    expect(row).toEqual({ a: true, b: false })
    const alone = await write('pattern', { description })
    expect(alone.text).toBe(text)
  })

  it.each([
    [['AB-12', 'CD-7'], ['AB12', 'ab-12'], 'XY-99'],
    [['INV-001', 'INV-042'], ['EST-001'], 'INV-777'],
    [['10115', '80331'], ['1011', '101156'], '50667'],
    [['2024-01-31', '2023-12-01'], ['2024/01/31'], '1999-09-09'],
    [['Anna Meyer', 'Ken Ito'], ['Anna', '12 34'], 'Bo Li'],
  ])('are learned from %j', async (matches, rejects, unseen) => {
    const { text } = await write('pattern', { matches, rejects })
    const [row] = await tables.rows(sql`SELECT regexp_full_match(${unseen}, ${text ?? ''}) AS x`)
    expect(row?.x, text).toBe(true)
  })

  it('report a contradiction', async () => {
    expect(await write('pattern', { matches: ['a'], rejects: ['a'] })).toEqual({ unknown: [], isContradiction: true })
  })
})

describe('a language model', () => {
  const says = (answer: object): Reply => ({
    says: JSON.stringify({ text: '', questions: [], remarks: '', ...answer }),
  })
  const ask = (
    kind: WriteRequest['kind'],
    replies: Reply[],
    request: Partial<WriteRequest> = {},
  ): Promise<WrittenText> => {
    script = [...replies]
    server.requests.length = 0
    const model = createOpenAiModel({ address: server.address, model: 'm', secret: '' }, server.egress)
    return write(kind, { description: 'do it', ...request }, model)
  }
  const lastMessage = (): string => server.requests.at(-1)!.messages.at(-1)!.content

  it('writes each kind, corrected by its errors, without rows', async () => {
    const good = {
      'row-expression': 'price * 2',
      expression: '1 + 1',
      rule: '{"name": "age", "min": 0}',
      pattern: 'a+',
    }
    const bad = {
      'row-expression': 'prise * 2',
      expression: '1 +',
      rule: '{"name": "age", "min": "x"}',
      pattern: '(?=a)',
    }
    for (const kind of ['row-expression', 'expression', 'rule', 'pattern'] as const) {
      const written = await ask(kind, [says({ text: bad[kind] }), says({ text: good[kind], remarks: 'Done.' })])
      expect(written).toMatchObject({ text: good[kind], model: { requests: 2, remarks: 'Done.' } })
      expect(JSON.stringify(server.requests)).not.toContain('Meyer')
    }
  })

  it('is corrected by examples, and stops after three corrections', async () => {
    const results = [{ row: 1, value: '20' }]
    const written = await ask('row-expression', [says({ text: 'price * 3' }), says({ text: 'price * 2' })], { results })
    expect(written.text).toBe('price * 2')
    expect(lastMessage()).toContain('instead of \\"20\\"'.replaceAll('\\', ''))
    const never = await ask('pattern', [says({ text: 'b' })], { matches: ['a'] })
    expect(never.text).toBeUndefined()
    expect(never.model?.requests).toBe(4)
  })

  it('may ask or refuse', async () => {
    expect((await ask('rule', [says({ questions: ['Which column?'] })])).model?.questions).toEqual(['Which column?'])
    expect((await ask('rule', [{ refuses: 'No.' }])).model?.failure).toBeDefined()
  })
})
