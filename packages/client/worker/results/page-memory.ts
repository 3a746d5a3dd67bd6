import { digestJson, maxMemoryTurns, type AgentMemory, type MemoryKey } from '@aw-flow/engine'
import type { Json } from '@aw-flow/schema'
import type { PrivateFolder } from './private-folder.ts'
import { readPrivateJson, writePrivateJson } from './private-json.ts'

/** The memory of this origin's agents. */
export interface PageMemory {
  /** Returns the memory of a workflow's agents. */
  forWorkflow(workflow: string): AgentMemory
}

interface Options {
  openRoot: () => Promise<PrivateFolder>
  /** Runs `work` while no other tab changes the files. */
  runExclusive?: <T>(work: () => Promise<T>) => Promise<T>
}

interface StoredTurn {
  id: string
  turn: Json
}

const folderName = 'aw-memory'

/**
 * Creates the memory of agents in the private file system: a folder for each workflow with a file for each
 * conversation. Without a private file system, it lasts until the tab is closed.
 */
export function createPageMemory({ openRoot, runExclusive = withLock }: Options): PageMemory {
  const unstored = new Map<string, StoredTurn[]>()

  const openWorkflow = async (workflow: string): Promise<PrivateFolder | undefined> => {
    const folder = await openRoot().catch(() => undefined)
    const memory = await folder?.getDirectoryHandle(folderName, { create: true })
    return memory?.getDirectoryHandle(encodeURIComponent(workflow), { create: true })
  }

  const read = async (folder: PrivateFolder | undefined, name: string): Promise<StoredTurn[]> => {
    if (!folder) return unstored.get(name) ?? []
    return ((await readPrivateJson(folder, name)) as StoredTurn[] | undefined) ?? []
  }

  const write = async (folder: PrivateFolder | undefined, name: string, turns: StoredTurn[]): Promise<void> => {
    if (!folder) return void unstored.set(name, turns)
    await writePrivateJson(folder, name, turns)
  }

  return {
    forWorkflow(workflow) {
      const toName = ({ agent, conversation }: MemoryKey): string =>
        `${digestJson([workflow, agent, conversation])}.json`
      return {
        read: (key) =>
          runExclusive(async () => {
            const turns = await read(await openWorkflow(workflow), toName(key))
            return turns.map(({ turn }) => turn)
          }),
        append: (key, id, turn) =>
          runExclusive(async () => {
            const folder = await openWorkflow(workflow)
            const name = toName(key)
            const turns = await read(folder, name)
            if (turns.some((stored) => stored.id === id)) return
            await write(folder, name, [...turns, { id, turn }].slice(-maxMemoryTurns))
          }),
      }
    },
  }
}

/** Runs `work` with an exclusive lock. Web Locks are available in every browser that has a private file system. */
const withLock = <T>(work: () => Promise<T>): Promise<T> => navigator.locks.request('aw-memory', work)
