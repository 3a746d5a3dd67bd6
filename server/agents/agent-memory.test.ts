import { systemClock } from '@aw-flow/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeAgentMemory } from '../../packages/engine/outside/test-memory-suite.ts'
import { openSharedDatabase } from '../testing/open-shared-database.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { defaultPurgePolicy } from '../store/purge-policy.ts'
import { purge } from '../store/purge.ts'
import { serializeDocument } from '../store/workflows/document-text.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const folder = createTestFolder()
let store: Store
let time = Date.parse('2026-01-01T00:00:00Z')
beforeAll(async () => {
  const openedDatabase = await openSharedDatabase(folder)
  store = await openStore(folder, { ...systemClock, now: () => time }, { openedDatabase })
})
afterAll(() => store.close())

describe('the memory of agents on a server', () => {
  describeAgentMemory(async () => store.forWorkspace('default').agentMemory)

  it('[23] is not shared by workspaces, and is purged with the workflow', async () => {
    const key = { agent: 'a', conversation: '' }
    const [first, second] = ['first', 'second'].map((workspace) => store.forWorkspace(workspace))
    const workflow = { version: 1 as const, name: 'Remembers', nodes: [], edges: [] }
    await first!.workflows.add('w', serializeDocument(workflow as never))
    await first!.agentMemory.getAgentMemory('w').append(key, 'one', 1)
    await second!.agentMemory.getAgentMemory('w').append(key, 'one', 2)
    expect(await first!.agentMemory.getAgentMemory('w').read(key)).toEqual([1])
    expect(await second!.agentMemory.getAgentMemory('w').read(key)).toEqual([2])
    await purge(store, defaultPurgePolicy, () => time)
    expect(await first!.agentMemory.getAgentMemory('w').read(key)).toEqual([1])
    // No workflow of the second workspace has this memory.
    expect(await second!.agentMemory.getAgentMemory('w').read(key)).toEqual([])
  })
})
