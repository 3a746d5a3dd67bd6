import { englishFormatter } from '@aw-flow/messages/catalogs'
import { error } from '@aw-flow/schema'
import { listLeaves } from '@aw-flow/schema/sync'
import { randomUUID } from 'node:crypto'
import type { Backend } from '../backend.ts'
import { createRateLimiter } from '../security/rate-limit.ts'
import type { Caller } from '../security/caller.ts'
import type { DocumentChecks } from '../validation/document-checks.ts'
import {
  clientMessageSchema,
  type ClientMessage,
  type EditMessage,
  type RejectionReason,
} from './collaboration-wire.ts'
import type { LiveEditRow } from './live-edits.ts'
import { toOrderedEdit, toOutcome, type LiveRoom } from './live-room.ts'
import { findUnsavedDocuments } from './live-edits.ts'
import { LiveWorkspace, type RoomEvents } from './live-workspace.ts'
import { createPresenceList, type PresenceChange, type PresenceList, type PresentPerson } from './presence.ts'

/** A socket of a page, as far as collaboration needs it. */
export interface PageSocket {
  send(message: string): void
  close(code: number, reason: string): void
  /** The caller with the current permissions. */
  getCaller(): Caller
}

export interface CollaborationOptions {
  backend: Pick<Backend, 'store'>
  documents: Pick<DocumentChecks, 'prepare'>
  onError(cause: unknown): void
}

/** The live documents of all workspaces in this process, and the pages that have them open. */
export type Collaboration = ReturnType<typeof createCollaboration>

interface Member {
  readonly client: string
  readonly socket: PageSocket
}

interface OpenDocument {
  readonly members: Set<Member>
  readonly presence: PresenceList
}

interface WorkspaceEntry {
  readonly live: LiveWorkspace
  readonly documents: Map<string, OpenDocument>
}

/** A notification between processes: stored edits, or changes of presence. */
interface ProcessMessage {
  process: string
  workspace: string
  document: string
  seq?: number
  presence?: PresenceChange
}

const channel = 'aw_live'
const maxNotificationBytes = 7_500
const checkMs = 2_000
/** Time after which a document that no process saves is saved by this one, in ms. */
const recoveryMs = 60_000
/** Documents that a page can have open at the same time. */
const maxDocuments = 50
/** Edits that a returning client receives one by one. After more, it gets the leaves and merges. */
const maxCatchUp = 2_000
/** Messages of a socket: in 10 s, and how many more until it is closed. */
const limitPeriodMs = 10_000
const maxEdits = 200
const maxMessages = 600

export function createCollaboration({ backend, documents, onError }: CollaborationOptions) {
  const { store } = backend
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
      if (live.openCount === 0 && openDocuments.size === 0) workspaces.delete(workspace)
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
      return servePage(socket, { openEntry, openDocument, onError })
    },
    async close(): Promise<void> {
      clearInterval(timer)
      clearInterval(recoveryTimer)
      unlisten()
      for (const { live } of workspaces.values()) await live.close()
    },
  }
}

const toRejection = (reason: RejectionReason, number?: number) => ({
  type: 'rejected',
  reason,
  message: englishFormatter.renderProblem(error('live.rejected', { reason })).message,
  ...(number === undefined ? {} : { number }),
})

interface PageServices {
  openEntry(workspace: string): WorkspaceEntry
  openDocument(workspace: string, document: string): OpenDocument
  onError(cause: unknown): void
}

