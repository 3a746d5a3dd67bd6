import { createEmptyWorkflow, type RunError, type RunEvent, type RunEventBody, type Workflow } from '@aw-flow/schema'
import { testLoadReport } from './test-reports.ts'
import { mainJob } from './test-session.ts'
import { createColumns } from '../../test/columns.ts'

/** Start time of the runs for tests and stories of the run monitor, in ms since the Unix epoch. */
export const testRunStart = Date.UTC(2026, 10, 20, 9)

export const createRecord = (
  bodies: readonly RunEventBody[],
  workflow: Workflow = mainJob(),
  run = 'run-1',
): RunEvent[] =>
  [{ type: 'run-started' as const, version: 2 as const, run, workflow, inputs: {}, seed: 1 }, ...bodies].map(
    (body, seq): RunEvent => ({ ...body, seq, time: testRunStart + seq * 120 }),
  )

const busyError: RunError = {
  kind: 'transient',
  problem: { code: 'load.busy', severity: 'error', message: 'The reader was busy.', hint: 'It is retried.' },
}
const columns = createColumns('id BIGINT, name VARCHAR')
const createTableOutput = (id: string, rows: number) => ({
  table: { kind: 'table' as const, table: { id, rows, columns } },
})

/** A run in which Load has two attempts, Prepare waits for approval, Validate fails, and Table is skipped. */
export const createFailingRun = (): RunEventBody[] => [
  { type: 'node-started', node: 'load', attempt: 1, key: 'k1' },
  { type: 'node-logged', node: 'load', level: 'debug', message: 'Read 4 kB.' },
  { type: 'node-retrying', node: 'load', attempt: 1, error: busyError, delayMs: 200 },
  { type: 'node-started', node: 'load', attempt: 2, key: 'k1' },
  { type: 'node-completed', node: 'load', outputs: createTableOutput('t1', 1_000), rows: 1_000, ms: 120, problems: [], report: { kind: 'load', report: testLoadReport } },
  { type: 'node-started', node: 'prepare', attempt: 1, key: 'k2' },
  { type: 'node-waiting', node: 'prepare', waitFor: { kind: 'approval', digest: 'd', shown: { message: 'Drop 2 rows?', value: { kind: 'json', json: { rows: 2 } } } } },
  { type: 'approval-given', node: 'prepare', digest: 'd', decision: 'approve', by: 'Ada', comment: 'Fine <b>so</b>' },
  { type: 'node-completed', node: 'prepare', outputs: createTableOutput('t2', 998), rows: 998, ms: 360, problems: [] },
  { type: 'node-started', node: 'validate', attempt: 1, key: 'k3' },
  { type: 'effect-started', node: 'validate', attempt: 1, effect: 'http:1', kind: 'http', request: { url: 'https://example.org' } },
  { type: 'effect-ended', node: 'validate', attempt: 1, effect: 'http:1', outcome: { status: 404 } },
  { type: 'node-failed', node: 'validate', ms: 240, error: { kind: 'permanent', problem: { code: 'x', severity: 'error', message: 'Column `amout` is not in `orders`.', hint: 'Pick another column.', where: { node: 'validate', setting: 'schema' } } } },
  { type: 'node-skipped', node: 'table', reason: 'Validate has no output.', because: ['validate'] },
  { type: 'run-failed', failed: ['validate'] },
] // oxfmt-ignore

export const createCompletedRun = (): RunEventBody[] => [
  ...mainJob().nodes.flatMap(({ id }, index): RunEventBody[] => [
    { type: 'node-started', node: id, attempt: 1, key: `k${index}` },
    {
      type: 'node-completed',
      node: id,
      outputs: createTableOutput(`t${index}`, 1_000),
      rows: 1_000,
      ms: 120,
      problems: [],
    },
  ]),
  { type: 'run-completed' },
]

const createNode = (id: string, type = 'preparing', config: Workflow['nodes'][number]['data']['config'] = {}) => ({
  id,
  type,
  position: { x: 0, y: 0 },
  data: { label: id, config },
})

