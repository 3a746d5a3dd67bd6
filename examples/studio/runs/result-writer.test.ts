import { SessionChangeEvent, type Engine, type WorkflowSession } from '@aw-flow/client'
import { createEmptyRunView, failed, ok, warning, type Problem, type RunState, type RunView } from '@aw-flow/schema'
import { describe, expect, test, vi } from 'vitest'
import { createResultWriter, hasUnfinishedWrite, watchEndedRuns } from './result-writer.ts'

const table = { id: 't', columns: [{ name: 'a', type: 'BIGINT' }], rows: 1 }
const viewOf = (run: string, state: RunState = 'completed', hasTable = true): RunView => ({
  ...createEmptyRunView(run),
  state,
  workflow: {
    version: 1,
    name: 'w',
    status: 'draft',
    tags: [],
    settings: {},
    edges: [],
    nodes: [{ id: 'n', type: 'x', position: { x: 0, y: 0 }, data: { label: 'n', config: {} } }],
  },
  nodes: {
    n: {
      node: 'n',
      state: 'completed',
      attempt: 1,
      retries: 0,
      problems: [],
      outputs: hasTable ? { table: { kind: 'table', table } } : {},
    },
  },
})

describe('createResultWriter', () => {
  const createTestWriter = (answer: Problem | undefined, limit = 100) => {
    const requests: unknown[] = []
    const problems: Problem[] = []
    const engine = {
      ask: async ({ input }: { input: unknown }) => {
        requests.push(input)
        return answer ? failed(answer) : ok('stored')
      },
    } as unknown as Engine
    const write = createResultWriter({
      engine,
      getLimit: async () => limit,
      onProblem: (problem) => problems.push(problem),
    })
    return { write, requests, problems }
  }

  test('stores the result tables of a run up to the limit', async () => {
    const { write, requests } = createTestWriter(undefined)
    await write(viewOf('run-1'))
    expect(requests).toEqual([{ run: 'run-1', tables: [table], maxBytes: 100 }])
  })

  test('stores nothing of a run without tables, or with a limit of 0', async () => {
    const none = createTestWriter(undefined)
    await none.write(viewOf('run-1', 'completed', false))
    const off = createTestWriter(undefined, 0)
    await off.write(viewOf('run-1'))
    expect([none.requests, off.requests]).toEqual([[], []])
  })

  test('records runs whose results are not stored completely', async () => {
    const stored = new Map<string, string>()
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
      removeItem: (key: string) => void stored.delete(key),
    })
    const writing = createTestWriter(undefined).write(viewOf('run-1'))
    expect(hasUnfinishedWrite('run-1')).toBe(true)
    await writing
    expect(hasUnfinishedWrite('run-1')).toBe(false)
    const refused = createTestWriter(warning('storage.results-refused', { reason: 'no' }))
    await refused.write(viewOf('run-2'))
    expect(hasUnfinishedWrite('run-2')).toBe(false)
    const pageLeft = createResultWriter({
      engine: {} as Engine,
      getLimit: () => new Promise(() => undefined),
      onProblem: () => undefined,
    })
    for (let run = 0; run < 60; run++) void pageLeft(viewOf(`left-${run}`))
    expect([hasUnfinishedWrite('left-9'), hasUnfinishedWrite('left-10')]).toEqual([false, true])
    vi.unstubAllGlobals()
  })

  test('reports refused storage once', async () => {
    const refused = createTestWriter(warning('storage.results-refused', { reason: 'no' }))
    for (const run of ['a', 'b', 'c']) await refused.write(viewOf(run))
    expect(refused.problems.map(({ code }) => code)).toEqual(['storage.results-refused'])
    expect(refused.requests).toHaveLength(3)
    const closed = createTestWriter(warning('engine.closed', {}))
    await closed.write(viewOf('a'))
    expect(closed.problems).toEqual([])
  })
})

test('watchEndedRuns calls back once for each run that ends', () => {
  const session = Object.assign(new EventTarget(), { runs: { current: viewOf('old') } })
  const endedRuns: string[] = []
  watchEndedRuns(session as unknown as WorkflowSession, ({ run }) => endedRuns.push(run))
  const change = (view: RunView): void => {
    session.runs.current = view
    session.dispatchEvent(new SessionChangeEvent('run'))
  }
  change(viewOf('old'))
  change(viewOf('new', 'running'))
  change(viewOf('new', 'waiting'))
  expect(endedRuns).toEqual([])
  change(viewOf('new'))
  change(viewOf('new'))
  change(viewOf('quick', 'failed'))
  expect(endedRuns).toEqual(['new', 'quick'])
})
