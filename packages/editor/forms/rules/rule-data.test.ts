import { describe, expect, it, vi } from 'vitest'
import type { WorkflowSession } from '@aw-flow/client'
import { ok } from '@aw-flow/schema'
import { createRuleData } from './rule-data.ts'

const full = { id: 'full', rows: 2_000, columns: [] }
const sampled = { id: 'sampled', rows: 100, columns: [] }
const report = { valid: true, rows: 1, rules: [] }

function createSession({ isStale = false, hasRun = true, hasEdge = true } = {}) {
  const tables = {
    validate: vi.fn(async () => ok(report)),
    proposeSchema: vi.fn(async () => ok({ columns: [{ name: 'a' }] })),
  }
  const previewNode = vi.fn(async () =>
    ok({ state: 'completed', outputs: { table: { kind: 'table', table: sampled } }, sample: { rows: 100 } }),
  )
  const session = {
    tables,
    document: {
      current: {
        nodes: [],
        edges: hasEdge
          ? [{ id: 'e', source: 'load', sourceHandle: 'table', target: 'check', targetHandle: 'table' }]
          : [],
      },
      description: undefined,
    },
    assistant: { previewNode },
    runs: {
      stale: new Set(isStale ? ['load'] : []),
      current: hasRun ? { nodes: { load: { outputs: { table: { kind: 'table', table: full } } } } } : undefined,
    },
  } as unknown as WorkflowSession
  return { session, tables, previewNode }
}
const { signal } = new AbortController()

describe('rules are tested', () => {
  it('on the complete input of the last run', async () => {
    const { session, tables, previewNode } = createSession()
    const outcome = await createRuleData(session, 'check')!.test('{}', signal)
    expect(outcome).toEqual({ state: 'done', value: report, isSample: false })
    expect(tables.validate).toHaveBeenCalledWith({ table: full, schema: '{}' }, { signal })
    expect(previewNode).not.toHaveBeenCalled()
  })

  it.each([{ isStale: true }, { hasRun: false }])(
    'on a sample without an input that is up to date: %j',
    async (options) => {
      const { session, tables } = createSession(options)
      const data = createRuleData(session, 'check')!
      expect(await data.test('{}', signal)).toEqual({ state: 'done', value: report, isSample: true })
      expect(tables.validate).toHaveBeenCalledWith({ table: sampled, schema: '{}' }, { signal })
      expect(await data.suggest(signal)).toMatchObject({ state: 'done', value: [{ name: 'a' }] })
    },
  )

  it('not without a table', async () => {
    const { session, previewNode } = createSession({ hasEdge: false })
    expect(await createRuleData(session, 'check')!.test('{}', signal)).toEqual({ state: 'not-connected' })
    const unpreviewed = createSession({ hasRun: false })
    unpreviewed.previewNode.mockResolvedValue(ok({ state: 'failed' }) as never)
    expect(await createRuleData(unpreviewed.session, 'check')!.test('{}', signal)).toEqual({ state: 'no-data' })
    expect(previewNode).not.toHaveBeenCalled()
  })
})
