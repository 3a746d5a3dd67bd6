import { describe, expect, it } from 'vitest'
import { describeAgentMemory } from '../../../engine/outside/test-memory-suite.ts'
import { createPageMemory } from './page-memory.ts'
import { TestFolder } from './test-private-folder.ts'

const runExclusive = <T>(work: () => Promise<T>): Promise<T> => work()
const key = { agent: 'a', conversation: '' }

describe('the memory of agents in a page', () => {
  const folder = new TestFolder()
  describeAgentMemory(async () => createPageMemory({ openRoot: folder.open, runExclusive }))

  it('lasts until the tab is closed without a private file system', async () => {
    const blocked = new TestFolder()
    blocked.isBlocked = true
    const memory = createPageMemory({ openRoot: blocked.open, runExclusive }).getAgentMemory('w')
    await memory.append(key, 'one', 1)
    expect(await memory.read(key)).toEqual([1])
  })

  it('keeps the previous turns if the tab is killed while it writes', async () => {
    for (let writes = 0; writes < 6; writes++) {
      const killed = new TestFolder()
      await createPageMemory({ openRoot: killed.open, runExclusive }).getAgentMemory('w').append(key, 'one', 1)
      killed.writesUntilKilled = writes
      const killedMemory = createPageMemory({ openRoot: killed.open, runExclusive }).getAgentMemory('w')
      await killedMemory.append(key, 'two', 2).catch(() => undefined)
      killed.writesUntilKilled = Infinity
      const turns = await createPageMemory({ openRoot: killed.open, runExclusive }).getAgentMemory('w').read(key)
      expect([[1], [1, 2]]).toContainEqual(turns)
    }
  })
})
