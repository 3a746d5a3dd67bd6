import { unsafeSql, type NodeError, type DescribeContext, type Tables } from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { openDuckDb } from '@aw-flow/data/node'
import type { PortDescription, TableRef, Value } from '@aw-flow/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeNode, runNode } from '../test-node.ts'
import { sqlNode } from './sql.ts'

let tables: Tables
let orders: Value
let people: Value
beforeAll(async () => {
  tables = await openDuckDb({ threads: 1 })
  const make = async (id: string, rows: string): Promise<Value> => ({
    kind: 'table',
    table: await tables.create(unsafeSql(`SELECT * FROM (VALUES ${rows}`), { id }),
  })
  orders = await make('orders', `(1, 'b', 5), (2, 'a', 7), (3, 'b', 1)) t(id, who, amount)`)
  people = await make('people', `('a', 'Ada'), ('b', 'Bob')) t(who, name)`)
})
afterAll(() => tables.close())

const rowsOf = async (value: Value | undefined): Promise<unknown> => {
  const { id } = (value as { table: TableRef }).table
  return tables.rows(unsafeSql(`SELECT * FROM "aw ${id}"`))
}
const run = async (statement: string, more: object = {}, inputs: Record<string, Value> = { input: orders }) =>
  runNode(sqlNode, { tables, settings: { statement, ...more }, inputs, key: 'sql' })

describe('sql', () => {
  it('passes its input on by default', async () => {
    const { outputs } = await runNode(sqlNode, { tables, inputs: { input: orders }, key: 'sql' })
    expect(await rowsOf(outputs.table)).toHaveLength(3)
  })

  it('reports errors of the database before a run, once all columns are known', () => {
    const columns = [{ name: 'id', type: 'INTEGER' }]
    const checked: unknown[] = []
    const problem = { code: 'sql.syntax', severity: 'error', params: { reason: 'syntax error' } } as const
    const checkStatement: NonNullable<DescribeContext['checkStatement']> = (...args) => {
      checked.push(args)
      return { problem, range: { offset: 3, length: 2 } }
    }
    const problemsOf = (settings: object, input?: PortDescription) =>
      describeNode(sqlNode, { settings, inputs: input ? { input } : {}, checkStatement }).problems
    expect(problemsOf({ statement: 'SELEC 1' }, { type: 'table', columns })).toMatchObject([
      { code: 'sql.syntax', severity: 'error', where: { setting: 'statement', offset: 3, length: 2 } },
    ])
    expect(checked).toEqual([['SELEC 1', { input: columns }, {}]])
    expect(problemsOf({ statement: 'SELECT 1' })).toEqual([])
    const names = { ...problem, code: 'sql.names' }
    const open = describeNode(sqlNode, {
      settings: { statement: 'SELECT nope FROM input' },
      inputs: { input: { type: 'table' } },
      checkStatement: () => ({ problem: names }),
    })
    expect(open.problems).toMatchObject([{ code: 'sql.unknown-columns', severity: 'info' }])
    const placeholder = { statement: 'SELECT nope FROM input', parameters: { day: '{{$now()}}' } }
    expect(
      describeNode(sqlNode, {
        settings: placeholder,
        inputs: { input: { type: 'table', columns } },
        checkStatement: () => ({ problem: names }),
      }).problems,
    ).toEqual([])
  })

  it('joins several inputs by their names', async () => {
    const settings = { inputs: 'orders, people' }
    const statement = 'SELECT name, sum(amount) AS total FROM orders JOIN people USING (who) GROUP BY name'
    const { outputs, problems } = await run(statement, settings, { orders, people })
    expect(await rowsOf(outputs.table)).toEqual([
      { name: 'Ada', total: 7 },
      { name: 'Bob', total: 6 },
    ])
    expect(problems).toEqual([])
    const { ports } = sqlNode
    expect(ports!(sqlNode.settings.parse(settings)).inputs.map(({ name }) => name)).toEqual(['orders', 'people'])
  })

  it('reads parameters, and never fills placeholders in the statement', async () => {
    const { outputs } = await run('SELECT id, minimum FROM input, parameters WHERE amount > minimum', {
      parameters: { minimum: 4 },
    })
    expect(await rowsOf(outputs.table)).toEqual([
      { id: 1, minimum: 4 },
      { id: 2, minimum: 4 },
    ])
    expect(sqlNode.verbatim).toEqual(['statement'])
  })

  it('reports parts of the result that may differ', async () => {
    const { problems } = await run('SELECT sin(id) AS s FROM input')
    expect(problems).toMatchObject([
      { severity: 'info', code: 'sql.may-differ', where: { node: 'here', setting: 'statement' } },
    ])
  })

  it.each([
    ['SELECT * FROM people', 'sql.other-table', /which is not an input \(available: `input`\)/],
    ['SELECT amout FROM input', 'sql.names', /"amout" not found/],
    ['DROP TABLE input', 'sql.syntax', /single SELECT/],
    ["SELECT * FROM read_csv('/etc/passwd')", 'sql.forbidden', /./],
    ['SELECT CAST(who AS INTEGER) AS n FROM input', 'sql.conversion', /convert/i],
  ])('fails at %s, naming node and setting', async (statement, code, message) => {
    const thrown = await run(statement).catch((cause: unknown) => cause)
    expect(thrown).toMatchObject({
      kind: 'permanent',
      problem: { code, where: { node: 'here', setting: 'statement' } },
    })
    const { message: text, hint = '' } = englishFormatter.renderProblem((thrown as NodeError).problem)
    expect(`${text} ${hint}`).toMatch(message)
  })

  it('stops a statement after its time limit', async () => {
    const thrown = await run('SELECT count(*) FROM range(100000000000000)', { timeLimit: 0.5 }).catch(
      (cause: unknown) => cause,
    )
    expect(thrown).toMatchObject({
      problem: { code: 'sql.out-of-time', params: { limit: 500 } },
    })
  })

  it('reports problems of its settings before a run', () => {
    const codes = (settings: object) => describeNode(sqlNode, { settings }).problems?.map(({ code }) => code)
    expect(codes({})).toEqual([])
    expect(codes({ statement: ' ' })).toEqual(['sql.empty'])
    expect(codes({ inputs: 'a, a' })).toEqual(['sql.input-name'])
    expect(codes({ inputs: 'a-b' })).toEqual(['sql.input-name'])
    expect(codes({ inputs: 'Parameters' })).toEqual(['sql.input-name'])
    expect(codes({ parameters: { a: [1] } })).toEqual(['sql.parameter'])
    expect(describeNode(sqlNode).summary).toBe('SELECT * FROM input')
  })
})
