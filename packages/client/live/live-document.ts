import { defined, info, mergeWorkflows, type Problem, type Workflow } from '@aw-flow/schema'
import { isSameJson } from '@aw-flow/schema/internal'
import {
  addPending,
  createLiveCopy,
  diffLeaves,
  editCopy,
  fromLeaves,
  mergeCopy,
  readCopy,
  readLeaves,
  receiveEdits,
  receiveOutcome,
  restoreCopy,
  selectOwnChanges,
  storeCopy,
  writeLeaves,
  type EditOutcome,
  type LeafChange,
  type LeafTree,
  type LiveCopy,
  type OrderedEdit,
  type PendingEdit,
} from '@aw-flow/schema/sync'
import type { EditCause } from '../session.ts'
import type { LiveAccess, MergedSave } from '../storage/storage.ts'
import type { StoredLiveCopy } from '../storage/sync-states.ts'
import { createPeople, type LivePeople, type LivePerson, type LivePresence } from './people.ts'

/** The document of a session, as far as live editing needs it. */
export interface LivePort {
  readonly id: string
  getDocument(): Workflow
  /** Shows a document with the changes of others, without an undo step. */
  showDocument(document: Workflow): void
  report(problem: Problem): void
  /** @param theirs The other side of the merge, if it is not stored yet. */
  reportMerge(merge: MergedSave, theirs?: Workflow): void
  /** Called when the people or the connection, or only what people do, have changed. */
  onChange(aspect: 'people' | 'presence'): void
  /** Called when comments may have changed. */
  onComments(): void
  /** Called when the server may have acknowledged edits. */
  onAcknowledged(): void
}

/** A message of the server. */
type ServerMessage =
  | {
      type: 'joined'
      epoch: string
      seq: number
      oldestClock: number
      revision: number
      canEdit: boolean
      people: LivePerson[]
      leaves?: LeafChange[]
      edits?: OrderedEdit[]
      outcomes?: EditOutcome[]
    }
  | { type: 'edits'; edits: OrderedEdit[] }
  | ({ type: 'outcome' } & EditOutcome)
  | { type: 'comments' }
  | { type: 'saved'; seq: number; revision: number }
  | ({ type: 'merged' } & MergedSave)
  | { type: 'presence'; people: LivePerson[]; left: string[] }
  | { type: 'rejected'; reason: string; number?: number }

/** Local changes within this time are sent as one edit, in ms. */
const batchMs = 50
/** Time without a connection after which changes are saved over HTTP again, in ms. */
const detachMs = 5_000
const presenceBatchMs = 200
const presenceMs = 10_000
const rejoinMs = 2_000
const settleMs = 500
/** More edits than a page sends before it stores its copy. A number that the server knows is not used again. */
const maxUnstoredEdits = 1_000
/** The server accepts messages of at most 1 MiB and 5,000 changes. Larger changes are saved over HTTP. */
const maxMessageCharacters = 250_000
const maxChanges = 5_000

/** A document that is connected to the other pages that have it open, until it is closed. */
export class LiveDocument {
  readonly #port: LivePort
  readonly #access: LiveAccess
  readonly #client: string
  readonly #people: LivePeople
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #saveWaiters = new Set<() => void>()
  /** Leaves whose refusal was reported. */
  readonly #reportedLeaves = new Set<string>()
  #copy: LiveCopy | undefined
  /** The copy of an earlier page, until the server sends what it has missed. */
  #restoredCopy: LiveCopy | undefined
  /** The number of the next edit, if there is no copy. The server ignores an edit whose number it knows. */
  #nextNumber = 0
  #epoch = ''
  #tag: string | undefined
  #canEdit = false
  #socket: WebSocket | undefined
  #isJoined = false
  #isClosed = false
  #failureCount = 0
  #hasJoined = false
  readonly #networkListeners = new AbortController()
  /** The document before the local changes that are not part of the copy yet. */
  #unsentFrom: Workflow | undefined
  #savedSeq = 0

