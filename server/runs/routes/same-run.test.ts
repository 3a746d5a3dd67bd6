import { hashFile, openNodeFile, openDuckDb } from '@aw-flow/data/node'
import { assignFiles, runWorkflow, systemClock, type RunControl } from '@aw-flow/engine'
import { createBuiltInCatalog, builtInNodes } from '@aw-flow/nodes'
import { createRunHistory, readWorkflow, type RunAttempt, type RunEvent, type RunSnapshot } from '@aw-flow/schema'
import { compareRuns } from '@aw-flow/schema/internal'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { renderMessages } from '../../../test/render-messages.ts'
import { createWorkflow } from '../../testing/test-requests.ts'
import { openTestApp } from '../../testing/test-app.ts'

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const document: unknown = JSON.parse(readFileSync(at('examples/workflows/cosmo-ready.json'), 'utf8'))

const { server } = openTestApp({ nodes: builtInNodes })

/** The view of a run without times and name; responses of the server are rendered in English. */
const withoutTimes = ({ waitFor, decision }: RunAttempt['waits'][number]) => ({ waitFor, decision })
const shown = ({ view, attempts }: RunSnapshot) =>
  renderMessages({
    state: view.state,
    attempts: attempts.map(({ key, attempt, state, rows, problems, error, waits, effects }) => {
      return { key, attempt, state, rows, problems, error, waits: waits.map(withoutTimes), effects: effects.length }
    }),
    nodes: Object.values(view.nodes).map(({ node, state, rows, retries, problems }) => ({ node, state, rows, retries, problems })), // oxfmt-ignore
    log: view.log.map(({ node, level, message }) => ({ node, level, message })),
  })

it('a local run, its stored record, and the same run on the server show the same nodes', async () => {
  const path = at('test/fixtures/inventory.csv')
  const file = await openNodeFile(path, await hashFile(path))
  const workflow = readWorkflow(document).workflow!
  const catalog = createBuiltInCatalog()
  const defaultFile = { kind: 'file' as const, dataset: file.dataset, name: 'inventory.csv' }
  const { inputs } = assignFiles(workflow, catalog, { defaultFile })
  const tables = await openDuckDb({ threads: 1 })
  const events: RunEvent[] = []
  let live = createRunHistory([])
  const record = await runWorkflow({
    workflow,
    catalog,
    tables,
    inputs,
    run: 'here',
    seed: 1,
    files: { open: (dataset) => Promise.resolve(dataset === file.dataset ? file : undefined) },
    clock: systemClock,
    signal: new AbortController().signal,
    onEvent: (event) => {
      events.push(event)
      live = createRunHistory([...events], live)
    },
  })
  await tables.close()
  const replayed = createRunHistory(JSON.parse(JSON.stringify(record)) as unknown[])
  expect(replayed.problem).toBeUndefined()
  expect(live.now).toEqual(replayed.now)

  const { id: dataset } = await server.upload(readFileSync(path), 'inventory.csv')
  const id = await createWorkflow(server, document)
  const started = await server.send('POST', `/api/v1/workflows/${id}/execute`, { input_data_id: dataset })
  const { id: run } = (await started.json()) as { id: string }
  await server.waitForEnd(run)
  const { items } = (await server.json(`/api/v1/runs/${run}/events?limit=10000`)) as { items: RunEvent[] }
  const there = createRunHistory(items)
  expect(there.problem).toBeUndefined()
  expect(there.now.view.state).toBe('completed')
  expect(shown(there.now)).toEqual(shown(live.now))
  const differing = compareRuns(renderMessages(record), items).nodes.filter(({ isEqual }) => !isEqual)
  expect(differing).toEqual([])
  // Both runs show the same nodes after every event.
  for (let n = 0; n <= items.length; n++) expect(shown(there.at(n)).nodes).toEqual(shown(live.at(n)).nodes)
})

/** Nodes as `id: [type, settings]` in order, edges as `[from, port, to, port]`. */
const rowOf = (nodes: Record<string, [string, object?]>, edges: [string, string, string, string][], more = {}) => ({
  version: 1,
  name: 'Turns, an inner workflow, and a question',
  status: 'draft',
  tags: [],
  settings: {},
  nodes: Object.entries(nodes).map(([id, [type, config = {}]], index) => {
    return { id, type, position: { x: 300 * index, y: 0 }, data: { label: id, config } }
  }),
  edges: edges.map(([source, sourceHandle, target, targetHandle], index) => {
    return { id: `e${index}`, source, sourceHandle, target, targetHandle }
  }),
  ...more,
})

