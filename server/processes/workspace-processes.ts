export interface WorkspaceProcessesOptions<Child> {
  /** Starts a process. */
  start(): Child
  /** Ends a process without runs. */
  end(child: Child): void
  /** Returns whether a process executes runs. */
  isBusy(child: Child): boolean
  /** Returns whether a process still loads its code. */
  isStarting(child: Child): boolean
  /** Maximum number of processes. */
  max(): number
  /** Maximum number of processes that load their code at the same time, which takes about a second of processor time. */
  maxStarting: number
  /** A process without runs ends after this time if another workspace has one, in ms. */
  idleTimeoutMs(): number
  /** Returns the time on the monotonic clock, in ms. */
  now(): number
}

/** The processes that execute the runs of workspaces. A process is never passed on to another workspace. */
export interface WorkspaceProcesses<Child> {
  readonly children: readonly Child[]
  /**
   * Passes the process of a workspace to `onAssigned`, immediately or when one can be started. If the maximum is
   * reached, the least recently used process without runs is ended to make room. Returns a function that stops waiting.
   */
  assign(workspace: string, onAssigned: (child: Child) => void): () => void
  /** Assigns processes to waiting workspaces, after a process has become ready or has ended a run. */
  assignWaiting(): void
  /** Removes a process that has exited. */
  remove(child: Child): void
  /** Ends processes that have had no runs for a while, except the process of the last workspace. */
  endIdle(): void
}

/** The process of a workspace. */
interface Entry<Child> {
  child: Child
  /** Time when the process last executed a run, on the monotonic clock. */
  usedAt: number
}

/** Creates the processes, with one that does not belong to a workspace yet, so that the first run does not wait. */
export function createWorkspaceProcesses<Child>(options: WorkspaceProcessesOptions<Child>): WorkspaceProcesses<Child> {
  const { start, end, isBusy, isStarting, max, maxStarting, idleTimeoutMs, now } = options
  const entries = new Map<string, Entry<Child>>()
  const waiting = new Set<{ workspace: string; onAssigned(child: Child): void }>()
  let spare: Child | undefined = start()

  const listChildren = (): Child[] => [
    ...[...entries.values()].map(({ child }) => child),
    ...(spare === undefined ? [] : [spare]),
  ]
  /** Ends the process without runs that was used least recently. Returns false if all processes execute runs. */
  const endLeastRecentlyUsed = (): boolean => {
    const idle = [...entries].filter(([, { child }]) => !isBusy(child) && !isStarting(child))
    const [workspace, entry] = idle.toSorted(([, a], [, b]) => a.usedAt - b.usedAt)[0] ?? []
    if (workspace === undefined || !entry) return false
    entries.delete(workspace)
    end(entry.child)
    return true
  }
  const startWithinLimits = (): Child | undefined => {
    if (listChildren().filter(isStarting).length >= maxStarting) return undefined
    while (listChildren().length >= max()) if (!endLeastRecentlyUsed()) return undefined
    return start()
  }
  const find = (workspace: string): Child | undefined => {
    const child = entries.get(workspace)?.child ?? spare ?? startWithinLimits()
    if (child === undefined) return undefined
    if (child === spare) spare = undefined
    entries.set(workspace, { child, usedAt: now() })
    return child
  }
  const assignWaiting = (): void => {
    for (const request of waiting) {
      const child = find(request.workspace)
      if (child === undefined) continue
      waiting.delete(request)
      request.onAssigned(child)
    }
  }
  return {
    get children() {
      return listChildren()
    },
    assign(workspace, onAssigned) {
      const request = { workspace, onAssigned }
      waiting.add(request)
      assignWaiting()
      return () => void waiting.delete(request)
    },
    assignWaiting,
    remove(child) {
      if (spare === child) spare = undefined
      for (const [workspace, entry] of entries) if (entry.child === child) entries.delete(workspace)
      // A new process is started early, so that the next run does not wait for it.
      if (entries.size === 0) spare ??= start()
      assignWaiting()
    },
    endIdle() {
      for (const [workspace, entry] of entries) {
        if (isBusy(entry.child)) entry.usedAt = now()
        else if (entries.size > 1 && now() - entry.usedAt > idleTimeoutMs()) {
          entries.delete(workspace)
          end(entry.child)
        }
      }
    },
  }
}
