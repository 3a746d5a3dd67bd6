import { randomUUID } from 'node:crypto'
import type { Backend } from '../backend.ts'
import type { Channels } from '../store/database/channels.ts'
import type { DocumentChecks } from '../validation/document-checks.ts'
import { findUnsavedDocuments } from './live-edits.ts'
import { LivePage, toRejection, type OpenDocument, type PageSocket, type WorkspaceEntry } from './live-page.ts'
import { LiveWorkspace, type RoomEvents } from './live-workspace.ts'
import { createPresenceList, type PresenceChange, type PresentPerson } from './presence.ts'

export interface CollaborationOptions {
  backend: Pick<Backend, 'store' | 'audit'>
  documents: Pick<DocumentChecks, 'prepare'>
  onError(cause: unknown): void
}

/** The live documents of all workspaces in this process, and the pages that have them open. */
export type Collaboration = ReturnType<typeof createCollaboration>

/** A notification between processes: stored edits, or changes of presence. */
interface ProcessMessage {
  process: string
  workspace: string
  document: string
  seq?: number
  presence?: PresenceChange
  /** Whether comments on the document have changed. */
  hasComments?: true
}

const channel = 'aw_live'
const maxNotificationBytes = 7_500
const checkMs = 2_000
/** Time after which a document that no process saves is saved by this one, in ms. */
const recoveryMs = 60_000

/** Tells the pages that have a document open that its comments have changed. */
export const notifyCommentChange = (channels: Channels, workspace: string, document: string): Promise<void> =>
  channels.notify(channel, JSON.stringify({ process: '', workspace, document, hasComments: true } as ProcessMessage))

export function createCollaboration({ backend, documents, onError }: CollaborationOptions) {
  const { store, audit } = backend
  const { channels } = store.openedDatabase
  const processId = randomUUID()
  const workspaces = new Map<string, WorkspaceEntry>()

  const notify = (message: Omit<ProcessMessage, 'process'>): void => {
    const text = JSON.stringify({ process: processId, ...message })
    if (Buffer.byteLength(text) <= maxNotificationBytes) void channels.notify(channel, text)
    else if (message.presence && message.presence.people.length > 1)
      for (const person of message.presence.people) notify({ ...message, presence: { people: [person], left: [] } })
  }
  const broadcast = (entry: WorkspaceEntry, document: string, message: object): void => {
    const text = JSON.stringify({ ...message, document })
    for (const { socket } of entry.documents.get(document)?.members ?? []) socket.send(text)
  }
  const openEntry = (workspace: string): WorkspaceEntry => {
    const existing = workspaces.get(workspace)
    if (existing) return existing
    const events: RoomEvents = {
      onEdits: (document, edits) => broadcast(entry, document, { type: 'edits', edits }),
      onSaved: (document, { seq, revision }) => broadcast(entry, document, { type: 'saved', seq, revision }),
      onChanged(document, editors) {
        const change = { action: 'update', entityType: 'workflow', entityId: document, changes: {} }
        const page = { workspace, apiKey: undefined, address: undefined, userAgent: undefined }
        for (const user of editors) audit.add({ ...change, ...page, user }).catch(onError)
      },
      onMerged: (document, merge) => broadcast(entry, document, { type: 'merged', ...merge }),
      onRemoved(document) {
        broadcast(entry, document, toRejection('not-found'))
        entry.documents.delete(document)
      },
    }
    const entry: WorkspaceEntry = {
      live: new LiveWorkspace({
        store: store.forWorkspace(workspace),
        documents,
        events,
        notify: (document, seq) => notify({ workspace, document, seq }),
        onError,
      }),
      documents: new Map(),
    }
    workspaces.set(workspace, entry)
    return entry
  }
  const openDocument = (workspace: string, document: string): OpenDocument => {
    const entry = openEntry(workspace)
    const existing = entry.documents.get(document)
    if (existing) return existing
    const presence = createPresenceList((change) => {
      broadcast(entry, document, { type: 'presence', ...change })
      const isOwn = ({ client }: PresentPerson): boolean =>
        [...opened.members].some((member) => member.client === client)
      const own = { people: change.people.filter(isOwn), left: change.left }
      if (own.people.length + own.left.length > 0) notify({ workspace, document, presence: own })
    })
    const opened: OpenDocument = { members: new Set(), presence }
    entry.documents.set(document, opened)
    return opened
  }

  const unlisten = channels.listen(channel, (payload) => {
    if (payload === undefined) return void check().catch(onError)
    const message = JSON.parse(payload) as ProcessMessage
    const entry = workspaces.get(message.workspace)
    if (message.process === processId || !entry) return
    if (message.seq !== undefined) entry.live.onNotification(message.document, message.seq)
    if (message.hasComments) broadcast(entry, message.document, { type: 'comments' })
    const opened = entry.documents.get(message.document)
    const isMember = (client: string): boolean =>
      [...(opened?.members ?? [])].some((member) => member.client === client)
    for (const person of message.presence?.people ?? []) if (!isMember(person.client)) opened?.presence.update(person)
    for (const client of message.presence?.left ?? []) if (!isMember(client)) opened?.presence.remove(client)
  })
  const check = async (): Promise<void> => {
    for (const [workspace, { live, documents: openDocuments }] of workspaces) {
      for (const { presence } of openDocuments.values()) presence.removeOld()
      await live.check()
      if (live.isUnused && openDocuments.size === 0) workspaces.delete(workspace)
    }
  }
  let isChecking = false
  const timer = setInterval(() => {
    if (isChecking) return
    isChecking = true
    check()
      .catch(onError)
      .finally(() => (isChecking = false))
  }, checkMs)
  timer.unref()

  /** Saves documents whose edits no process has saved, because it was terminated. */
  const recover = async (olderThanMs: number): Promise<void> => {
    for (const { workspace, workflow } of await findUnsavedDocuments(store.openedDatabase.database, olderThanMs)) {
      const { live } = openEntry(workspace)
      if (live.find(workflow)) continue
      await live.open(workflow)
      await live.release(workflow, () => !workspaces.get(workspace)?.documents.has(workflow))
    }
  }
  recover(0).catch(onError)
  const recoveryTimer = setInterval(() => void recover(recoveryMs).catch(onError), recoveryMs)
  recoveryTimer.unref()

  return {
    /** Serves a page. Returns the handler of its messages and of the end of the connection. */
    serve(socket: PageSocket): { onMessage(message: unknown): void; close(): void } {
      return new LivePage(socket, { openEntry, openDocument, onError })
    },
    async close(): Promise<void> {
      clearInterval(timer)
      clearInterval(recoveryTimer)
      unlisten()
      for (const { live } of workspaces.values()) await live.close()
    },
  }
}
