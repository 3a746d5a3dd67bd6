import type { Result } from '@aw-flow/schema'
import pLimit, { type LimitFunction } from 'p-limit'
import { startReaderProcess, type ReaderProcess, type ReaderProcessOptions } from './reader-process.ts'
import type { View, ViewedFile, TableView } from './table-reader.ts'
import type { TableReaders } from './table-readers.ts'

export interface ReaderProcessesOptions extends ReaderProcessOptions {
  /** Maximum number of concurrent processes. */
  maxProcesses: number
  /** Finds the owner of a workspace, whose tables are read one at a time. Default: the workspace. */
  findOwner?: (workspace: string) => Promise<string>
  /** Time without requests after which a process is stopped, in ms. */
  idleMs: number
}

export interface ReaderProcesses extends TableReaders {
  /** Returns the PID of a workspace's process, if it has one. */
  findPid(workspace: string): number | undefined
}

/**
 * Creates readers that read tables in child processes, so that a file that takes a long time to read or exhausts the
 * memory affects neither this process nor other workspaces. A process serves one workspace until it exits. At
 * the limit, the least recently used idle process is stopped before another workspace's table is read.
 */
export function createReaderProcesses(options: ReaderProcessesOptions): ReaderProcesses {
  const { maxProcesses, idleMs, findOwner = async (workspace) => workspace } = options
  /** Processes, keyed by workspace, least recently used first. */
  const processes = new Map<string, ReaderProcess>()
  const idleTimers = new Map<string, NodeJS.Timeout>()
  /** Queues of owners. */
  const queues = new Map<string, LimitFunction>()
  const limitConcurrency = pLimit(maxProcesses)
  const busyWorkspaces = new Set<string>()
  let isClosed = false

  const stopProcess = async (workspace: string): Promise<void> => {
    clearTimeout(idleTimers.get(workspace))
    idleTimers.delete(workspace)
    const process = processes.get(workspace)
    processes.delete(workspace)
    await process?.kill()
  }
  const openProcess = async (workspace: string): Promise<ReaderProcess> => {
    const existingProcess = processes.get(workspace)
    if (existingProcess && !existingProcess.isAlive) await stopProcess(workspace)
    const process = existingProcess?.isAlive ? existingProcess : startReaderProcess(options)
    processes.delete(workspace)
    processes.set(workspace, process)
    // At most `maxProcesses` workspaces are busy, so if there are more processes, one of them is idle.
    const idleWorkspace = [...processes.keys()].find((candidate) => !busyWorkspaces.has(candidate))
    if (processes.size > maxProcesses && idleWorkspace !== undefined) await stopProcess(idleWorkspace)
    return process
  }
  const read = async (workspace: string, file: ViewedFile, view: View): Promise<Result<TableView>> => {
    if (isClosed) throw new Error('The server is stopping.')
    clearTimeout(idleTimers.get(workspace))
    busyWorkspaces.add(workspace)
    try {
      const process = await openProcess(workspace)
      return await process.read(file, view)
    } finally {
      busyWorkspaces.delete(workspace)
      const timer = setTimeout(() => void stopProcess(workspace).catch(options.onError), idleMs)
      timer.unref()
      idleTimers.set(workspace, timer)
    }
  }

  return {
    read: async <V extends View>(workspace: string, file: ViewedFile, view: V) => {
      const owner = await findOwner(workspace)
      const queue = queues.get(owner) ?? pLimit(1)
      queues.set(owner, queue)
      return queue(() => limitConcurrency(() => read(workspace, file, view))) as Promise<Result<TableView<V['type']>>>
    },
    findPid: (workspace) => processes.get(workspace)?.pid,
    async close() {
      isClosed = true
      await Promise.all([...processes.keys()].map(stopProcess))
    },
  }
}
