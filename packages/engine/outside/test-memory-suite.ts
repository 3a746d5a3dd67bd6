import { expect, it } from 'vitest'
import { maxMemoryTurns, type AgentMemory } from './agent-memory.ts'

/** The memory of one workspace. The suite opens it several times, as after a restart. */
export interface OpenedTestMemory {
  getAgentMemory(workflow: string): AgentMemory
}

/** Defines the conformance tests of `AgentMemory`, which run for every host. */
export function describeAgentMemory(open: () => Promise<OpenedTestMemory>): void {
  const key = { agent: 'a', conversation: '' }

  it('returns the turns of a conversation in order, even after it is reopened', async () => {
    const memory = (await open()).getAgentMemory('order')
    expect(await memory.read(key)).toEqual([])
    const turns = [
      { messages: [{ role: 'user', content: 'é "quoted"\n\u0001 🙂' }] },
      { messages: [] },
      ['third', null],
    ]
    for (const [index, turn] of turns.entries()) await memory.append(key, `id ${index}`, turn)
    expect(await memory.read(key)).toEqual(turns)
    expect(await (await open()).getAgentMemory('order').read(key)).toEqual(turns)
  })

  it('stores turns with the same id only once', async () => {
    const memory = (await open()).getAgentMemory('once')
    await memory.append(key, 'same', 1)
    await memory.append(key, 'same', 2)
    await memory.append(key, 'other', 3)
    expect(await memory.read(key)).toEqual([1, 3])
  })

  it('separates workflows, agents and conversations, regardless of their names', async () => {
    const memory = await open()
    const names = ['a', 'b', 'a/b', '', '../x', 'A', 'ä', 'x'.repeat(5_000)]
    const memoryKeys = names.flatMap((name) => [
      { workflow: `apart ${name}`, agent: 'a', conversation: 'c' },
      { workflow: 'apart', agent: name, conversation: 'c2' },
      { workflow: 'apart', agent: 'c3', conversation: name },
    ])
    for (const { workflow, ...memoryKey } of memoryKeys.filter(({ workflow }) => workflow.length < 200))
      await memory.getAgentMemory(workflow).append(memoryKey, 'id', JSON.stringify([workflow, memoryKey]))
    for (const { workflow, ...memoryKey } of memoryKeys.filter(({ workflow }) => workflow.length < 200))
      expect(await memory.getAgentMemory(workflow).read(memoryKey)).toEqual([JSON.stringify([workflow, memoryKey])])
  })

  it(`keeps the last ${maxMemoryTurns} turns`, async () => {
    const memory = (await open()).getAgentMemory('limit')
    for (let turn = 0; turn < maxMemoryTurns + 3; turn++) await memory.append(key, `id ${turn}`, turn)
    const turns = await memory.read(key)
    expect(turns).toHaveLength(maxMemoryTurns)
    expect([turns[0], turns.at(-1)]).toEqual([3, maxMemoryTurns + 2])
  })
}
