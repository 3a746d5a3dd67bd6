import {
  createCatalog,
  defineNode,
  runWorkflow,
  systemClock,
  unsafeSql,
  type NodeDefinition,
  type Tables,
} from '@aw-flow/engine'
import { foldRun, type Column, type Config, type NodeRun } from '@aw-flow/schema'
import { getTypeFamily } from '@aw-flow/schema/internal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { seed, sizes } from '../../../test/sizes.ts'
import { builtInNodes } from '../built-in-nodes.ts'
import { createWorkflow } from '../logic/test-logic.ts'
import { describeNode } from '../test-node.ts'
import { openTestTables } from '../../../test/open-tables.ts'
import { createColumns } from '../../../test/columns.ts'

const columns: Column[] = createColumns('id BIGINT, grp VARCHAR, x DOUBLE, day DATE')
/** 2,000 rows with empty cells. */
const source = defineNode({
  type: 'source',
  version: 1,
  family: 'tables',
  title: 'Source',
  description: 'Gives rows.',
  icon: 'box',
  inputs: [],
  outputs: [{ name: 'table', type: 'table' }],
  settings: z.strictObject({}),
  describe: () => ({ outputs: { table: { type: 'table', columns } }, summary: 'Rows' }),
  async run({ key, tables }) {
    const select = unsafeSql(
      `SELECT i AS id, CASE WHEN i % 11 = 0 THEN NULL ELSE 'g' || (i * 7919 % 13)::VARCHAR END AS grp, CASE WHEN i % 5 = 0 THEN NULL ELSE (i * 7919 % 1009)::DOUBLE / 7 END AS x, DATE '2026-01-01' + (i * 31 % 300)::INTEGER AS day FROM range(2000) t(i)`,
    )
    return { outputs: { table: { kind: 'table', table: await tables.create(select, { id: key }) } } }
  },
})

const composed = createCatalog([...builtInNodes, source])
const stepByStep = createCatalog(
  [...builtInNodes, source].map(
    (node): NodeDefinition =>
      Object.fromEntries(Object.entries(node).filter(([key]) => key !== 'composes')) as unknown as NodeDefinition,
  ),
)

/** Creates a node type with settings that are valid for these columns. */
function nextNode(columns: readonly Column[], pick: (count: number) => number): [string, Config] {
  const any = (): Column => columns[pick(columns.length)]!
  const names = columns.map((column) => column.name)
  const number = columns.find((column) => getTypeFamily(column.type) === 'number')
  const candidates: [string, Config][] = [
    ['select', { columns: names.filter((_, index) => index === 0 || pick(4) > 0).reverse() }],
    ['filter', { conditions: [{ column: any().name, is: 'is-not-empty' }] }],
    [
      'filter',
      { expression: number ? `\`${number.name}\` > ${pick(100)} or \`${number.name}\` < ${pick(20)}` : 'true' },
    ],
    ['filter', { conditions: [{ column: names[0]!, is: 'not-equals', value: '7' }], match: 'any', expression: 'true' }],
    [
      'derive_column',
      { column: `c${pick(3)}`, expression: number ? `\`${number.name}\` * ${1 + pick(5)}` : `\`${names[0]}\` & "!"` },
    ],
    ['rename_and_cast', { columns: [{ column: any().name, name: `n${pick(100)}` }] }],
    ['rename_and_cast', { columns: [{ column: any().name, type: 'VARCHAR' }] }],
    ['sort', { by: [{ column: any().name, direction: pick(2) ? 'ascending' : 'descending' }] }],
    [
      'aggregate',
      {
        groupBy: [any().name],
        measures: [
          { function: 'count' },
          ...(number
            ? [
                { function: 'sum', column: number.name },
                { function: 'first', column: number.name },
              ]
            : []),
        ],
      },
    ],
    ['deduplicate', { columns: [any().name] }],
    ['sample', { rows: 1 + pick(3000) }],
    ['fill', { columns: [any().name], how: pick(2) ? 'previous' : 'mode' }],
    ['union', { inputs: 2 }],
    ['unpivot', { columns: [any().name], keep: [] }],
    ['table', {}],
  ]
  return candidates[pick(candidates.length)]!
}

interface Step {
  type: string
  config: Config
}

/** Creates a chain of nodes without problems before a run. */
function chainOf(choices: readonly number[]): Step[] {
  let at = 0
  const pick = (count: number): number => (choices[at++ % choices.length]! + at) % count
  let known = columns
  const steps: Step[] = []
  for (let length = 2 + pick(6); length > 0; length--) {
    const [type, config] = nextNode(known, pick)
    const port = type === 'union' ? 'in1' : 'table'
    const described = describeNode(composed.get(type)!, {
      settings: config,
      inputs: { [port]: { type: 'table', columns: known } },
    })
    const after = described.outputs.table?.columns
    if (described.problems?.some(({ severity }) => severity === 'error') || !after) continue
    steps.push({ type, config })
    known = after
  }
  return steps
}

