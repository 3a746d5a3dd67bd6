import type { StoredRun } from '@aw-flow/client'
import { createEmptyWorkflow, error, type RunEvent } from '@aw-flow/schema'
import type { ReactiveController } from 'lit'
import { expect, it, vi } from 'vitest'
import { RunFailures } from './run-failures.ts'

const problem = error('model.no-default', {})
const workflow = {
  ...createEmptyWorkflow('Orders'),
  nodes: [{ id: 'query', type: 'sql', position: { x: 0, y: 0 }, data: { label: 'Sum of orders', config: {} } }],
}
const events = [
  { type: 'run-started', run: 'a', time: 0, seq: 0, workflow },
  { type: 'node-started', time: 1, seq: 1, node: 'query' },
  { type: 'node-failed', time: 2, seq: 2, node: 'query', error: { problem } },
  { type: 'run-failed', time: 3, seq: 3, failed: ['query'] },
] as unknown as RunEvent[]

it('reads the failed node and the reason of each failed run once', async () => {
  const getRunEvents = vi.fn(async () => events)
  const controllers: ReactiveController[] = []
  const host = {
    isConnected: true,
    addController: (controller: ReactiveController) => controllers.push(controller),
    removeController: () => undefined,
    requestUpdate: () => undefined,
    updateComplete: Promise.resolve(true),
    workspace: { storage: { getRunEvents }, engine: { status: { catalog: [] } } },
  }
  const failures = new RunFailures(host as never)
  const run = { run: 'a', state: 'failed' } as StoredRun
  expect(failures.describe({ ...run, run: 'b', state: 'completed' })).toBeUndefined()
  expect(failures.describe(run)).toBeUndefined()
  for (const controller of controllers) controller.hostUpdated?.()
  await vi.waitFor(() => expect(failures.describe(run)).toMatch(/^Sum of orders: No language model is selected/))
  for (const controller of controllers) controller.hostUpdated?.()
  expect(getRunEvents).toHaveBeenCalledTimes(1)
})