function servePage(socket: PageSocket, { openEntry, openDocument, onError }: PageServices) {
  const { workspace } = socket.getCaller()
  const entry = openEntry(workspace)
  const memberships = new Map<string, { member: Member; room: LiveRoom }>()
  const limits = {
    edits: createRateLimiter(maxEdits, Date.now, limitPeriodMs),
    messages: createRateLimiter(maxMessages, Date.now, limitPeriodMs),
  }
  let isClosed = false
  const send = (document: string | undefined, message: object): void => {
    if (!isClosed) socket.send(JSON.stringify({ ...message, ...(document === undefined ? {} : { document }) }))
  }
  const canEdit = (): boolean => socket.getCaller().permissions.has('edit')
  const toPerson = (client: string, presence: PresentPerson['presence']): PresentPerson => {
    const { id: user, name } = socket.getCaller()
    return { client, user, name, canEdit: canEdit(), presence }
  }

  const leave = (document: string): void => {
    const membership = memberships.get(document)
    if (!membership) return
    memberships.delete(document)
    const opened = entry.documents.get(document)
    opened?.members.delete(membership.member)
    const isStillOpen = [...(opened?.members ?? [])].some(({ client }) => client === membership.member.client)
    if (!isStillOpen) opened?.presence.remove(membership.member.client)
    if (opened && opened.members.size === 0) {
      entry.documents.delete(document)
      entry.live.release(document, () => !entry.documents.has(document)).catch(onError)
    }
  }

  const join = async ({ document, client, after, epoch }: ClientMessage & { type: 'join' }): Promise<void> => {
    if (!memberships.has(document) && memberships.size >= maxDocuments)
      return send(document, toRejection('too-many-documents'))
    const present = entry.documents.get(document)?.presence.find(client)
    if (present && present.user !== socket.getCaller().id) return send(document, toRejection('client-taken'))
    const room = await entry.live.open(document)
    if (isClosed) return
    if (!room) return send(document, toRejection('not-found'))
    leave(document)
    const enter = (rows: readonly LiveEditRow[] | undefined): void => {
      if (isClosed) return
      const opened = openDocument(workspace, document)
      const member: Member = { client, socket }
      opened.members.add(member)
      memberships.set(document, { member, room })
      const state = rows
        ? {
            seq: rows.at(-1)?.seq ?? after,
            edits: rows.map(toOrderedEdit),
            outcomes: rows.filter((row) => row.client === client && row.refused !== null).map(toOutcome),
          }
        : { seq: room.seq, leaves: listLeaves(room.tree) }
      const { epoch: roomEpoch, stampedAfter: oldestClock, saved } = room
      const people = opened.presence.list()
      const { revision } = saved
      send(document, {
        type: 'joined',
        epoch: roomEpoch,
        oldestClock,
        revision,
        canEdit: canEdit(),
        people,
        ...state,
      })
      opened.presence.update(toPerson(client, {}))
    }
    const hasCopy = after !== undefined && epoch === room.epoch && after <= room.seq
    if (hasCopy) await entry.live.catchUp(room, after, maxCatchUp, enter)
    else enter(undefined)
  }

  const edit = ({ document, number, clock, changes }: EditMessage): void => {
    const membership = memberships.get(document)
    const reject = (reason: RejectionReason): void => send(document, toRejection(reason, number))
    if (!membership) return reject('not-joined')
    if (!canEdit()) return reject('not-permitted')
    if (limits.edits.count('')) return reject('too-many-messages')
    const { room, member } = membership
    if (clock > room.seq) return reject('clock-ahead')
    if (clock < room.stampedAfter) return reject('clock-old')
    const { id: user } = socket.getCaller()
    entry.live.edit(room, {
      client: member.client,
      user,
      number,
      clock,
      changes,
      onOutcome(outcome) {
        if (outcome.refused.length + outcome.replaced.length > 0 || outcome.seq === undefined)
          send(document, { type: 'outcome', ...outcome })
      },
    })
  }

  const handle = async (message: ClientMessage): Promise<void> => {
    if (message.type === 'join') return join(message)
    if (message.type === 'edit') return edit(message)
    if (message.type === 'leave') return leave(message.document)
    const membership = memberships.get(message.document)
    if (!membership) return send(message.document, toRejection('not-joined'))
    if (message.type === 'save') return entry.live.save(message.document)
    const opened = entry.documents.get(message.document)
    opened?.presence.update(toPerson(membership.member.client, message.presence))
  }
  /** Messages are handled one by one, so that an edit follows the join before it. */
  let pending: Promise<void> = Promise.resolve()

  return {
    onMessage(json: unknown): void {
      if (limits.messages.count('')) {
        isClosed = true
        return socket.close(4429, 'Too many messages.')
      }
      const parsed = clientMessageSchema.safeParse(json)
      if (!parsed.success) return send(undefined, toRejection('invalid-message', readNumber(json)))
      pending = pending.then(() => handle(parsed.data)).catch(onError)
    },
    close(): void {
      isClosed = true
      for (const document of memberships.keys()) leave(document)
    },
  }
}

/** Returns the number of an edit that is not valid, so that the client knows which one. */
const readNumber = (json: unknown): number | undefined => {
  const { number } = (typeof json === 'object' && json !== null ? json : {}) as { number?: unknown }
  return typeof number === 'number' ? number : undefined
}
