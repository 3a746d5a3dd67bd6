import { describe, expect, it } from 'vitest'
import type { RunEvent, Workflow } from '@aw-flow/schema'
import { compareRuns } from '@aw-flow/schema/internal'
import { runWorkflow } from '../run-workflow.ts'
import { createTestCatalog, createTestRunOptions, createTestWorkflow } from './test-runs.ts'

const workflow = (n: number, extra: { id: string }[] = []): Workflow =>
  createTestWorkflow(
    [{ id: 'a' }, { id: 'b', config: { n } }, { id: 'c' }, { id: 't', type: 'make', config: { n } }, ...extra],
    [['a', 'b'], ['b', 'c']], // oxfmt-ignore
  )
const record = (document: Workflow, run: string): Promise<RunEvent[]> =>
  runWorkflow({ workflow: document, run, seed: 1, catalog: createTestCatalog(), ...createTestRunOptions() })

describe('compareRuns', () => {
  it('[E49] finds no differences between equal runs', async () => {
    const { nodes, state } = compareRuns(await record(workflow(1), 'r1'), await record(workflow(1), 'r2'))
    expect(state).toEqual({ a: 'completed', b: 'completed' })
    expect(nodes.map(({ node, isEqual }) => [node, isEqual])).toEqual([['a', true], ['b', true], ['c', true], ['t', true]]) // oxfmt-ignore
  })

  it('[E49] names the settings, inputs and outputs in which nodes differ', async () => {
    const a = await record(workflow(1), 'r1')
    const b = await record(workflow(2, [{ id: 'new' }]), 'r2')
    const { run, nodes } = compareRuns(a, b)
    expect(run).toEqual({ a: 'r1', b: 'r2' })
    const byId = new Map(nodes.map((node) => [node.node, node]))
    expect(byId.get('a')).toEqual({ node: 'a', presence: 'both', ms: { a: 0, b: 0 }, isEqual: true })
    expect(byId.get('b')).toMatchObject({
      isEqual: false,
      settings: { n: { a: 1, b: 2 } },
      outputs: { sum: { a: { json: 2 }, b: { json: 3 } } },
    })
    expect(byId.get('b')).not.toHaveProperty('inputs')
    expect(byId.get('c')).toMatchObject({ inputs: { a: { a: { json: 2 }, b: { json: 3 } } } })
    expect(byId.get('c')).not.toHaveProperty('settings')
    expect(byId.get('t')?.outputs?.table).toBeDefined()
    expect(byId.get('t')).not.toHaveProperty('rows')
    expect(byId.get('new')).toEqual({ node: 'new', presence: 'only-b', isEqual: false })
  })

  it('[E49] compares with a run that failed', async () => {
    const invalid = workflow(1)
    invalid.nodes[0]!.data.config.n = 'x'
    const { state, nodes } = compareRuns(await record(workflow(1), 'r1'), await record(invalid, 'r2'))
    expect(state).toEqual({ a: 'completed', b: 'failed' })
    expect(nodes[0]).toMatchObject({ state: { a: 'completed', b: 'pending' }, settings: { n: { b: 'x' } } })
  })
})
