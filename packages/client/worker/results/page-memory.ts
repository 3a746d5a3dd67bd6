import { digestJson, maxMemoryTurns, type AgentMemory, type MemoryKey } from '@aw-flow/engine'
import type { Json } from '@aw-flow/schema'
import type { PrivateFolder } from './private-folder.ts'
import { readPrivateJson, writePrivateJson } from './private-json.ts'

/** The memory of this origin's agents. */
export type PageMemory = ReturnType<typeof createPageMemory>

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
 * Creates the agents' memory in the origin private file system, with one folder per workflow and one file per
 * conversation. Without such a file system, the memory lasts until the tab is closed.
 */
export function createPageMemory({ openRoot, runExclusive = withLock }: Options) {
  const unstoredTurns = new Map<string, StoredTurn[]>()

  const openWorkflowFolder = async (workflowId: string): Promise<PrivateFolder | undefined> => {
    const folder = await openRoot().catch(() => undefined)
    const memory = await folder?.getDirectoryHandle(folderName, { create: true })
    return memory?.getDirectoryHandle(encodeURIComponent(workflowId), { create: true })
  }

  const read = async (folder: PrivateFolder | undefined, name: string): Promise<StoredTurn[]> => {
    if (!folder) return unstoredTurns.get(name) ?? []
    return ((await readPrivateJson(folder, name)) as StoredTurn[] | undefined) ?? []
  }

  const write = async (folder: PrivateFolder | undefined, name: string, turns: StoredTurn[]): Promise<void> => {
    if (!folder) return void unstoredTurns.set(name, turns)
    await writePrivateJson(folder, name, turns)
  }

  return {
    /** Returns the memory of a workflow's agents. */
    getAgentMemory(workflowId: string): AgentMemory {
      const toName = ({ agent, conversation }: MemoryKey): string =>
        `${digestJson([workflowId, agent, conversation])}.json`
      return {
        read: (key) =>
          runExclusive(async () => {
            const turns = await read(await openWorkflowFolder(workflowId), toName(key))
            return turns.map(({ turn }) => turn)
          }),
        append: (key, id, turn) =>
          runExclusive(async () => {
            const folder = await openWorkflowFolder(workflowId)
            const name = toName(key)
            const turns = await read(folder, name)
            if (turns.some((stored) => stored.id === id)) return
            await write(folder, name, [...turns, { id, turn }].slice(-maxMemoryTurns))
          }),
      }
    },
  }
}

/** Runs `work` with an exclusive lock. All browsers with an origin private file system support Web Locks. */
const withLock = <T>(work: () => Promise<T>): Promise<T> => navigator.locks.request('aw-memory', work)