/** A run of a loop with many iterations. */
export function createLoopRun(iterationCount = 500): { workflow: Workflow; bodies: RunEventBody[] } {
  const workflow = {
    ...createEmptyWorkflow('Loop'),
    nodes: [createNode('each', 'for_each'), createNode('body')],
    edges: [{ id: 'e', source: 'each', target: 'body', sourceHandle: 'item', targetHandle: 'item' }],
  }
  const bodies = Array.from({ length: iterationCount }, (_, iteration): RunEventBody[] => [
    { type: 'iteration-started', node: 'each', iteration, values: { item: { kind: 'json', json: iteration } }, of: iterationCount },
    { type: 'node-started', node: 'body', scope: [`each#${iteration}`], attempt: 1, key: 'k' },
    { type: 'node-completed', node: 'body', scope: [`each#${iteration}`], outputs: { item: { kind: 'json', json: iteration * 2 } }, ms: 3, problems: [] },
    { type: 'iteration-ended', node: 'each', iteration, state: 'completed', values: {} },
  ]).flat() // oxfmt-ignore
  return {
    workflow,
    bodies: [
      { type: 'node-started', node: 'each', attempt: 1, key: 'k' },
      ...bodies,
      { type: 'iterations-done', node: 'each', count: iterationCount },
      { type: 'node-completed', node: 'each', outputs: {}, ms: 1, problems: [] },
      { type: 'run-completed' },
    ],
  }
}

/** A run with a sub-workflow. */
export function createSubWorkflowRun(): { workflow: Workflow; bodies: RunEventBody[] } {
  const innerWorkflow = { ...createEmptyWorkflow('Inner'), nodes: [createNode('clean'), createNode('count')], edges: [{ id: 'i', source: 'clean', target: 'count' }] } // oxfmt-ignore
  const subWorkflowNode = createNode('sub', 'sub_workflow', { document: JSON.parse(JSON.stringify(innerWorkflow)) })
  return {
    workflow: { ...createEmptyWorkflow('Outer'), nodes: [createNode('load', 'loading'), subWorkflowNode], edges: [{ id: 'o', source: 'load', target: 'sub' }] }, // oxfmt-ignore
    bodies: [
      ...['load'].flatMap((id) => createNodeEvents(id)),
      { type: 'node-started', node: 'sub', attempt: 1, key: 'k' },
      ...createNodeEvents('clean', ['sub#0']),
      ...createNodeEvents('count', ['sub#0']),
      { type: 'node-completed', node: 'sub', outputs: {}, ms: 20, problems: [] },
      { type: 'run-completed' },
    ],
  }
}

const createNodeEvents = (id: string, scope?: string[]): RunEventBody[] => [
  { type: 'node-started', node: id, attempt: 1, key: 'k', ...(scope ? { scope } : {}) },
  {
    type: 'node-completed',
    node: id,
    outputs: { out: { kind: 'text', text: `${id} was here` } },
    ms: 10,
    problems: [],
    ...(scope ? { scope } : {}),
  },
]

/** A run of many nodes with several attempts each. */
export function createLargeRun(nodeCount = 1_000, attemptCount = 5): { workflow: Workflow; bodies: RunEventBody[] } {
  const nodes = Array.from({ length: nodeCount }, (_, index) => ({
    ...createNode(`n${index}`),
    position: { x: (index % 40) * 300, y: Math.floor(index / 40) * 160 },
  }))
  const edges = nodes.slice(1).map(({ id }, index) => ({ id: `e${index}`, source: `n${index}`, target: id }))
  const bodies = nodes.flatMap(({ id }) =>
    Array.from({ length: attemptCount }, (_, index): RunEventBody[] => [
      { type: 'node-started', node: id, attempt: index + 1, key: 'k' },
      index < attemptCount - 1
        ? { type: 'node-retrying', node: id, attempt: index + 1, error: busyError, delayMs: 5 }
        : { type: 'node-completed', node: id, outputs: {}, rows: 3, ms: 3, problems: [] },
    ]).flat(),
  )
  return {
    workflow: { ...createEmptyWorkflow('Large'), nodes, edges },
    bodies: [...bodies, { type: 'run-completed' }],
  }
}
