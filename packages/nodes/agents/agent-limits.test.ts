import type { Config, RunEvent } from '@aw-flow/schema'
import { afterAll, expect, it } from 'vitest'
import type { Reply } from '../../agents/language-model/test-model-server.ts'
import { createWorkflow } from '../logic/test-logic.ts'
import {
  createAgentConfig,
  createToolCallReply,
  closeTestTables,
  openTestServices,
  readOutput,
  runWithServices,
  createSendTool,
} from './test-agents.ts'

afterAll(closeTestTables)

const tools = [createSendTool({ approval: 'never' })]
const endless = (): Reply => createToolCallReply(['send', { text: 'again' }])
const branches = 8

const createBranches = (config: Config) =>
  createWorkflow(
    Object.fromEntries(
      Array.from({ length: branches }, (_, index): [string, [string, Config]] => [
        `a${index}`,
        ['agent', createAgentConfig({ tools, maxTokens: 40, prompt: `Task ${index}`, ...config })],
      ]),
    ),
    [],
  )

/**
 * Returns the duration of each request that timed out, in ms. On a slow machine, its time may end before the server
 * receives it.
 */
const collectTimeouts = (events: readonly RunEvent[]): number[] =>
  events.flatMap((event) => {
    const outcome = event.type === 'effect-ended' ? (event.outcome as { timedOut?: true; ms?: number }) : {}
    return outcome.timedOut ? [outcome.ms!] : []
  })

/** Each request of the test server counts 200 input and 40 output tokens, at prices of 1 and 2 per million. */
const usageOf = { requests: 1, inputTokens: 200, outputTokens: 40, cost: 280 / 1e6 }

it.each([
  ['requests', 20],
  ['inputTokens', 12_000],
  ['outputTokens', 800],
  ['cost', 0.009],
] as const)('[10] eight parallel agents stay within the %s of their run', async (limit, max) => {
  const testServices = await openTestServices(endless, { grants: { runLimits: { [limit]: max } } })
  const { view } = await runWithServices(testServices, createBranches({}), { parallel: branches })
  expect(view.state).toBe('waiting')
  const waiting = Object.values(view.waiting ?? {})
  expect(waiting).toHaveLength(branches)
  for (const { waitFor } of waiting)
    expect(waitFor).toMatchObject({ shown: { budget: limit === 'requests' ? 'steps' : limit } })
  expect(testServices.requests.length).toBeGreaterThan(branches)
  expect(testServices.requests.length * usageOf[limit]).toBeLessThanOrEqual(max)
  await testServices.close()
})

it.each([
  ['steps', { maxSteps: 3 }, 3, 3],
  ['toolCalls', { maxToolCalls: 2 }, 3, 2],
] as const)('[10] each of eight parallel agents stays within its %s', async (limit, config, requests, sent) => {
  const testServices = await openTestServices(endless)
  const { view } = await runWithServices(testServices, createBranches(config), { parallel: branches })
  const waiting = Object.values(view.waiting ?? {})
  expect(waiting).toHaveLength(branches)
  for (const { waitFor } of waiting) expect(waitFor).toMatchObject({ shown: { budget: limit } })
  expect(testServices.requests).toHaveLength(branches * requests)
  expect(testServices.outbox).toHaveLength(branches * sent)
  await testServices.close()
})

it('[10] each of eight parallel agents stops at its time', async () => {
  const testServices = await openTestServices(() => ({ silent: true }))
  const { view, events } = await runWithServices(testServices, createBranches({ maxSeconds: 0.3 }), {
    parallel: branches,
  })
  const waiting = Object.values(view.waiting ?? {})
  expect(waiting).toHaveLength(branches)
  for (const { waitFor } of waiting) expect(waitFor).toMatchObject({ shown: { budget: 'ms' } })
  expect(collectTimeouts(events)).toHaveLength(branches)
  expect(testServices.requests.length).toBeLessThanOrEqual(branches)
  await testServices.close()
})

it('[10] eight parallel agents stay within the tool calls of their run, and a raise asks nobody to approve a call again', async () => {
  const max = 12
  const testServices = await openTestServices(endless, { grants: { runLimits: { toolCalls: max } } })
  const approved: unknown[] = []
  const approving = createBranches({ tools: [createSendTool({ approval: 'ask' })] })
  const first = await runWithServices(testServices, approving, {
    parallel: branches,
    decide: ({ shown, digest }) => {
      if (shown.budget) return undefined
      approved.push(digest)
      return { decision: 'approve' }
    },
  })
  const waiting = Object.values(first.view.waiting ?? {})
  expect(waiting).toHaveLength(branches)
  for (const { waitFor } of waiting) expect(waitFor).toMatchObject({ shown: { budget: 'toolCalls' } })
  expect(testServices.outbox).toHaveLength(max)
  // Each call that was approved and then met the limit waits for the budget only.
  expect(approved).toHaveLength(max + branches)
  expect(new Set(approved).size).toBe(max + branches)
  let raised = 0
  const again = await runWithServices(testServices, approving, {
    record: first.events,
    decide: ({ shown }) => (shown.budget && raised++ === 0 ? { decision: 'approve', edited: 1 } : undefined),
  })
  expect(again.view.state).toBe('waiting')
  expect(testServices.outbox).toHaveLength(max + 1)
  await testServices.close()
})

it('[10] eight parallel agents stop at the time of their run, which counts once for parallel requests', async () => {
  const testServices = await openTestServices(() => ({ silent: true }), { grants: { runLimits: { ms: 300 } } })
  const { view, events } = await runWithServices(testServices, createBranches({}), { parallel: branches })
  const waiting = Object.values(view.waiting ?? {})
  expect(waiting).toHaveLength(branches)
  for (const { waitFor } of waiting) {
    expect(waitFor).toMatchObject({ shown: { budget: 'ms', value: { json: 300 } } })
  }
  expect(testServices.requests.length).toBeLessThanOrEqual(branches)
  // Each request had the time of the run, because the time of parallel requests counts once.
  const durations = collectTimeouts(events)
  expect(durations).toHaveLength(branches)
  expect(Math.max(...durations)).toBeLessThanOrEqual(300)
  expect(durations.reduce((total, ms) => total + ms, 0)).toBeGreaterThan(300)
  await testServices.close()
})

it('[10] uses the last text of an agent at the tool call limit of its run', async () => {
  const testServices = await openTestServices(
    () => ({ ...createToolCallReply(['send', { text: 'again' }]), says: 'So far.' }),
    {
      grants: { runLimits: { toolCalls: 1 } },
    },
  )
  const agents = createWorkflow({ a: ['agent', createAgentConfig({ tools })] }, [])
  const { view } = await runWithServices(testServices, agents, { decide: () => ({ decision: 'done' }) })
  expect([view.state, readOutput(view, 'a', 'answer'), testServices.outbox.length]).toEqual(['completed', 'So far.', 1])
  await testServices.close()
})
