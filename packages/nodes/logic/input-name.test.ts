import { openDuckDb } from '@aw-flow/data/node'
import { openSandbox } from '@aw-flow/sandbox/node'
import { applyEdit, type Config, type Json, type Workflow } from '@aw-flow/schema'
import { afterAll, describe, expect, it } from 'vitest'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { proposeFixes } from '../fixes/propose-fixes.ts'
import { catalog, createWorkflow, describeLogic, runLogic } from './test-logic.ts'

const sandbox = openSandbox()
const tables = await openDuckDb({ threads: 1 })
afterAll(async () => {
  await tables.close()
  await sandbox.close()
})

const order: Json = { a: 21, input: { a: 1 } }

/** `give` outputs an order, `n` is a node of the type. */
const toWorkflow = (type: string, config: Config, port: string, node: object = { typeVersion: 2 }): Workflow =>
  createWorkflow({ give: ['give', { json: order }], n: [type, config, node] }, [`give.out>n.${port}`])

async function runJson(workflow: Workflow): Promise<unknown> {
  const { nodes } = await runLogic(workflow, { tables, sandbox })
  const { outputs, error } = nodes.n!
  if (error) return error.problem
  const [value] = Object.values(outputs)
  return value?.kind === 'json' ? value.json : value
}

describe('input', () => {
  it('contains the inputs by port in every node, and the first one as `value`', async () => {
    const byType: [string, Config, string, number][] = [
      ['transform', { expression: '{"v": input.value.a * 2}' }, 'input', 2],
      ['code', { code: 'return { v: input.value.a * 2 }' }, 'input', 2],
      ['variable', { expression: '{"v": input.value.a * 2}' }, 'value', 1],
    ]
    for (const [type, config, port, typeVersion] of byType)
      expect(await runJson(toWorkflow(type, config, port, { typeVersion }))).toEqual({ v: 42 })
    expect(await runJson(toWorkflow('condition', { expression: 'input.value.a = 21' }, 'value', {}))).toEqual(order)
    expect(await runJson(toWorkflow('switch', { expression: 'input.value.a', cases: '21' }, 'value', {}))).toEqual(
      order,
    )
    // A placeholder of a node whose input has a different name.
    expect(await runJson(toWorkflow('give', { json: '{{input.value.a}}/{{input.in.a}}' }, 'in', {}))).toBe('21/21')
    expect(await runJson(toWorkflow('give', { json: '{{input}}' }, 'in', {}))).toEqual({ in: order })
  })

  it('is the entire table of a Transform node', async () => {
    const workflow = createWorkflow(
      {
        give: ['give', { json: [{ a: 1 }, { a: 2 }] }],
        table: ['transform', { result: 'table' }, { typeVersion: 2 }],
        n: ['transform', { expression: '$sum(input.value.a)' }, { typeVersion: 2 }],
      },
      ['give.out>table.input', 'table.table>n.input'],
    )
    expect(await runJson(workflow)).toBe(3)
  })

  it.each([
    ['transform', 'expression', 'input.a + input.input.a', 'input.value.a + input.value.input.a', 22],
    ['code', 'code', 'return input.a + input.input.a', 'input = input.value; return input.a + input.input.a', 22],
  ])(
    'keeps its former meaning in %s nodes of version 1, with a warning: %s %s',
    async (type, setting, before, after, result) => {
      for (const node of [{ typeVersion: 1 }, {}]) {
        const workflow = toWorkflow(type, { [setting]: before }, 'input', node)
        expect(await runJson(workflow)).toEqual(result)
        const { problems, ready } = describeLogic(workflow)
        expect(ready).toBe(true)
        expect(problems).toMatchObject([
          {
            code: 'node.migrated',
            severity: 'warning',
            params: { version: 1, installed: 3, before, after },
            where: { node: 'n', setting },
          },
        ])
        const [fix] = proposeFixes({ workflow, problem: problems[0]!, description: { nodes: {} }, catalog })
        const updated = applyEdit(workflow, fix!.edit).workflow
        expect(updated.nodes[1]).toMatchObject({ typeVersion: 3, data: { config: { [setting]: after } } })
        expect(describeLogic(updated).problems).toEqual([])
        expect(await runJson(updated)).toEqual(result)
      }
    },
  )

  it('is read by version 2 in documents without a version that already use it', async () => {
    for (const [type, config] of [
      ['transform', { expression: '{"v": input.value.a * 2}' }],
      ['transform', { expression: '{"v": input.value.a + input.value.`a`}' }],
      ['code', { code: 'return { v: input.value.a * 2 }' }],
      ['code', { code: 'const { a } = input?.value; return { v: a + input .value.a }' }],
    ] as const) {
      expect(await runJson(toWorkflow(type, config, 'input', {}))).toEqual({ v: 42 })
      expect(describeLogic(toWorkflow(type, config, 'input', {})).problems).toEqual([])
    }
    const mixed = toWorkflow('transform', { expression: 'input.a + input.value.a' }, 'input', {})
    expect(await runJson(mixed)).toBe(42)
    const earlier = toWorkflow('transform', { expression: '{"v": input.value.a}' }, 'input', { typeVersion: 1 })
    expect(await runJson(earlier)).toEqual({})
  })

  it('has no warning where nothing changes', async () => {
    for (const [type, config] of [
      ['transform', {}],
      ['transform', { expression: 'give.out.a' }],
      ['code', {}],
      ['code', { code: 'return 1' }],
    ] as const)
      expect(describeLogic(toWorkflow(type, config, 'input', {})).problems).toEqual([])
    expect(await runJson(toWorkflow('transform', {}, 'input', {}))).toEqual(order)
    expect(await runJson(toWorkflow('code', {}, 'input', {}))).toEqual(order)
    const overRows = toWorkflow('transform', { over: 'rows', expression: 'input.input.rows' }, 'input', {})
    expect(describeLogic(overRows).problems.map(({ code }) => code)).not.toContain('node.migrated')
  })

  it('reports an expression of version 1 that cannot be converted', () => {
    expect(describeLogic(toWorkflow('transform', { expression: '$keys($$)' }, 'input', {})).problems).toMatchObject([
      { code: 'node.migration-failed', where: { node: 'n' } },
    ])
  })

  it('has its former meaning in runs that started with version 1', async () => {
    const earlier = createBuiltInCatalog()
    for (const [type, config] of [
      ['transform', {}],
      ['transform', { expression: 'input' }],
      ['code', {}],
      ['code', { code: 'return input' }],
    ] as const) {
      const workflow = toWorkflow(type, config, 'input', {})
      const onlyEarlier = { ...catalog, get: (name: string) => earlier.get(name, 1) ?? catalog.get(name) }
      const { nodes } = await runLogic(workflow, { tables, sandbox, catalog: onlyEarlier })
      expect(nodes.n!.outputs.value).toEqual({ kind: 'json', json: order })
    }
  })
})
