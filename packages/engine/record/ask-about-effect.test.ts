import { renderMessages } from '../../../test/render-messages.ts'
import { foldRun, type RunEvent, unwrap } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { runWorkflow } from '../run-workflow.ts'
import type { Decision } from '../scheduler/decide-approval.ts'
import { createMemoryJournal } from './memory-journal.ts'
import { resumeRun } from './resume-run.ts'
import { createTestCatalog, createTestRunOptions, createTestWorkflow } from './test-runs.ts'

const workflow = createTestWorkflow([{ id: 'a' }, { id: 'b' }, { id: 'c' }], [['a', 'b'], ['b', 'c']]) // oxfmt-ignore

/**
 * Creates a catalog in which node `b` has an effect with the policy `ask`. `keys` are the idempotency keys with which
 * it was performed.
 */
function createEffectCatalog({ swallows = false } = {}) {
  const keys: string[] = []
  const got: unknown[] = []
  const catalog = createTestCatalog(new Map(), {
    async b({ effect }) {
      const perform = async ({ idempotencyKey }: { idempotencyKey: string }): Promise<string> => {
        keys.push(idempotencyKey)
        return 'put'
      }
      const put = (what: string) => effect('put', { what }, perform, { unknownOutcome: 'ask' })
      try {
        got.push(await put('x'))
      } catch (cause) {
        if (!swallows) throw cause
        await put('y').catch(() => undefined)
      }
    },
  })
  return { keys, got, catalog }
}

/** Returns a run that was killed right after the start of the effect, with its approval. */
async function interrupted(options = {}) {
  const { catalog, keys, got } = createEffectCatalog(options)
  const completeRun = await runWorkflow({ workflow, run: 'r', seed: 1, catalog, ...createTestRunOptions() })
  const kept = completeRun.slice(0, completeRun.findIndex(({ type }) => type === 'effect-started') + 1)
  keys.length = 0
  got.length = 0
  const resume = async (record: readonly RunEvent[], decision?: Decision) => {
    const rejections: (string | undefined)[] = []
    const events = unwrap(
      await resumeRun({
        ...createTestRunOptions(),
        catalog,
        journal: createMemoryJournal(record),
        whenIdle: 'return',
        ...(decision
          ? { onControl: (control) => void control.decide(decision).then((problem) => rejections.push(problem?.code)) }
          : {}),
      }),
    )
    const view = foldRun(events)
    const waitFor = view.waiting?.b?.waitFor
    return { events, view, rejections, digest: waitFor?.kind === 'approval' ? waitFor.digest : '' }
  }
  return { keys, got, resume, kept, asked: await resume(kept) }
}

describe('an effect with an unknown outcome', () => {
  it('[E79] shows the request for approval, and waits', async () => {
    const { asked, keys } = await interrupted()
    expect(asked.view).toMatchObject({
      state: 'waiting',
      nodes: { b: { state: 'waiting', waitFor: { kind: 'approval', shown: { value: { json: { what: 'x' } } } } } },
    })
    expect(keys).toEqual([])
    expect(asked.events.filter((event) => event.type === 'effect-ended')).toMatchObject([{ unknown: true }])
  })

  it('[E79] is repeated with the same key, gets a result, or fails, by the decision', async () => {
    const { asked, resume, keys, got } = await interrupted()
    const about = { node: 'b', digest: asked.digest }
    const again = await resume(asked.events, { ...about, decision: 'approve' })
    expect(again.view.state).toBe('completed')
    expect(keys).toEqual([expect.stringContaining('r/b/put-')])
    expect(again.view.log.map(({ message }) => renderMessages(message))).toContain('Approved to run again')

    const done = await resume(asked.events, { ...about, decision: 'done', edited: 'was put' })
    expect(done.view.state).toBe('completed')
    expect(got).toEqual(['put', 'was put'])

    const refused = await resume(asked.events, { ...about, decision: 'reject' })
    expect(refused.view).toMatchObject({
      state: 'failed',
      nodes: { b: { error: { problem: { code: 'effect.refused' } } }, c: { state: 'skipped' } },
    })
    expect(keys).toHaveLength(1)
  })

  it('[E79] rejects a decision with a missing or unexpected result, or about an approval', async () => {
    const { asked, resume } = await interrupted()
    const about = { node: 'b', digest: asked.digest }
    expect((await resume(asked.events, { ...about, decision: 'done' })).rejections).toEqual(['approval.outcome'])
    expect((await resume(asked.events, { ...about, decision: 'approve', edited: 1 })).rejections).toEqual([
      'approval.outcome',
    ])
    expect((await resume(asked.events, { ...about, digest: 'x', decision: 'approve' })).rejections).toEqual([
      'approval.stale',
    ])
  })

  it('[E79] requests a new decision after another interruption', async () => {
    const { asked, resume, keys } = await interrupted()
    const again = await resume(asked.events, { node: 'b', digest: asked.digest, decision: 'approve' })
    const begun = again.events.findLastIndex(({ type }) => type === 'effect-started')
    const second = await resume(again.events.slice(0, begun + 1))
    expect(second.view.state).toBe('waiting')
    expect(second.digest).not.toBe(asked.digest)
    const stale = await resume(second.events, { node: 'b', digest: asked.digest, decision: 'approve' })
    expect(stale.rejections).toEqual(['approval.stale'])
    expect(keys).toHaveLength(1)
  })

  it('[E79] resumes from every event, without requesting a decision twice', async () => {
    const { asked, resume, keys } = await interrupted()
    const { events } = await resume(asked.events, { node: 'b', digest: asked.digest, decision: 'done', edited: 'v' })
    for (let end = asked.events.length + 2; end <= events.length; end++) {
      expect(events.slice(0, end).some(({ type }) => type === 'approval-given')).toBe(true)
      expect((await resume(events.slice(0, end))).view.state).toBe('completed')
    }
    expect(keys).toEqual([])
  })

  it('[E79] waits even if the node catches the error of its effect', async () => {
    const { asked, keys } = await interrupted({ swallows: true })
    expect(asked.view.state).toBe('waiting')
    expect(keys).toEqual([])
  })
})
