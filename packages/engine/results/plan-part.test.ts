import { renderMessages } from '../../../test/render-messages.ts'
import { foldRun, type Problem, type RunSelection, type RunView, type Values, type Workflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { runWorkflow } from '../run-workflow.ts'
import { createFakeTables, createTestCatalog, createTestRunOptions, createTestWorkflow } from '../record/test-runs.ts'
import { planRun } from './plan-run.ts'
import { createResultCache, type ResultCache } from './results.ts'

/** before → source → asked → behind, and aside, which is independent. */
const workflow = (config: Record<string, number> = {}): Workflow =>
  createTestWorkflow(
    ['before', 'source', 'asked', 'behind', 'aside'].map((id) => ({ id, config: { n: config[id] ?? 1 } })),
    [['before', 'source'], ['source', 'asked'], ['asked', 'behind']], // oxfmt-ignore
  )
const pin: Values = { sum: { kind: 'json', json: 500 } }

interface Case {
  part?: RunSelection
  pins?: Record<string, Values>
  last?: RunView | undefined
  results?: ResultCache
  document?: Workflow
}

/** Runs a case and returns the origin and the outputs of each node. */
async function outcome({ part, pins, last, results, document = workflow() }: Case): Promise<{
  problems: Problem[]
  view: RunView | undefined
  how: Record<string, string>
}> {
  const catalog = createTestCatalog()
  const { providedOutputs, problems } = planRun({
    workflow: document,
    catalog,
    part,
    ...(pins ? { pins } : {}),
    earlierRun: last,
    hasTable: () => true,
  })
  if (problems.some(({ severity }) => severity === 'error')) return { problems, view: undefined, how: {} }
  const options = { workflow: document, run: 'r', seed: 1, catalog, providedOutputs, ...createTestRunOptions() }
  const events = await runWorkflow({ ...options, ...(part ? { part } : {}), ...(results ? { results } : {}) })
  const view = foldRun(events)
  expect(view.state).toBe('completed')
  const how = Object.fromEntries(
    Object.entries(view.nodes).map(([id, { state, reusedFrom }]) => [id, reusedFrom ?? state]),
  )
  return { problems, view, how }
}

const to: RunSelection = { kind: 'to', node: 'asked' }
const from: RunSelection = { kind: 'from', node: 'asked' }
const only: RunSelection = { kind: 'only', node: 'asked' }
/** Returns a cache with the results of `document`, and the run that created them. */
async function runDocument(document = workflow()): Promise<{ results: ResultCache; last: RunView }> {
  const results = createResultCache()
  const { view } = await outcome({ results, document })
  return { results, last: view! }
}

describe('precedence of pin, cached result, last run and part', () => {
  it('[E61] row 1: a pin takes precedence, and its node waits for nothing', async () => {
    const { results, last } = await runDocument()
    const earlierOptions = { results, last, pins: { asked: pin } }
    for (const part of [undefined, to, from, only]) {
      const { how, view } = await outcome({ ...earlierOptions, ...(part ? { part } : {}) })
      expect(how.asked).toBe('pin')
      expect(view!.nodes.asked?.outputs).toEqual(pin)
    }
    const { how, view } = await outcome({ pins: { asked: pin } })
    expect(how).toEqual({
      before: 'completed',
      source: 'completed',
      asked: 'pin',
      behind: 'completed',
      aside: 'completed',
    })
    expect(view!.nodes.behind?.outputs).toEqual({ sum: { kind: 'json', json: 501 } })
  })

  it('[E61] row 2: a cached result with the same key is used, in complete runs and in runs to a node', async () => {
    const { results } = await runDocument()
    expect((await outcome({ results })).how).toEqual({ before: 'result', source: 'result', asked: 'result', behind: 'result', aside: 'result' }) // oxfmt-ignore
    expect((await outcome({ results, part: to })).how).toMatchObject({ before: 'result', source: 'result', asked: 'result' }) // oxfmt-ignore
  })

  it('[E61] row 3: without one the node runs, whatever the last run returned', async () => {
    const { results, last } = await runDocument()
    const { how } = await outcome({ results, last, document: workflow({ source: 5 }) })
    expect(how).toEqual({ before: 'result', source: 'completed', asked: 'completed', behind: 'completed', aside: 'result' }) // oxfmt-ignore
    expect((await outcome({ last, part: to })).how).toMatchObject({ before: 'completed', source: 'completed', asked: 'completed' }) // oxfmt-ignore
  })

  it('[E61] row 4: nodes that do not lead to the target are omitted, with the reason', async () => {
    const { how, view } = await outcome({ part: to })
    expect(how).toMatchObject({ behind: 'skipped', aside: 'skipped', asked: 'completed' })
    expect(renderMessages(view!.nodes.behind?.reason)).toBe('Not run: this run ends at "asked".')
  })

  it('[E61] row 4: a run to several nodes ends at each of them', async () => {
    const document = workflow()
    const { how, view } = await outcome({ part: { kind: 'to', node: 'source', others: ['aside'] }, document })
    expect(how).toEqual({ before: 'completed', source: 'completed', asked: 'skipped', behind: 'skipped', aside: 'completed' }) // oxfmt-ignore
    expect(renderMessages(view!.nodes.behind?.reason)).toBe('Not run: this run ends at "source" and "aside".')
    const { problems } = await outcome({ part: { kind: 'to', node: 'asked', others: ['x'] } })
    expect(renderMessages(problems)).toMatchObject([{ code: 'run.no-node', message: expect.stringContaining('"x"') }])
  })

  it('[E61] row 5: the first node of a part runs again, although its result is cached', async () => {
    const { results, last } = await runDocument()
    expect((await outcome({ results, last, part: from })).how.asked).toBe('completed')
  })

  it('[E61] row 6: the nodes after it use cached results by derivation key', async () => {
    const { results, last } = await runDocument()
    expect((await outcome({ results, last, part: from })).how.behind).toBe('result')
    expect((await outcome({ last, part: from })).how.behind).toBe('completed')
  })

  it('[E61] row 7: its sources use outputs of the last run that are up to date', async () => {
    const { last } = await runDocument()
    const { how } = await outcome({ last, part: from })
    expect(how).toEqual({
      before: 'skipped',
      source: 'part',
      asked: 'completed',
      behind: 'completed',
      aside: 'skipped',
    })
  })

  it('[E61] row 8: a stale source, or one without outputs, runs or uses a cached result', async () => {
    const { last, results } = await runDocument()
    const document = workflow({ source: 5 })
    expect((await outcome({ last, part: from, document })).how).toMatchObject({
      before: 'completed',
      source: 'completed',
    })
    expect((await outcome({ last, results, part: from, document })).how).toMatchObject({ before: 'result', source: 'completed' }) // oxfmt-ignore
    expect((await outcome({ part: from })).how).toMatchObject({ before: 'completed', source: 'completed', aside: 'skipped' }) // oxfmt-ignore
  })

  it('[E61] row 9: a single node runs again, although its result is cached', async () => {
    const { results, last } = await runDocument()
    const { how } = await outcome({ results, last, part: only })
    expect(how).toEqual({ before: 'skipped', source: 'part', asked: 'completed', behind: 'skipped', aside: 'skipped' })
  })

  it('[E61] row 10: its sources use outputs of the last run', async () => {
    const { last } = await runDocument()
    const { how, problems } = await outcome({ last, part: only })
    expect(how.source).toBe('part')
    expect(problems).toEqual([])
  })

  it('[E61] row 11: also stale ones, with a warning', async () => {
    const { last } = await runDocument()
    const { how, problems, view } = await outcome({ last, part: only, document: workflow({ source: 5, asked: 7 }) })
    expect(how.source).toBe('part')
    expect(problems).toMatchObject([{ code: 'run.stale-input', severity: 'warning', where: { node: 'source' } }])
    expect(view!.nodes.asked?.outputs).toEqual({ sum: { kind: 'json', json: 1 + 1 + 7 } })
  })

  it('[E61] row 12: without them nothing runs, with a problem', async () => {
    const { problems, view } = await outcome({ part: only })
    expect(view).toBeUndefined()
    expect(renderMessages(problems)).toMatchObject([{ code: 'run.no-input', where: { node: 'asked' }, hint: expect.stringContaining('Run to') }]) // oxfmt-ignore
  })

  it('[E61] row 13: a pinned source is used in every part', async () => {
    for (const part of [to, from, only]) {
      const { how, view } = await outcome({ part, pins: { source: pin } })
      expect(how).toMatchObject({ source: 'pin', before: 'skipped', asked: 'completed' })
      expect(view!.nodes.asked?.outputs).toEqual({ sum: { kind: 'json', json: 501 } })
    }
  })

  it('[E61] row 14: an unknown node is a problem', async () => {
    const { problems } = await outcome({ part: { kind: 'to', node: 'x' } })
    expect(renderMessages(problems)).toMatchObject([{ code: 'run.no-node', hint: expect.stringContaining('asked') }])
  })

  it('[E61] row 15: a pin with a missing table is a problem', async () => {
    const lost: Values = { sum: { kind: 'table', table: { id: 'gone', columns: [], rows: 0 } } }
    const options = {
      workflow: workflow(),
      catalog: createTestCatalog(),
      pins: { asked: lost },
      hasTable: () => false,
    }
    expect(planRun(options).problems).toMatchObject([{ code: 'pin.table-missing', where: { node: 'asked' } }])
  })
})

describe('stale nodes of planRun', () => {
  it('[E62] finds nodes with changed settings, and all nodes after them, without a run', async () => {
    const { last } = await runDocument()
    const stale = (document: Workflow, pins?: Record<string, Values>) => {
      const options = { workflow: document, catalog: createTestCatalog(), earlierRun: last, hasTable: () => true }
      return [...planRun({ ...options, ...(pins ? { pins } : {}) }).stale].sort()
    }
    expect(stale(workflow())).toEqual([])
    expect(stale(workflow({ asked: 5 }))).toEqual(['asked', 'behind'])
    expect(stale(workflow({ aside: 5 }))).toEqual(['aside'])
    expect(stale(workflow(), { source: pin })).toEqual(['asked', 'behind', 'source'])
    const shorter = { ...workflow(), edges: workflow().edges.slice(1) }
    expect(stale(shorter)).toEqual(['asked', 'behind', 'source'])
    const without = planRun({ workflow: workflow(), catalog: createTestCatalog(), hasTable: () => true })
    expect(without.stale.size).toBe(5)
  })

  it('[E62] calls nothing', () => {
    const catalog = createTestCatalog(new Map(), { asked: () => expect.unreachable() })
    const tables = createFakeTables()
    planRun({ workflow: workflow(), catalog, hasTable: (id) => tables.has(id) })
    expect(tables.createdIds).toEqual([])
  })
})