const tables = await openTestTables(2)

let runCount = 0
async function outcomeOf(steps: readonly Step[], catalog: typeof composed, reader?: number) {
  const nodes: Parameters<typeof createWorkflow>[0] = { s: ['source'] }
  const edges: Parameters<typeof createWorkflow>[1] = []
  steps.forEach(({ type, config }, index) => {
    nodes[`n${index}`] = [type, config]
    edges.push(`${index === 0 ? 's' : `n${index - 1}`}.table>n${index}.${type === 'union' ? 'in1' : 'table'}`)
  })
  if (reader !== undefined) {
    nodes.reader = ['filter', {}]
    edges.push(`n${reader}.table>reader.table`)
  }
  const events = await runWorkflow({
    workflow: createWorkflow(nodes, edges),
    run: `r${++runCount}`,
    seed: 1,
    catalog,
    tables,
    files: { open: () => Promise.resolve(undefined) },
    clock: systemClock,
    signal: new AbortController().signal,
  })
  const view = foldRun(events)
  const found: Record<string, unknown> = { state: view.state }
  for (const { node, outputs, report, problems, state, rows, key, error } of Object.values(view.nodes) as NodeRun[]) {
    const table = outputs.table?.kind === 'table' ? outputs.table.table : undefined
    found[node] = { state, rows, key, report, problems, table, error: error?.problem }
  }
  const hashes: Record<string, string> = {}
  for (const { node, outputs } of Object.values(view.nodes)) {
    if (outputs.table?.kind === 'table') hashes[node] = await tables.contentHash(outputs.table.table)
  }
  for (const { outputs } of Object.values(view.nodes)) {
    if (outputs.table?.kind === 'table') await tables.drop(outputs.table.table.id)
  }
  return { ...found, hashes }
}

describe('a chain of table nodes', () => {
  it('returns the same result as one query and step by step', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.nat(10_000), { minLength: 12, maxLength: 30 }),
      fc.option(fc.nat(10), { nil: undefined }),
      async (choices, reader) => {
        const steps = chainOf(choices)
        if (steps.length === 0) return
        const at = reader === undefined ? undefined : reader % steps.length
        const composedOutcome = await outcomeOf(steps, composed, at)
        const failure = Object.values(composedOutcome)
          .map((run) => (run as { error?: { message: string } }).error?.message)
          .find(Boolean)
        expect({ steps, failure }).toEqual({ steps, failure: undefined })
        expect(await outcomeOf(steps, stepByStep, at)).toEqual(composedOutcome)
      },
    )
    await fc.assert(property, { seed, numRuns: sizes.databaseRuns })
  }, 600_000)

  it('materializes no table that is not viewed', async () => {
    const made: string[] = []
    const counted: Tables = {
      ...tables,
      create: (select, options) => (made.push(options.id), tables.create(select, options)),
    }
    const workflow = createWorkflow(
      {
        s: ['source'],
        filter: ['filter', { expression: 'x > 3' }],
        derive: ['derive_column', { column: 'y', expression: 'x * 2' }],
        select: ['select', { columns: ['grp', 'y'] }],
        sum: ['aggregate', { groupBy: ['grp'], measures: [{ function: 'sum', column: 'y' }] }],
      },
      ['s.table>filter.table', 'filter.table>derive.table', 'derive.table>select.table', 'select.table>sum.table'],
    )
    const options = {
      workflow,
      run: 'r',
      seed: 1,
      catalog: composed,
      tables: counted,
      files: { open: () => Promise.resolve(undefined) },
      clock: systemClock,
      signal: new AbortController().signal,
    }
    const view = foldRun(await runWorkflow(options))
    const keyOf = (node: string): string => Object.values(view.nodes).find((run) => run.node === node)!.key!
    expect(made).toEqual([keyOf('s'), keyOf('sum')])
    const filtered = Object.values(view.nodes).find((run) => run.node === 'filter')!.outputs.table!
    if (filtered.kind !== 'table') throw new Error('no table')
    expect(tables.has(filtered.table.id)).toBe(true)
    await tables.drop(keyOf('s'))
    expect(tables.has(keyOf('s'))).toBe(false)
    const page = await tables.page(filtered.table, { offset: 0, limit: 10 })
    expect(page.length).toBeGreaterThan(0)
  })
})