it('so do a loop, a sub-workflow and a decision with its question', async () => {
  const inner = rowOf(
    { grow: ['variable', { name: 'grown', expression: '$map(input.value, function($one) { $one + 10 })' }] },
    [],
    {
      ports: {
        inputs: [{ name: 'list', type: 'any', to: [{ node: 'grow', port: 'value' }] }],
        outputs: [{ name: 'list', type: 'any', from: { node: 'grow', port: 'value' } }],
      },
    },
  )
  const document = rowOf(
    {
      list: ['variable', { name: 'list', expression: '[1..3]' }],
      each: ['for_each'],
      double: ['variable', { name: 'double', expression: 'input.value * 2' }],
      within: ['sub_workflow', { document: inner }],
      ask: ['approval', { message: 'Are these right?' }],
      end: ['variable', { name: 'end', expression: '$sum(input.value)' }],
    },
    [
      ['list', 'value', 'each', 'items'],
      ['each', 'item', 'double', 'value'],
      ['double', 'value', 'each', 'result'],
      ['each', 'results', 'within', 'list'],
      ['within', 'list', 'ask', 'value'],
      ['ask', 'approved', 'end', 'value'],
    ],
  )
  const { workflow, problems } = readWorkflow(document)
  expect(problems).toEqual([])
  const tables = await openDuckDb({ threads: 1 })
  const events: RunEvent[] = []
  let live = createRunHistory([])
  let control: RunControl | undefined
  const record = await runWorkflow({
    workflow: workflow!,
    catalog: createBuiltInCatalog(),
    tables,
    inputs: {},
    run: 'here',
    seed: 1,
    files: { open: () => Promise.resolve(undefined) },
    clock: systemClock,
    signal: new AbortController().signal,
    onControl: (given) => (control = given),
    onEvent(event) {
      events.push(event)
      live = createRunHistory([...events], live)
      if (event.type !== 'node-waiting' || event.waitFor.kind !== 'approval') return
      void control!.decide({
        node: event.node,
        digest: event.waitFor.digest,
        decision: 'approve',
        comment: 'Yes',
        by: 'local-owner',
      })
    },
  })
  await tables.close()
  expect(createRunHistory(JSON.parse(JSON.stringify(record)) as unknown[]).now).toEqual(live.now)

  const id = await createWorkflow(server, document)
  const started = await server.send('POST', `/api/v1/workflows/${id}/execute`, {})
  const { id: run } = (await started.json()) as { id: string }
  type Asking = { waiting: { node: string; wait_for: { digest: string } }[] }
  const asking = async () => ((await server.json(`/api/v1/runs/${run}`)) as Asking).waiting[0]
  await expect.poll(asking, { timeout: 180_000 }).toBeDefined()
  const { node, wait_for: asked } = (await asking())!
  const answer = { digest: asked.digest, decision: 'approve', comment: 'Yes', by: 'Somebody else' }
  expect((await server.send('POST', `/api/v1/runs/${run}/approvals/${node}`, answer)).status).toBe(202)
  await server.waitForEnd(run)
  const { items } = (await server.json(`/api/v1/runs/${run}/events?limit=10000`)) as { items: RunEvent[] }
  const there = createRunHistory(items)
  expect(there.problem).toBeUndefined()
  expect(there.now.view.state).toBe('completed')
  expect(shown(there.now)).toEqual(shown(live.now))
  // Both contain each iteration, the nodes of the sub-workflow and the question under the same names.
  const keys = there.now.attempts.map(({ key }) => key)
  expect(keys).toEqual(expect.arrayContaining(['each', 'ask', 'end']))
  expect(keys.filter((key) => key.includes('double'))).toHaveLength(3)
  expect(keys.filter((key) => key.includes('grow'))).toHaveLength(1)
  expect(compareRuns(renderMessages(record), items).nodes.filter(({ isEqual }) => !isEqual)).toEqual([])
  expect(there.now.attempts.flatMap(({ waits }) => waits)).toMatchObject([
    {
      waitFor: { kind: 'approval', digest: asked.digest },
      decision: { decision: 'approve', comment: 'Yes', by: 'local-owner' },
    },
  ])
})
