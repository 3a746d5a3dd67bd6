import { openDuckDb } from '@aw-flow/data/node'
import { unsafeSql, type NodeError, type PerformEffect, type Sandbox, type Tables } from '@aw-flow/engine'
import { openSandbox } from '@aw-flow/sandbox/node'
import type { Json, TableRef, Value } from '@aw-flow/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeNode, runNode } from '../test-node.ts'
import { codeNode } from './code.ts'

let tables: Tables
let sandbox: Sandbox
let input: Value
beforeAll(async () => {
  tables = await openDuckDb({ threads: 1 })
  sandbox = openSandbox()
  const select = `SELECT * FROM (VALUES (1, 'a', DATE '2024-05-01', 1.50::DECIMAL(9,2), 9007199254740993), (2, '', NULL, 2.25, 3)) t(num1, txt1, day1, dec1, big1)`
  input = { kind: 'table', table: await tables.create(unsafeSql(select), { id: 'code-input' }) }
})
afterAll(async () => {
  await sandbox.close()
  await tables.close()
})

const log: string[] = []
const run = (code: string, more: object = {}, given: Value | undefined = { kind: 'json', json: { n: 2 } }) =>
  runNode(codeNode, {
    tables,
    sandbox,
    settings: { code, ...more },
    inputs: given ? { input: given } : {},
    key: 'code',
    onLog: (level, message) => void log.push(`${level} ${message}`),
  })
const overRows = (code: string, columns = '') => run(code, { over: 'rows', columns }, input)
const valueOf = ({ outputs }: Awaited<ReturnType<typeof run>>): Json =>
  outputs.value?.kind === 'json' ? (outputs.value.json as Json) : null
const tableOf = async (work: ReturnType<typeof run>) => {
  const { table } = (await work).outputs.table as { table: TableRef }
  return {
    columns: table.columns.map(({ name, type }) => `${name} ${type}`).join(', '),
    rows: await tables.rows(unsafeSql(`SELECT * FROM "aw ${table.id}"`)),
  }
}
const getProblem = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (thrown: { problem: unknown }) => thrown.problem,
  )

