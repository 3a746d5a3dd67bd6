import type { Config } from '@aw-flow/schema'
import { afterAll, expect, it } from 'vitest'
import type { Reply } from '../../agents/language-model/test-model-server.ts'
import { createWorkflow } from '../logic/test-logic.ts'
import { agentConfig, calls, closeTestTables, openWorld, runInWorld, sendTool } from './test-agents.ts'

afterAll(closeTestTables)

const tools = [sendTool({ approval: 'never' })]
const endless = (): Reply => calls(['send', { text: 'again' }])
const branches = 8

const createBranches = (config: Config) =>
  createWorkflow(
    Object.fromEntries(
      Array.from({ length: branches }, (_, index): [string, [string, Config]] => [
        `a${index}`,
        ['agent', agentConfig({ tools, maxTokens: 40, prompt: `Task ${index}`, ...config })],
      ]),
    ),
    [],
  )

/** Each request of the test server counts 200 input and 40 output tokens, at prices of 1 and 2 per million. */
const usageOf = { requests: 1, inputTokens: 200, outputTokens: 40, cost: 280 / 1e6 }

it.each([
  ['requests', 20],
  ['inputTokens', 12_000],
  ['outputTokens', 800],
  ['cost', 0.009],
] as const)('[10] eight parallel agents stay within the %s of their run', async (limit, max) => {
  const world = await openWorld(endless, { grants: { runLimits: { [limit]: max } } })
  const { view } = await runInWorld(world, createBranches({}), { parallel: branches })
  expect(view.state).toBe('waiting')
  const waiting = Object.values(view.waiting ?? {})
  expect(waiting).toHaveLength(branches)
  for (const { waitFor } of waiting)
    expect(waitFor).toMatchObject({ shown: { budget: limit === 'requests' ? 'steps' : limit } })
  expect(world.requests.length).toBeGreaterThan(branches)
  expect(world.requests.length * usageOf[limit]).toBeLessThanOrEqual(max)
  await world.close()
})

it.each([
  ['steps', { maxSteps: 3 }, 3, 3],
  ['toolCalls', { maxToolCalls: 2 }, 3, 2],
] as const)('[10] each of eight parallel agents stays within its %s', async (limit, config, requests, sent) => {
  const world = await openWorld(endless)
  const { view } = await runInWorld(world, createBranches(config), { parallel: branches })
  const waiting = Object.values(view.waiting ?? {})
  expect(waiting).toHaveLength(branches)
  for (const { waitFor } of waiting) expect(waitFor).toMatchObject({ shown: { budget: limit } })
  expect(world.requests).toHaveLength(branches * requests)
  expect(world.outbox).toHaveLength(branches * sent)
  await world.close()
})

it('[10] each of eight parallel agents stops at its time', async () => {
  const world = await openWorld(() => ({ silent: true }))
  const { view } = await runInWorld(world, createBranches({ maxSeconds: 0.3 }), { parallel: branches })
  const waiting = Object.values(view.waiting ?? {})
  expect(waiting).toHaveLength(branches)
  for (const { waitFor } of waiting) expect(waitFor).toMatchObject({ shown: { budget: 'ms' } })
  expect(world.requests).toHaveLength(branches)
  await world.close()
})
