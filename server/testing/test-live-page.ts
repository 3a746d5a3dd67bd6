import type { Edit, Problem, Workflow } from '@aw-flow/schema'
import { readSentBase, type StoredCopy } from '@aw-flow/schema/sync'
import { createHistory } from '../../packages/client/document/history.ts'
import { LiveDocument, type LivePort } from '../../packages/client/live/live-document.ts'
import type { LiveAccess, MergedSave } from '../../packages/client/storage/storage.ts'
import type { StoredLiveCopy } from '../../packages/client/storage/sync-states.ts'

/** The state that the browser of a page stores. */
export interface BrowserState {
  readonly document: Workflow
  /** The document that the server last had. */
  readonly base: Workflow
  readonly restored?: StoredLiveCopy | undefined
  readonly sent?: StoredCopy | undefined
}

export interface LivePageOptions {
  id: string
  /** Identifies the page. */
  client: string
  browser: BrowserState
  openSocket(): { close(): void }
}

/** A page with a live document: the history of the editor, connected by the client's own code. */
export type TestLivePage = ReturnType<typeof openLivePage>

export function openLivePage({ id, client, browser, openSocket }: LivePageOptions) {
  const history = createHistory(browser.document)
  const problems: Problem[] = []
  const merges: MergedSave[] = []
  const sockets: { close(): void }[] = []
  let { base, restored, sent } = browser
  let isOffline = false
  let isLive = false
  const port: LivePort = {
    id,
    getDocument: () => history.document,
    showDocument: history.applyExternal,
    report: (problem) => void problems.push(problem),
    reportMerge: (merge) => void merges.push(merge),
    onChange: () => undefined,
    onAcknowledged: () => undefined,
    onComments: () => undefined,
  }
  const access: LiveAccess = {
    remoteId: id,
    async openSocket() {
      if (isOffline) throw new Error('offline')
      const socket = openSocket()
      sockets.push(socket)
      return socket as unknown as WebSocket
    },
    claimClient: async (ownClient) => ({ client: ownClient }),
    close: () => undefined,
    readBase: async (theirs) => (sent ? readSentBase(sent, theirs) : base),
    async markSynchronized(workflow) {
      base = workflow
      restored = undefined
      sent = undefined
      return true
    },
    setLive(saving, newBase, newSent) {
      isLive = saving !== undefined
      base = newBase ?? base
      if (!newSent) return
      sent = newSent
      restored = undefined
    },
  }
  const live = new LiveDocument(port, access, client, browser.restored)
  const change = (cause: 'apply' | 'undo' | 'redo', work: () => void): void => {
    const before = history.document
    work()
    if (history.document !== before) live.onLocalChange(before, cause)
  }
  return {
    live,
    history,
    problems,
    merges,
    get isLive() {
      return isLive
    },
    apply: (edit: Edit) => change('apply', () => void history.apply(edit)),
    undo: () => change('undo', () => history.undo()),
    labels: () => history.document.nodes.map(({ data }) => data.label),
    setOffline(offline: boolean): void {
      isOffline = offline
      if (offline) sockets.at(-1)?.close()
    },
    /** Returns what the browser stores now. */
    capture(): BrowserState {
      const copy = live.getCopy()
      if (copy) {
        base = live.getBase()!
        restored = copy
        sent = undefined
      }
      return { document: history.document, base, restored, sent }
    },
    /** Ends the page. Nothing is sent anymore. */
    crash(): void {
      isOffline = true
      for (const socket of sockets) socket.close()
      live.close()
    },
  }
}
