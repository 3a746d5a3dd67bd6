import { unsafeSql } from '@aw-flow/engine'
import type { Config, Json, TableRef } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { describeNode } from '../test-node.ts'
import { describeLogic, runLogic, createWorkflow } from './test-logic.ts'
import { collectRows } from './collect-rows.ts'
import { checkTableSize, readRowBatches } from './row-batches.ts'
import { transformNode } from './transform.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()

const people: Json = [
  { name: 'Ada', born: 1815, tags: ['a', 'b'] },
  { name: 'Émile', born: 1902, tags: [] },
]

/** `give` outputs JSON, `first` optionally makes a table of it, `t` transforms. */
async function run(config: Config, { json = people, asTable = false }: { json?: Json; asTable?: boolean } = {}) {
  const workflow = createWorkflow(
    {
      give: ['give', { json }],
      ...(asTable ? { first: ['transform', { result: 'table' }] as [string, Config] } : {}),
      t: ['transform', config],
    },
    asTable ? ['give.out>first.input', 'first.table>t.input'] : ['give.out>t.input'],
  )
  const { nodes } = await runLogic(workflow, { tables })
  const { outputs, error } = nodes.t!
  if (error) return { problem: error.problem }
  if (outputs.value) return { json: outputs.value.kind === 'json' ? outputs.value.json : null }
  const { table } = outputs.table as { table: TableRef }
  return {
    columns: table.columns.map(({ name, type }) => `${name} ${type}`).join(', '),
    rows: await tables.rows(unsafeSql(`SELECT * FROM "aw ${table.id}"`)),
  }
}

it('rows of a node are limited in size, and read in parts', async () => {
  const collect = (maxBytes?: number) =>
    collectRows(
      { tables, key: `collected-${maxBytes}`, signal: new AbortController().signal, label: 'Transform', node: 't' },
      (async function* () {
        for (let row = 0; row < 30; row++) yield [{ row, text: 'x'.repeat(100_000) }]
      })(),
      { declaredColumns: [], sourceColumns: [], setting: 'expression', ...(maxBytes ? { maxBytes } : {}) },
    )
  await expect(collect(2_000_000)).rejects.toMatchObject({
    problem: { code: 'rows.too-large', params: { node: 'Transform', rows: 20, max: 2_000_000 }, where: { node: 't' } },
  })
  const table = await collect()
  expect(
    await tables.rows(unsafeSql(`SELECT sum("row") AS total, sum(length(text)) AS n FROM "aw ${table.id}"`)),
  ).toEqual([{ total: 435, n: 3_000_000 }])
})

it('rows with long texts are read in smaller parts, and rejected if one is too long', async () => {
  const create = (id: string, statement: string): Promise<TableRef> => tables.create(unsafeSql(statement), { id })
  const long = await create('long', `SELECT range AS n, repeat('x', 20000000) AS text FROM range(5)`)
  const huge = await create('huge', `SELECT repeat('x', 256000001) AS text`)
  const context = { tables, signal: new AbortController().signal, label: 'Transform' }
  const parts: [first: number, numbers: unknown[]][] = []
  for await (const { rows, firstRow } of readRowBatches(context, long)) parts.push([firstRow, rows.map(({ n }) => n)])
  expect(parts.flatMap(([, numbers]) => numbers)).toEqual([0, 1, 2, 3, 4])
  for (const [first, numbers] of parts) {
    expect(numbers[0]).toBe(first)
    expect(numbers.length).toBeLessThanOrEqual(3)
  }
  const problem = { code: 'rows.value-too-large', params: { node: 'Transform', bytes: 256_000_001, max: 256_000_000 } }
  await expect(readRowBatches(context, huge).next()).rejects.toMatchObject({ problem })
  await expect(checkTableSize(context, huge)).rejects.toMatchObject({ problem })
  await checkTableSize(context, long)
  for (const { id } of [long, huge]) await tables.drop(id)
})

describe('transform', () => {
  it('passes a value on or converts it', async () => {
    expect(await run({})).toEqual({ json: people })
    expect(await run({ expression: '$max(input.born)' })).toEqual({ json: 1902 })
    expect(await run({ expression: 'input[born > 1900].{"n": $uppercase(name)}' })).toEqual({ json: { n: 'ÉMILE' } })
    expect(await run({ expression: 'give.out[0].name & " " & run.id' })).toEqual({ json: 'Ada r' })
    expect(await run({ expression: 'input.missing' })).toEqual({ json: null })
  })

  it('makes a table from objects', async () => {
    expect(await run({ result: 'table' })).toEqual({
      columns: 'name VARCHAR, born BIGINT, tags VARCHAR',
      rows: [
        { name: 'Ada', born: 1815, tags: '["a","b"]' },
        { name: 'Émile', born: 1902, tags: '[]' },
      ],
    })
    expect(await run({ result: 'table', expression: 'input[born = 0]', columns: 'born SMALLINT' })).toEqual({
      columns: 'born SMALLINT',
      rows: [],
    })
  })

  it('returns one, several or no rows for each row', async () => {
    const each = { over: 'rows', expression: '{"n": index, "age": 2026 - row.born}' }
    expect(await run(each, { asTable: true })).toEqual({
      columns: 'n BIGINT, age BIGINT',
      rows: [
        { n: 0, age: 211 },
        { n: 1, age: 124 },
      ],
    })
    const some = { over: 'rows', expression: 'row.born > 1900 ? [row, row] : null' }
    expect((await run(some, { asTable: true })).rows).toHaveLength(2)
  })

  it.each([
    [{ expression: '$number("x")' }, 'expression.failed', 'expression'],
    [{ expression: '"x"', result: 'table' }, 'rows.not-an-object', 'expression'],
    [{ over: 'rows', expression: 'row', columns: 'name BIGINT' }, 'rows.bad-cell', 'columns'],
  ])('fails at %j, naming node and setting', async (config, code, setting) => {
    const { problem } = await run(config, { asTable: 'over' in config })
    expect(problem).toMatchObject({ code, where: { node: 't', setting } })
  })

  it('reports invalid expressions and describes its output before a run', () => {
    const { problems } = describeLogic(createWorkflow({ t: ['transform', { expression: 'a +' }] }, []))
    expect(problems).toMatchObject([{ code: 'expression.invalid', where: { node: 't', setting: 'expression' } }])
    expect(describeNode(transformNode, { settings: { over: 'rows', columns: 'a DATE' } }).outputs).toEqual({
      table: { type: 'table', columns: [{ name: 'a', type: 'DATE' }] },
    })
    expect(describeNode(transformNode, { settings: { result: 'table', columns: 'a POINT' } }).problems).toMatchObject([
      { code: 'rows.columns' },
    ])
  })
})
