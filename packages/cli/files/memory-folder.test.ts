import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeAgentMemory } from '../../engine/outside/test-memory-suite.ts'
import { openMemoryFolder } from './memory-folder.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-memory-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the memory of agents in a folder', () => {
  describeAgentMemory(async () => ({
    getAgentMemory: (workflow) => openMemoryFolder(join(folder, 'shared'), workflow),
  }))

  it('omits an incomplete line', async () => {
    const path = join(folder, 'interrupted')
    const key = { agent: 'a', conversation: '' }
    const memory = openMemoryFolder(path, 'w')
    await memory.append(key, 'one', 1)
    const [file] = await readdir(path)
    await appendFile(join(path, file!), '{"id": "two", "tu')
    await memory.append(key, 'three', 3)
    expect(await memory.read(key)).toEqual([1, 3])
  })
})
