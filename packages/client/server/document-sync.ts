import { mergeWorkflows, type Problem } from '@aw-flow/schema'
import type { DocumentSync, StoredDocument, SyncStatus, WorkflowStorage } from '../storage/storage.ts'
import type { SyncState } from '../storage/sync-states.ts'
import { isRejection, type DocumentSender } from './document-sender.ts'
import type { LocalCopies } from './local-copies.ts'
import { ServerResponseError } from './server-api.ts'
import { createSyncSchedule } from './sync-schedule.ts'

interface Options {
  sender: DocumentSender
  copies: LocalCopies
  local: WorkflowStorage
  server: string
  /** Returns which page sends the changes of a document at once. */
  findLivePage: (id: string) => Promise<'this' | 'other' | 'next' | undefined>
}

/** Creates the synchronization that sends pending documents whenever the server may respond again. */
export function createDocumentSync({ sender, copies, local, server, findLivePage }: Options) {
  const getStatus = async (id: string): Promise<{ status: SyncStatus; problem?: Problem }> => {
    const [document, state] = await Promise.all([local.getDocument(id), copies.getSyncState(id)])
    const status = toSyncStatus(document, state)
    return { status, ...(status !== 'synced' && state?.problem ? { problem: state.problem } : {}) }
  }
  const listUnsynced = async (documents: readonly StoredDocument[]): Promise<Map<string, SyncStatus>> => {
    const states = await local.syncStates.list(server)
    const statuses = documents.map(
      (document) => [document.id, toSyncStatus(document, states.get(document.id))] as const,
    )
    return new Map(statuses.filter(([, status]) => status !== 'synced'))
  }
  /**
   * Sends all pending documents and deletions, including documents that are not open, until the server does not
   * respond. Returns whether some are still pending.
   */
  const sendPending = async ({ isStart }: { isStart: boolean }): Promise<boolean> => {
    let isPending = false
    for (const [id, status] of await listUnsynced(await local.listDocuments())) {
      if (status === 'rejected' && !isStart) continue
      const livePage = await findLivePage(id)
      // The page that continues with stored edits may be about to open.
      if (livePage && (isStart || livePage !== 'next')) {
        isPending ||= livePage !== 'this'
        continue
      }
      try {
        await sender.send(id)
      } catch (cause) {
        if (isRejection(cause)) continue
        isPending = true
        if (isUnavailable(cause)) return true
      }
    }
    for (const [id, { isRemoved }] of await local.syncStates.list(server)) {
      if (!isRemoved) continue
      try {
        await sender.sendRemoval(id)
      } catch (cause) {
        isPending = true
        if (isUnavailable(cause)) break
      }
    }
    return isPending
  }
  const schedule = createSyncSchedule({ sendPending })
  /** Ends this tab's turn as the one tab that sends pending documents in the background. */
  const turn = new AbortController()
  /** Retries a document that another tab could not send. */
  const retryAfterChange = async (id: string): Promise<void> => {
    const { status, problem } = await getStatus(id)
    if (status === 'pending' && problem) schedule.notifyPending()
  }
  const unsubscribe = local.subscribe(({ kind, id }) => {
    if (kind === 'sync' && id !== undefined) void retryAfterChange(id)
  })
  const sync: DocumentSync = {
    getStatus,
    listUnsynced,
    async takeMerge(id) {
      if (!(await copies.getSyncState(id))?.merges) return undefined
      let merges: SyncState['merges']
      await copies.updateSyncState(id, ({ merges: storedMerges, ...state }) => {
        merges = storedMerges
        return state
      })
      const results = merges?.map(({ base, ours, theirs }) => mergeWorkflows(base, ours, theirs)) ?? []
      if (results.length === 0) return undefined
      return {
        conflicts: results.flatMap(({ conflicts }) => conflicts),
        problems: results.flatMap(({ problems }) => problems),
      }
    },
    start() {
      const takeTurn = (): Promise<void> =>
        new Promise((resolve) => {
          if (turn.signal.aborted) return resolve()
          turn.signal.addEventListener('abort', () => resolve(), { once: true })
          schedule.start()
        })
      copies.lockTabs(`aw-sync ${server}`, takeTurn).catch(() => undefined)
    },
  }

  return {
    sync,
    notifyPending: () => schedule.notifyPending(),
    close() {
      turn.abort()
      schedule.stop()
      unsubscribe()
    },
  }
}

export const toSyncStatus = (document: StoredDocument | undefined, state: SyncState | undefined): SyncStatus => {
  if (!document || !state || document.revision <= state.revision) return 'synced'
  return state.isRejected ? 'rejected' : 'pending'
}

/** Returns whether the server would not accept other documents either. */
const isUnavailable = (cause: unknown): boolean =>
  !(cause instanceof ServerResponseError) || [401, 408, 429, 502, 503, 504].includes(cause.status)