  /**
   * @param client Identifies the page.
   * @param restored Edits that an earlier page, whose client id this page continues, has not sent.
   */
  constructor(port: LivePort, access: LiveAccess, client: string, restored?: StoredLiveCopy) {
    this.#port = port
    this.#access = access
    this.#client = client
    this.#people = createPeople(client, port.onChange)
    if (restored) {
      this.#epoch = restored.epoch
      const { nextNumber } = restored.copy
      this.#restoredCopy = restoreCopy({ ...restored.copy, nextNumber: nextNumber + maxUnstoredEdits })
      access.setLive(this)
    }
    const { signal } = this.#networkListeners
    // A connection whose network is gone closes only after minutes.
    globalThis.addEventListener?.('offline', () => this.#socket?.close(), { signal })
    globalThis.addEventListener?.('online', () => this.#onOnline(), { signal })
    void this.#connect()
  }

  /** Whether edits are sent to the others at once. */
  get isConnected(): boolean {
    return this.#isJoined && this.#copy !== undefined
  }

  /** Whether the server has all edits of this page. */
  get isAcknowledged(): boolean {
    return this.#copy?.pending.length === 0 && !this.#unsentFrom
  }

  get canEdit(): boolean {
    return this.#canEdit
  }

  get people(): readonly LivePerson[] {
    return this.#people.others
  }

  setPresence(presence: LivePresence): void {
    this.#people.own = presence
    if (this.#timers.has('presence-change')) return
    this.#schedule('presence-change', presenceBatchMs, () => {
      this.#cancel('presence-change')
      this.#sendPresence()
    })
  }

  /** Sends a local change of the document. An undo or redo does not change what others have changed since. */
  onLocalChange(before: Workflow, cause: EditCause): void {
    if (!this.#copy) return
    if (cause === 'apply') {
      this.#unsentFrom ??= before
      this.#schedule('flush', batchMs, () => this.#flush())
      return
    }
    const unsentFrom = this.#unsentFrom
    this.#unsentFrom = undefined
    if (unsentFrom && unsentFrom !== before)
      this.#add(editCopy(this.#copy, withoutReferences(unsentFrom), withoutReferences(before)))
    if (!this.#copy) return
    const after = withoutReferences(this.#port.getDocument())
    const all = diffLeaves(withoutReferences(before), after, this.#copy.view)
    const { changes, kept } = selectOwnChanges(this.#copy, all)
    this.#add(addPending(this.#copy, changes))
    if (kept.length === 0) return
    this.#show()
    this.#reportNames(
      'live.kept',
      kept.map(({ by }) => by),
    )
  }

  /** Saves the document on the server now. Resolves with `false` if that is not possible. */
  save(): Promise<boolean> {
    this.#flush()
    this.#send({ type: 'save' })
    const isSaved = (): boolean =>
      this.#copy !== undefined && this.#copy.pending.length === 0 && this.#savedSeq >= this.#copy.seq
    return new Promise((resolve) => {
      const finish = (): void => {
        this.#saveWaiters.delete(check)
        clearTimeout(timeout)
        resolve(isSaved())
      }
      const check = (): void => {
        if (isSaved() || !this.#copy) finish()
        else this.#send({ type: 'save' })
      }
      const timeout = setTimeout(finish, detachMs)
      this.#saveWaiters.add(check)
    })
  }

  /** Returns the copy to be stored with the document, with which the next page continues. */
  getCopy(): StoredLiveCopy | undefined {
    this.#flush()
    return this.#copy && { epoch: this.#epoch, copy: storeCopy(this.#copy) }
  }

  /** Returns the document that the server has acknowledged, which is the base of a merge. */
  getBase(): Workflow | undefined {
    const { references } = this.#port.getDocument()
    return this.#copy && { ...withoutReferences(fromLeaves(this.#copy.acknowledged)), ...defined({ references }) }
  }

  close(): void {
    this.#flush()
    this.#isClosed = true
    this.#networkListeners.abort()
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#access.setLive(undefined, this.getBase())
    this.#access.close()
    // Browsers log a connection that is closed before it is open.
    if (this.#socket?.readyState !== 0) this.#socket?.close()
  }

  #schedule(name: string, ms: number, work: () => void): void {
    clearTimeout(this.#timers.get(name))
    this.#timers.set(name, setTimeout(work, ms))
  }

  #cancel(name: string): void {
    clearTimeout(this.#timers.get(name))
    this.#timers.delete(name)
  }

  async #connect(): Promise<void> {
    if (this.#isClosed) return
    // Browsers log each failed connection as an error.
    if (globalThis.navigator?.onLine === false) return this.#reconnect()
    let socket: WebSocket
    try {
      socket = await this.#access.openSocket()
    } catch {
      return this.#reconnect()
    }
    this.#socket = socket
    let pending = Promise.resolve()
    socket.addEventListener('open', () => (this.#isClosed ? socket.close() : this.#join()))
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as ServerMessage
      const handle = (): Promise<void> | undefined => (this.#socket === socket ? this.#handle(message) : undefined)
      pending = pending.then(handle).catch(() => socket.close())
    })
    socket.addEventListener('close', ({ code }) => {
      if (this.#socket !== socket) return
      this.#socket = undefined
      this.#isJoined = false
      this.#people.replace([])
      // The session has ended, or the user has no access any longer.
      if (code === 4401 || code === 4403 || code === 4404) this.#detach()
      else this.#reconnect()
    })
  }

  #reconnect(): void {
    if (this.#isClosed) return
    if ((this.#copy ?? this.#restoredCopy) && !this.#timers.has('detach'))
      this.#schedule('detach', detachMs, () => this.#detach())
    // A server or proxy that never accepts the connection is asked less often, because browsers log each failure.
    const delayMs =
      Math.min(this.#hasJoined ? 30_000 : 600_000, 500 * 2 ** this.#failureCount++) * (0.5 + Math.random())
    this.#schedule('connect', delayMs, () => void this.#connect())
  }

  #onOnline(): void {
    if (this.#socket || !this.#timers.has('connect')) return
    this.#failureCount = 0
    this.#cancel('connect')
    void this.#connect()
  }

  /** Saves changes over HTTP from now on. The next connection merges with what the server then has. */
  #detach(): void {
    this.#cancel('detach')
    this.#flush()
    const copy = this.#copy ?? this.#restoredCopy
    const base = this.getBase()
    this.#nextNumber = copy?.nextNumber ?? this.#nextNumber
    this.#copy = undefined
    this.#restoredCopy = undefined
    this.#unsentFrom = undefined
    this.#access.setLive(undefined, base, copy && storeCopy(copy))
    this.#port.onChange('people')
  }

  #send(message: object): void {
    const text = JSON.stringify({ ...message, document: this.#access.remoteId })
    if (this.#socket?.readyState === 1) this.#socket.send(text)
  }

  #join(isNew = false): void {
    this.#isJoined = false
    const copy = this.#copy ?? this.#restoredCopy
    const after = isNew || !copy ? {} : { after: copy.seq, epoch: this.#epoch }
    this.#send({ type: 'join', client: this.#client, ...after })
  }

  #sendPresence(): void {
    if (this.#isJoined) this.#send({ type: 'presence', presence: this.#people.own })
    this.#schedule('presence', presenceMs, () => this.#sendPresence())
  }

  /** Sends the edit that was added to the copy, if one was. */
  #add(changed: LiveCopy): void {
    if (changed === this.#copy) return
    this.#copy = changed
    if (this.#canEdit) this.#sendEdit(changed.pending.at(-1)!)
    else this.#detach()
  }

  #sendEdit({ number, clock, changes }: PendingEdit): void {
    const isTooLarge = changes.length > maxChanges || JSON.stringify(changes).length > maxMessageCharacters
    if (isTooLarge) this.#detach()
    else if (this.#isJoined) this.#send({ type: 'edit', number, clock, changes })
  }

  /** Adds the local changes of the last moments to the copy, and sends them. */
  #flush(): void {
    this.#cancel('flush')
    const before = this.#unsentFrom
    this.#unsentFrom = undefined
    if (!this.#copy || !before) return
    this.#add(editCopy(this.#copy, withoutReferences(before), withoutReferences(this.#port.getDocument())))
  }

  async #handle(message: ServerMessage): Promise<void> {
    this.#flush()
    switch (message.type) {
      case 'joined':
        return this.#onJoined(message)
      case 'edits': {
        if (!this.#copy || !this.#isJoined) return
        const { seq: lastSeq } = this.#copy
        const next = message.edits.find(({ seq }) => seq > lastSeq)
        return next && next.seq !== lastSeq + 1 ? this.#join() : this.#receive(receiveEdits(this.#copy, message.edits))
      }
      case 'outcome':
        if (!this.#copy) return
        this.#reportOutcome(message)
        return this.#receive(receiveOutcome(this.#copy, message))
      case 'saved':
        this.#tag = toTag(message.revision)
        this.#savedSeq = message.seq
        for (const check of this.#saveWaiters) check()
        return this.#settle()
      case 'comments':
        return this.#port.onComments()
      case 'merged':
        return this.#port.reportMerge(message)
      case 'presence':
        return this.#people.update(message.people, message.left)
      case 'rejected':
        return this.#onRejected(message.reason)
    }
  }

  async #onJoined(message: ServerMessage & { type: 'joined' }): Promise<void> {
    this.#epoch = message.epoch
    this.#canEdit = message.canEdit
    this.#tag = toTag(message.revision)
    this.#people.replace(message.people)
    const copy = this.#copy ?? this.#restoredCopy
    if (message.edits && copy) {
      // The server does not know anymore who set which leaf before the oldest clock.
      const isMerged = this.#restoredCopy || copy.pending.some(({ clock }) => clock < message.oldestClock)
      if (isMerged) this.#mergeReturned(withOrderedEdits(copy, message.edits), readAcknowledged(copy, message.edits))
      else this.#receive(receiveEdits(copy, message.edits))
      for (const outcome of message.outcomes ?? []) this.#reportOutcome(outcome)
    } else if (message.leaves) await this.#adopt(message.leaves, message.seq)
    else return this.#join(true)
    this.#isJoined = true
    this.#hasJoined = true
    this.#failureCount = 0
    this.#cancel('detach')
    this.#access.setLive(this)
    for (const edit of this.#copy?.pending ?? []) this.#sendEdit(edit)
    this.#sendPresence()
    this.#port.onChange('people')
    this.#port.onComments()
  }

  #onRejected(reason: string): void {
    if (reason === 'clock-old') this.#join()
    else if (reason === 'too-many-messages') this.#schedule('rejoin', rejoinMs, () => this.#join())
    else if (['not-permitted', 'not-found', 'client-taken'].includes(reason)) this.#detach()
  }

  /** Continues with the leaves of the server after an absence, or for the first time. */
  async #adopt(leaves: readonly LeafChange[], seq: number): Promise<void> {
    const tree = readLeaves(leaves)
    const base = await this.#access.readBase(tree)
    this.#unsentFrom = undefined
    const pendingCopy = this.#copy ?? this.#restoredCopy
    if (pendingCopy) return this.#mergeReturned(pendingCopy, { tree, seq })
    const copy = { ...createLiveCopy(this.#client, tree, seq), nextNumber: this.#nextNumber }
    if (base) this.#mergeLocal(copy, base)
    else this.#receive(copy)
  }

  /** Merges a copy that was away with what the server has. */
  #mergeReturned(copy: LiveCopy, { tree, seq }: { tree: LeafTree; seq: number }): void {
    const merge = mergeCopy(copy, tree, seq)
    const restored = this.#restoredCopy
    this.#restoredCopy = undefined
    // The page of a restored copy may have stored further edits with the document.
    if (restored) this.#mergeLocal(merge.copy, readCopy(restored))
    else this.#receive(merge.copy)
    if (merge.conflicts.length + merge.problems.length > 0) this.#port.reportMerge(merge, fromLeaves(tree))
  }

  /** Receives a copy, and adds the edits that lead from a base to the document of the page. */
  #mergeLocal(copy: LiveCopy, base: Workflow): void {
    const current = withoutReferences(this.#port.getDocument())
    const localBase = withoutReferences(base)
    if (isSameJson(localBase, current)) return this.#receive(copy)
    const theirs = withoutReferences(readCopy(copy))
    const merge = mergeWorkflows(localBase, current, theirs)
    this.#receive(editCopy(copy, theirs, withoutReferences(merge.document)))
    if (merge.conflicts.length > 0) this.#port.reportMerge(merge, theirs)
  }

  #receive(copy: LiveCopy): void {
    this.#copy = copy
    this.#reportOutcome({ refused: copy.refused, replaced: [] })
    if (copy.refused.length === 0) this.#reportedLeaves.clear()
    this.#show()
    this.#settle()
    this.#port.onAcknowledged()
  }

  #show(): void {
    if (!this.#copy) return
    const current = this.#port.getDocument()
    const { references } = current
    const document = { ...withoutReferences(readCopy(this.#copy)), ...defined({ references }) }
    if (!isSameJson(document, current)) this.#port.showDocument(document)
  }

  /** Records that the server has everything, once the browser has stored the same document. */
  #settle(): void {
    // The edits of others must not delay this without end.
    if (this.#timers.has('settle')) return
    this.#schedule('settle', settleMs, () => {
      this.#cancel('settle')
      if (!this.#copy || this.#copy.pending.length > 0 || this.#unsentFrom) return
      void this.#access
        .markSynchronized(this.#port.getDocument(), this.#tag)
        .then((isStored) => (isStored || this.#isClosed ? undefined : this.#settle()))
    })
  }

  #reportOutcome({ refused, replaced }: Pick<EditOutcome, 'refused' | 'replaced'>): void {
    const newRefusals = refused.filter(({ leaf }) => !this.#reportedLeaves.has(leaf))
    for (const { leaf } of newRefusals) this.#reportedLeaves.add(leaf)
    this.#reportNames(
      'live.refused',
      newRefusals.map(({ by }) => by),
    )
    this.#reportNames(
      'live.replaced',
      replaced.map(({ by }) => by),
    )
  }

  #reportNames(code: 'live.refused' | 'live.replaced' | 'live.kept', clients: readonly (string | undefined)[]): void {
    if (clients.length === 0) return
    const names = [...new Set(clients.flatMap((by) => this.#people.findName(by) ?? []))]
    this.#port.report(info(code, { count: clients.length, known: names.length > 0 ? 'yes' : 'no', names }))
  }
}

const toTag = (revision: number): string => `"${revision}"`

/** Moves pending edits that the server has ordered to those acknowledged, without the edits of others. */
function withOrderedEdits(copy: LiveCopy, edits: readonly OrderedEdit[]): LiveCopy {
  const pendingNumbers = new Set(copy.pending.map(({ number }) => number))
  // The copy does not have edits that its page sent after it was stored: they are changes of the server.
  const own = edits.filter(({ client, number }) => client === copy.client && pendingNumbers.has(number))
  const numbers = new Set(own.map(({ number }) => number))
  let { acknowledged } = copy
  for (const { seq, client, changes } of own) acknowledged = writeLeaves(acknowledged, changes, { seq, client })
  return { ...copy, acknowledged, pending: copy.pending.filter(({ number }) => !numbers.has(number)) }
}

/** Returns what the server has after edits. */
function readAcknowledged(copy: LiveCopy, edits: readonly OrderedEdit[]): { tree: LeafTree; seq: number } {
  const { acknowledged: tree, seq } = receiveEdits({ ...copy, pending: [] }, edits)
  return { tree, seq }
}

/** The server sets the references of a document. In the browser, the ids of documents differ. */
const withoutReferences = ({ references: _references, ...document }: Workflow): Workflow => document
