import { systemClock } from '@aw-flow/engine'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWithPostgres, openTestPostgres } from '../testing/test-postgres.ts'
import type { ClaimedStep } from './agent-steps.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const limits = { leaseSeconds: 60, maxAttempts: 3, timeoutSeconds: 600 }

describeWithPostgres('steps of agents that pull, on two servers', () => {
  const postgres = openTestPostgres()
  const folder = createTestFolder()
  let stores: readonly [Store, Store]
  beforeAll(async () => {
    const databaseUrl = await postgres.createDatabase()
    const secretKey = 'k'.repeat(32)
    const first = await openStore(folder, systemClock, { databaseUrl, secretKey })
    stores = [first, await openStore(folder, systemClock, { databaseUrl, secretKey })]
  })
  afterAll(async () => {
    for (const store of stores) await store.close()
  })

  test('go to one claim each, and store one of several concurrent results', async () => {
    const [one, two] = stores
    const agent = await one.forWorkspace('default').agents.add({
      name: 'scorer',
      description: '',
      status: 'active',
      delivery: 'pull',
      url: '',
      healthUrl: null,
      auth: 'none',
      secret: null,
      header: '',
      timeoutMs: 1_000,
      retry: null,
      leaseSeconds: 60,
      resultTimeoutSeconds: 600,
    })
    const workflow = {
      version: 1 as const,
      name: 'W',
      status: 'draft' as const,
      tags: [],
      settings: {},
      nodes: [],
      edges: [],
    }
    const runs = [randomUUID(), randomUUID(), randomUUID()]
    for (const id of runs) {
      const request = { workflow, inputs: {}, seed: 1 }
      await one
        .forWorkspace('default')
        .runs.add({ id, workflowId: 'w', workflowVersion: undefined, request, priority: 0 })
    }
    for (let index = 0; index < 30; index++) {
      const step = { agent: agent!.id, key: `k${index}`, node: 'score', input: { index } }
      const run = runs[index % 3]!
      const added = await Promise.all([one.agentSteps.add(run, step, limits), two.agentSteps.add(run, step, limits)])
      expect(added[0]?.id).toBe(added[1]?.id)
    }
    const agentToken = await one.forWorkspace('default').agents.rotateToken(agent!.id)
    const claimed: ClaimedStep[] = []
    const claimAll = async ({ agentSteps }: Store): Promise<void> => {
      for (
        let step = await agentSteps.claim(agent!.id, agentToken!);
        step;
        step = await agentSteps.claim(agent!.id, agentToken!)
      )
        claimed.push(step)
    }
    await Promise.all([one, two, one, two, one, two].map(claimAll))
    // Claims that lock the same row at the same time leave it to one of them, and a later claim finds the rest.
    await claimAll(one)
    const indices = claimed.map(({ input }) => (input as { index: number }).index)
    expect(indices.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index))
    expect(new Set(claimed.map(({ key }) => key)).size).toBe(30)
    const [{ id, token }] = claimed as [ClaimedStep]
    const results = await Promise.all(
      [one, two, one, two].map(({ agentSteps }, index) => agentSteps.finish(id, token, { output: index })),
    )
    expect(results.filter((result) => typeof result === 'object' && !result.isRepeated)).toHaveLength(1)
    expect(results.filter((result) => result === 'finished')).toHaveLength(3)
  })
})
