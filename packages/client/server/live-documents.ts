import { defined } from '@aw-flow/schema'
import type { LiveAccess, LiveSaving, WorkflowStorage } from '../storage/storage.ts'
import type { SyncState } from '../storage/sync-states.ts'
import { holdTabLock, isTabLockHeld } from '../tab-lock.ts'
import { isSameWorkflow } from './document-sender.ts'
import { toTag, type LocalCopies } from './local-copies.ts'
import type { RemoteRefs } from './remote-refs.ts'
import type { ServerApi } from './server-api.ts'

interface Options {
  api: Pick<ServerApi, 'openSocket'>
  remoteRefs: RemoteRefs
  local: WorkflowStorage
  copies: LocalCopies
  workspace: string | undefined
  /** Whether open documents are connected to the other pages that have them open. */
  isLive: boolean
  /** Called when a document is not live anymore. */
  onDetach(): void
}

/** Creates access to the documents whose changes are sent at once. */
export function createLiveDocuments({ api, remoteRefs, local, copies, workspace, isLive, onDetach }: Options) {
  const documents = new Map<string, LiveSaving>()
  return {
    get: (id: string): LiveSaving | undefined => documents.get(id),
    /** Stores the copy of a document that this page has open, with which the next page continues. */
    async storeCopy(id: string): Promise<void> {
      const live = documents.get(id)
      const copy = live?.getCopy()
      const base = live?.getBase()
      if (!copy || !base) return
      await copies.updateSyncState(id, ({ sent: _sent, ...others }) => ({ ...others, base, live: copy }))
    },
    /** Returns which page sends the changes of a document: the next one, if a page has closed with stored edits. */
    async findPage(id: string): Promise<'this' | 'other' | 'next' | undefined> {
      if (documents.has(id)) return 'this'
      const client = isLive ? (await copies.getSyncState(id))?.live?.copy.client : undefined
      if (client === undefined) return undefined
      return (await isTabLockHeld(toLockName(client))) ? 'other' : 'next'
    },
    /** Returns access to a live document, or `undefined` if the server does not have the document. */
    find(id: string): LiveAccess | undefined {
      const remoteId = remoteRefs.find('document', id)?.id
      if (remoteId === undefined) return undefined
      return {
        remoteId,
        openSocket: () => api.openSocket(`/api/v1/ws/collaboration/${workspace ?? 'me'}`),
        ...createLiveStates(id, { copies, local }),
        setLive(live, base, sent) {
          if (live) documents.set(id, live)
          else if (documents.delete(id)) {
            const update = ({ live: next, ...state }: SyncState): SyncState => ({
              ...state,
              ...defined({ base, sent, live: sent ? undefined : next }),
            })
            void copies.updateSyncState(id, update).then(onDetach)
          }
        },
      }
    },
  }
}

const toLockName = (client: string): string => `aw-live ${client}`

/** Creates the functions with which a live document stores its state in the browser. */
function createLiveStates(
  id: string,
  { copies, local }: { copies: LocalCopies; local: WorkflowStorage },
): Pick<LiveAccess, 'claimClient' | 'readBase' | 'markSynchronized' | 'close'> {
  const closing = new AbortController()
  return {
    async claimClient(client) {
      const restored = (await copies.getSyncState(id))?.live
      if (restored && (await holdTabLock(toLockName(restored.copy.client), closing.signal)))
        return { client: restored.copy.client, restored }
      await holdTabLock(toLockName(client), closing.signal)
      return { client }
    },
    readBase: (theirs) => copies.readMergeBase(id, theirs),
    async markSynchronized(workflow, tag) {
      const document = await local.getDocument(id)
      if (!document || !isSameWorkflow(document.workflow, workflow)) return false
      await copies.updateSyncState(id, ({ merges, tag: lastTag }) => ({
        revision: document.revision,
        base: workflow,
        ...toTag(tag ?? lastTag),
        ...defined({ merges }),
      }))
      return true
    },
    close: () => closing.abort(),
  }
}
