import { englishFormatter } from '@aw-flow/messages/catalogs'
import { defined, error } from '@aw-flow/schema'
import type { Caller } from '../security/caller.ts'
import { createRateLimiter } from '../security/rate-limit.ts'
import {
  clientMessageSchema,
  type ClientMessage,
  type EditMessage,
  type Presence,
  type RejectionReason,
} from './collaboration-wire.ts'
import type { LiveEditRow } from './live-edits.ts'
import { toOrderedEdit, toOutcome, type LiveRoom } from './live-room.ts'
import type { LiveWorkspace } from './live-workspace.ts'
import type { PresenceList, PresentPerson } from './presence.ts'

/** A socket of a page, as far as collaboration needs it. */
export interface PageSocket {
  send(message: string): void
  close(code: number, reason: string): void
  /** The caller with the current permissions. */
  getCaller(): Caller
}

export interface Member {
  readonly client: string
  readonly socket: PageSocket
}

export interface OpenDocument {
  readonly members: Set<Member>
  readonly presence: PresenceList
}

export interface WorkspaceEntry {
  readonly live: LiveWorkspace
  readonly documents: Map<string, OpenDocument>
}

/** Documents that a page can have open at the same time. */
const maxDocuments = 50
/** Edits that a returning client receives one by one. After more, it gets the leaves and merges. */
const maxCatchUp = 2_000
/** Period of the limits of a page's messages, in ms. A page with more messages is disconnected. */
const limitPeriodMs = 10_000
const maxEdits = 200
const maxMessages = 600
/** Messages that wait for those before them, for example because the database does not respond. */
const maxPending = 300

export const toRejection = (reason: RejectionReason, number?: number) => ({
  type: 'rejected',
  reason,
  message: englishFormatter.renderProblem(error('live.rejected', { reason })).message,
  ...defined({ number }),
})

interface PageServices {
  openEntry(workspace: string): WorkspaceEntry
  openDocument(workspace: string, document: string): OpenDocument
  onError(cause: unknown): void
}

/** A page that has live documents open. */
export class LivePage {
  readonly #socket: PageSocket
  readonly #services: PageServices
  readonly #workspace: string
  readonly #memberships = new Map<string, { member: Member; room: LiveRoom }>()
  readonly #edits = createRateLimiter(maxEdits, Date.now, limitPeriodMs)
  readonly #messages = createRateLimiter(maxMessages, Date.now, limitPeriodMs)
  /** Messages are handled one by one, so that an edit follows the join before it. */
  #pending: Promise<void> = Promise.resolve()
  #pendingCount = 0
  #isClosed = false

  constructor(socket: PageSocket, services: PageServices) {
    this.#socket = socket
    this.#services = services
    this.#workspace = socket.getCaller().workspace
  }

