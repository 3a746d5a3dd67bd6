export interface WorkspaceProcessesOptions<Child> {
  /** Starts a process. */
  start(): Child
  /** Terminates a process that is not executing any runs. */
  terminate(child: Child): void
  /** Returns whether a process is executing any runs. */
  isBusy(child: Child): boolean
  /** Returns whether a process is still loading its code. */
  isStarting(child: Child): boolean
  /** Maximum number of processes. */
  getMaxProcesses(): number
  /**
   * Maximum number of processes that can load their code at the same time. Loading takes about a second of processor
   * time.
   */
  maxStarting: number
  /** Time after which a process without runs is terminated, provided that another workspace has a process, in ms. */
  getIdleTimeoutMs(): number
  /** Returns the current time on the monotonic clock, in ms. */
  now(): number
}

/**
 * Pool of processes, each of which executes the runs of one workspace. A process is never reassigned to a different
 * workspace.
 */
export interface WorkspaceProcesses<Child> {
  readonly children: readonly Child[]
  /**
   * Calls `onAssigned` with the workspace's process, immediately or once one can be started. If the maximum is reached,
   * the least recently used process without runs is terminated first. Returns a function that stops waiting.
   */
  assign(workspace: string, onAssigned: (child: Child) => void): () => void
  /** Assigns processes to waiting workspaces. Call this after a process has become ready or a run has ended. */
  assignWaitingRequests(): void
  /** Removes a process that has exited. */
  remove(child: Child): void
  /**
   * Terminates processes that have been idle for a while, except the last remaining one. Starts a process in advance if
   * several workspaces have one, so that the next workspace does not have to wait.
   */
  maintain(): void
}

/** A process assigned to a workspace. */
interface Entry<Child> {
  child: Child
  /** When the process was last executing runs, on the monotonic clock. */
  usedAt: number
}

/** Creates the pool. Starts one process in advance, so that the first run does not have to wait. */
export function createWorkspaceProcesses<Child>(options: WorkspaceProcessesOptions<Child>): WorkspaceProcesses<Child> {
  const {
    start,
    terminate,
    isBusy,
    isStarting,
    getMaxProcesses,
    maxStarting: maxStartingProcesses,
    getIdleTimeoutMs,
    now,
  } = options
  const entries = new Map<string, Entry<Child>>()
  const waitingRequests = new Set<{ workspace: string; onAssigned(child: Child): void }>()
  let spareChild: Child | undefined = start()

  const listChildren = (): Child[] => [
    ...[...entries.values()].map(({ child }) => child),
    ...(spareChild === undefined ? [] : [spareChild]),
  ]
  /** Terminates the least recently used process without runs. Returns `false` if all processes are busy or starting. */
  const terminateLeastRecentlyUsed = (): boolean => {
    const idleEntries = [...entries].filter(([, { child }]) => !isBusy(child) && !isStarting(child))
    const [workspace, entry] = idleEntries.toSorted(([, a], [, b]) => a.usedAt - b.usedAt)[0] ?? []
    if (workspace === undefined || !entry) return false
    entries.delete(workspace)
    terminate(entry.child)
    return true
  }
  const startWithinLimits = (): Child | undefined => {
    if (listChildren().filter(isStarting).length >= maxStartingProcesses) return undefined
    while (listChildren().length >= getMaxProcesses()) if (!terminateLeastRecentlyUsed()) return undefined
    return start()
  }
  const findOrStartChild = (workspace: string): Child | undefined => {
    const child = entries.get(workspace)?.child ?? spareChild ?? startWithinLimits()
    if (child === undefined) return undefined
    if (child === spareChild) spareChild = undefined
    entries.set(workspace, { child, usedAt: now() })
    return child
  }
  const assignWaitingRequests = (): void => {
    for (const request of waitingRequests) {
      const child = findOrStartChild(request.workspace)
      if (child === undefined) continue
      waitingRequests.delete(request)
      request.onAssigned(child)
    }
  }
  return {
    get children() {
      return listChildren()
    },
    assign(workspace, onAssigned) {
      const request = { workspace, onAssigned }
      waitingRequests.add(request)
      assignWaitingRequests()
      return () => void waitingRequests.delete(request)
    },
    assignWaitingRequests,
    remove(child) {
      if (spareChild === child) spareChild = undefined
      for (const [workspace, entry] of entries) if (entry.child === child) entries.delete(workspace)
      // Start a new process in advance, so that the next run does not have to wait.
      if (entries.size === 0) spareChild ??= start()
      assignWaitingRequests()
    },
    maintain() {
      for (const [workspace, entry] of entries) {
        if (isBusy(entry.child)) entry.usedAt = now()
        else if (entries.size > 1 && now() - entry.usedAt > getIdleTimeoutMs()) {
          entries.delete(workspace)
          terminate(entry.child)
        }
      }
      const isAtMaximum = listChildren().length >= getMaxProcesses()
      if (entries.size > 1 && !isAtMaximum && !listChildren().some(isStarting)) spareChild ??= start()
    },
  }
}
