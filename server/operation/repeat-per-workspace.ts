import { repeatWork, type RecurringTask } from './repeat-work.ts'

export interface RepeatPerWorkspaceOptions<Item extends { workspace: string }> {
  /** Claims due items from all workspaces that are not busy. */
  claimDue(busyWorkspaces: readonly string[]): Promise<readonly Item[]>
  perform(item: Item): Promise<void>
  /** Called if `perform` fails, and for the first of several consecutive failures of `claimDue`. */
  onError(cause: unknown): void
}

const pollIntervalMs = 1_000

/**
 * Starts claiming and performing due items. A workspace is busy until all its claimed items have been performed.
 * Meanwhile, items from other workspaces are claimed, so that a slow workspace does not delay the others. `close` waits
 * for the items in progress.
 */
export function repeatPerWorkspace<Item extends { workspace: string }>({
  claimDue,
  perform,
  onError,
}: RepeatPerWorkspaceOptions<Item>): RecurringTask {
  const pendingWork = new Map<string, Promise<unknown>>()
  const start = async (): Promise<number> => {
    const items = await claimDue([...pendingWork.keys()])
    for (const workspace of new Set(items.map((item) => item.workspace))) {
      const workspaceItems = items.filter((item) => item.workspace === workspace)
      const workPromise = Promise.all(workspaceItems.map((item) => perform(item).catch(onError))).finally(() => {
        pendingWork.delete(workspace)
        task.wake()
      })
      pendingWork.set(workspace, workPromise)
    }
    return items.length > 0 ? 0 : pollIntervalMs
  }
  const task = repeatWork(start, { retryMs: pollIntervalMs, onError })
  return {
    wake: task.wake,
    async close() {
      await task.close()
      await Promise.all(pendingWork.values())
    },
  }
}