  /** The entry of the workspace. One without documents is closed after a while. */
  get #entry(): WorkspaceEntry {
    return this.#services.openEntry(this.#workspace)
  }

  onMessage(json: unknown): void {
    if (this.#messages.count('') || this.#pendingCount >= maxPending) {
      this.#isClosed = true
      return this.#socket.close(4429, 'Too many messages.')
    }
    const parsed = clientMessageSchema.safeParse(json)
    if (!parsed.success) return this.#send(undefined, toRejection('invalid-message', readNumber(json)))
    this.#pendingCount++
    this.#pending = this.#pending
      .then(() => this.#handle(parsed.data))
      .catch(this.#services.onError)
      .finally(() => this.#pendingCount--)
  }

  close(): void {
    this.#isClosed = true
    for (const document of this.#memberships.keys()) this.#leave(document)
  }

  get #canEdit(): boolean {
    return this.#socket.getCaller().permissions.has('edit')
  }

  #send(document: string | undefined, message: object): void {
    if (this.#isClosed) return
    this.#socket.send(JSON.stringify({ ...message, ...defined({ document }) }))
  }

  #toPerson(client: string, presence: Presence): PresentPerson {
    const { id: user, name } = this.#socket.getCaller()
    return { client, user, name, canEdit: this.#canEdit, presence }
  }

  async #handle(message: ClientMessage): Promise<void> {
    if (message.type === 'join') return this.#join(message)
    if (message.type === 'edit') return this.#edit(message)
    if (message.type === 'leave') return this.#leave(message.document)
    const membership = this.#memberships.get(message.document)
    if (!membership) return this.#send(message.document, toRejection('not-joined'))
    if (message.type === 'save') return this.#canEdit ? this.#entry.live.save(message.document) : undefined
    const opened = this.#entry.documents.get(message.document)
    opened?.presence.update(this.#toPerson(membership.member.client, message.presence))
  }

  async #join({ document, client, after, epoch }: ClientMessage & { type: 'join' }): Promise<void> {
    const { link } = this.#socket.getCaller()
    if (link && link.workflow !== document) return this.#send(document, toRejection('not-found'))
    if (!this.#memberships.has(document) && this.#memberships.size >= maxDocuments)
      return this.#send(document, toRejection('too-many-documents'))
    const { live } = this.#entry
    for (;;) {
      const room = await live.open(document)
      if (this.#isClosed) return
      if (!room) return this.#send(document, toRejection('not-found'))
      const user = this.#entry.documents.get(document)?.presence.find(client)?.user ?? room.findOwner(client)
      if (user !== undefined && user !== this.#socket.getCaller().id)
        return this.#send(document, toRejection('client-taken'))
      this.#leave(document)
      const hasCopy = after !== undefined && epoch === room.epoch && after <= room.seq
      let hasEntered = false
      const enter = (rows?: readonly LiveEditRow[]): void => {
        // The last other page may have left meanwhile, which closes the room.
        if (live.find(document) !== room) return
        hasEntered = true
        this.#enter(room, client, rows && { rows, after: after! })
      }
      if (hasCopy) await live.catchUp(room, after, maxCatchUp, enter)
      else enter()
      if (hasEntered || this.#isClosed) return
    }
  }

  /** Becomes a member of a document, and sends its leaves, or the edits after those that the client has. */
  #enter(room: LiveRoom, client: string, known?: { rows: readonly LiveEditRow[]; after: number }): void {
    if (this.#isClosed) return
    const opened = this.#services.openDocument(this.#workspace, room.id)
    const member: Member = { client, socket: this.#socket }
    opened.members.add(member)
    this.#memberships.set(room.id, { member, room })
    const state = known
      ? {
          seq: known.rows.at(-1)?.seq ?? known.after,
          edits: known.rows.map(toOrderedEdit),
          outcomes: known.rows.filter((row) => row.client === client && row.refused !== null).map(toOutcome),
        }
      : { seq: room.seq }
    const message = {
      type: 'joined',
      epoch: room.epoch,
      oldestClock: room.stampedAfter,
      revision: room.saved.revision,
      canEdit: this.#canEdit,
      people: opened.presence.list(),
      ...state,
      document: room.id,
    }
    const text = JSON.stringify(message)
    this.#socket.send(known ? text : `${text.slice(0, -1)},"leaves":${room.readLeavesText()}}`)
    opened.presence.update(this.#toPerson(client, {}))
  }

  #leave(document: string): void {
    const membership = this.#memberships.get(document)
    if (!membership) return
    this.#memberships.delete(document)
    const { live, documents } = this.#entry
    const opened = documents.get(document)
    opened?.members.delete(membership.member)
    const isStillOpen = [...(opened?.members ?? [])].some(({ client }) => client === membership.member.client)
    if (!isStillOpen) opened?.presence.remove(membership.member.client)
    if (!opened || opened.members.size > 0) return
    documents.delete(document)
    live.release(document, () => !documents.has(document)).catch(this.#services.onError)
  }

  async #edit({ document, number, clock, changes }: EditMessage): Promise<void> {
    const membership = this.#memberships.get(document)
    const reject = (reason: RejectionReason): void => this.#send(document, toRejection(reason, number))
    if (!membership) return reject('not-joined')
    if (!this.#canEdit) return reject('not-permitted')
    if (this.#edits.count('')) return reject('too-many-messages')
    const { room, member } = membership
    const { id: user, permissions, link } = this.#socket.getCaller()
    // Visitors with a link do not publish.
    if (link && changes.some(({ leaf }) => leaf === 'status')) return reject('not-permitted')
    const isPublished = changes.some(({ leaf, value }) => leaf === 'status' && value === 'published')
    if (isPublished && !permissions.has('execute') && (await this.#entry.live.hasArmedTrigger(document)))
      return reject('not-permitted')
    if (clock > room.seq) return reject('clock-ahead')
    if (clock < room.stampedAfter) return reject('clock-old')
    const isQueued = this.#entry.live.edit(room, {
      client: member.client,
      user,
      number,
      clock,
      changes,
      onOutcome: (outcome) => {
        const hasRefusals = outcome.refused.length + outcome.replaced.length > 0
        if (hasRefusals || outcome.seq === undefined) this.#send(document, { type: 'outcome', ...outcome })
      },
    })
    if (!isQueued) reject('too-many-messages')
  }
}

/** Returns the number of an edit that is not valid, so that the client knows which one. */
const readNumber = (json: unknown): number | undefined => {
  const { number } = (typeof json === 'object' && json !== null ? json : {}) as { number?: unknown }
  return typeof number === 'number' ? number : undefined
}