describe('code', () => {
  it('processes a value and passes it through by default', async () => {
    expect(
      valueOf(await runNode(codeNode, { tables, sandbox, inputs: { input: { kind: 'json', json: [1] } } })),
    ).toEqual([1])
    expect(valueOf(await run('return { twice: input.value.n * 2 }'))).toEqual({ twice: 4 })
    expect(valueOf(await run('return input.value.length', {}, input))).toBe(2)
    expect(valueOf(await run('return input.value', {}, { kind: 'text', text: 'x' }))).toBe('x')
    expect(valueOf(await runNode(codeNode, { tables, sandbox }))).toBeNull()
  })

  it('processes rows with kept, detected and declared types', async () => {
    expect(await tableOf(overRows('return row'))).toEqual({
      columns: 'num1 INTEGER, txt1 VARCHAR, day1 DATE, dec1 DECIMAL(9,2), big1 BIGINT',
      rows: [
        { num1: 1, txt1: 'a', day1: '2024-05-01', dec1: '1.50', big1: 9007199254740993n },
        { num1: 2, txt1: '', day1: null, dec1: '2.25', big1: 3 },
      ],
    })
    const found =
      'return { i: index, f: row.num1 / 4, b: row.num1 > 1, o: { a: [row.num1] }, day1: "no day", mixed: row.num1 > 1 ? "x" : 1 }'
    expect(await tableOf(overRows(found))).toEqual({
      columns: 'i BIGINT, f DOUBLE, b BOOLEAN, o VARCHAR, day1 VARCHAR, mixed VARCHAR',
      rows: [
        { i: 0, f: 0.25, b: false, o: '{"a":[1]}', day1: 'no day', mixed: '1' },
        { i: 1, f: 0.5, b: true, o: '{"a":[2]}', day1: 'no day', mixed: 'x' },
      ],
    })
    expect(await tableOf(overRows('return { ...row, price: "3.5" }', 'price DECIMAL(9, 2)\nmissing DATE'))).toEqual({
      columns: 'price DECIMAL(9,2), missing DATE',
      rows: [
        { price: '3.50', missing: null },
        { price: '3.50', missing: null },
      ],
    })
  })

  it('returns more or fewer rows, or an empty table', async () => {
    expect((await tableOf(overRows('return row.num1 === 1 ? [row, row] : null'))).rows).toHaveLength(2)
    expect(await tableOf(overRows('', 'a BIGINT'))).toEqual({ columns: 'a BIGINT', rows: [] })
  })

  it('treats names that would reach a prototype as columns [14]', async () => {
    const code = 'return JSON.parse(\'{"__proto__": 1, "constructor": 2, "toString": 3, "hasOwnProperty": 4}\')'
    expect(await tableOf(overRows(code))).toMatchObject({
      columns: '__proto__ BIGINT, constructor BIGINT, toString BIGINT, hasOwnProperty BIGINT',
    })
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  it('writes console output to the log', async () => {
    log.length = 0
    await run('console.log("seen", input.value)\nconsole.error("bad")')
    expect(log).toEqual(['info seen {"n":2}', 'error bad'])
  })

  it.each([
    ['return (', {}, 'code.syntax', 2],
    ['return input.a.b', {}, 'code.failed', 1],
    ['let a = 1\n\nthrow new Error("x" + a)', {}, 'code.failed', 3],
    ['for (;;);', { timeLimit: 0.2 }, 'code.out-of-time', undefined],
    ['return new Array(1e8).fill(1)', { memoryLimit: 8 }, 'code.out-of-memory', undefined],
    ['return 1', { over: 'rows' }, 'rows.not-an-object', undefined],
    ['return { a: 1.5 }', { over: 'rows', columns: 'a BIGINT' }, 'rows.bad-cell', undefined],
    ['return row', { over: 'rows', columns: 'a POINT' }, 'rows.columns', undefined],
  ])('fails at %s, naming node, setting and line', async (code, more, kind, line) => {
    const problem = await getProblem(run(code, more, 'over' in more ? input : undefined))
    expect(problem).toMatchObject({
      code: kind,
      where: { node: 'here', setting: kind === 'rows.bad-cell' || kind === 'rows.columns' ? 'columns' : 'code' },
    })
    if (kind.startsWith('code.') && line !== undefined && kind !== 'code.syntax')
      expect(problem).toMatchObject({ where: { line } })
  })

  it('reports unsupported inputs and a missing sandbox', async () => {
    expect(await getProblem(run('return row', { over: 'rows' }))).toMatchObject({ code: 'code.no-table' })
    expect(await getProblem(runNode(codeNode, { tables }))).toMatchObject({ code: 'code.no-sandbox' })
  })

  it('records the failure of the code as that of the node, so that a resumed run fails equally', async () => {
    const recorded: unknown[] = []
    const effect: PerformEffect = async (_kind, _request, perform) => {
      try {
        return await perform({ idempotencyKey: 'k', signal: new AbortController().signal, unknownOutcomeCount: 0 })
      } catch (thrown) {
        recorded.push((thrown as NodeError).problem)
        throw thrown
      }
    }
    const failure = getProblem(
      runNode(codeNode, { tables, sandbox, settings: { code: 'throw new Error("No")' }, effect }),
    )
    expect(await failure).toMatchObject({ code: 'code.failed', where: { line: 1 } })
    expect(recorded).toMatchObject([{ code: 'code.failed', params: { detail: 'Error: No' }, where: { line: 1 } }])
  })

  it('is described without running', () => {
    expect(describeNode(codeNode)).toMatchObject({
      outputs: { value: { type: 'json' } },
      summary: '1 line for the value',
    })
    expect(describeNode(codeNode, { settings: { over: 'rows', columns: 'a bigint' } })).toMatchObject({
      outputs: { table: { columns: [{ name: 'a', type: 'BIGINT' }] } },
      problems: [],
    })
    expect(describeNode(codeNode, { settings: { over: 'rows', columns: 'a' } }).problems).toMatchObject([
      { code: 'rows.columns' },
    ])
    expect(codeNode.verbatim).toEqual(['code'])
  })
})
