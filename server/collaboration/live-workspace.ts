import { mergeWorkflows, type Conflict, type Problem, type Workflow } from '@aw-flow/schema'
import { fromLeaves, listLeaves, readLeaves, type LeafChange, type OrderedEdit } from '@aw-flow/schema/sync'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { SerializedWorkflow } from '../store/workflows/workflows.ts'
import type { DocumentChecks } from '../validation/document-checks.ts'
import { serverClient } from './collaboration-wire.ts'
import type { LiveEditRow } from './live-edits.ts'
import { createLiveRoom, createStoredLeaves, type LiveRoom, type QueuedEdit } from './live-room.ts'

/** Events that members of a document receive. */
export interface RoomEvents {
  onEdits(document: string, edits: readonly OrderedEdit[]): void
  onSaved(document: string, saved: { seq: number; revision: number }): void
  /** The stored workflow has changed by the edits of these accounts. */
  onChanged(document: string, editors: readonly string[]): void
  /** Somebody replaced the stored workflow, for example with `PUT`, and it was merged with the live one. */
  onMerged(document: string, merge: { conflicts: readonly Conflict[]; problems: readonly Problem[] }): void
  onRemoved(document: string): void
}

export interface LiveWorkspaceOptions {
  store: Pick<WorkspaceStore, 'workspace' | 'workflows' | 'liveEdits' | 'hasArmedTrigger'> &
    Parameters<DocumentChecks['prepare']>[1]
  documents: Pick<DocumentChecks, 'prepare'>
  events: RoomEvents
  /** Notifies other processes about the edits of a document up to a number. */
  notify(document: string, seq: number): void
  onError(cause: unknown): void
}

/** Edits that are read or stored at once. */
const pageSize = 1_000
/** Edits that are stored after they were saved, so that a client that returns receives them instead of a merge. */
const retainedEdits = 2_000
/** Time without an edit after which a document is saved, and the maximum time, in ms. */
const saveIdleMs = 2_000
const saveMaxMs = 30_000
const maxAttempts = 5
const retryMs = 1_000

/** The live documents of a workspace in this process. */
export class LiveWorkspace {
  readonly #options: LiveWorkspaceOptions
  readonly #rooms = new Map<string, LiveRoom>()
  readonly #opening = new Map<string, Promise<LiveRoom | undefined>>()
  readonly #saveTimers = new Map<string, { timer: NodeJS.Timeout; since: number }>()
  readonly #saves = new Map<string, Promise<void>>()
  /** Rooms change one at a time, so that edits keep their order. */
  #turn: Promise<unknown> = Promise.resolve()
  #isFlushScheduled = false

  constructor(options: LiveWorkspaceOptions) {
    this.#options = options
  }

  get isUnused(): boolean {
    return this.#rooms.size === 0 && this.#opening.size === 0
  }

  /** Whether publishing a workflow starts runs. */
  hasArmedTrigger(id: string): Promise<boolean> {
    return this.#options.store.hasArmedTrigger(id)
  }

  find(id: string): LiveRoom | undefined {
    return this.#rooms.get(id)
  }

  /** Opens a live document. Resolves with `undefined` if the workspace has no such workflow. */
  async open(id: string): Promise<LiveRoom | undefined> {
    const room = this.#rooms.get(id)
    if (room) return room
    const pending = this.#opening.get(id) ?? this.#openRoom(id).finally(() => this.#opening.delete(id))
    this.#opening.set(id, pending)
    return pending
  }

  async #openRoom(id: string): Promise<LiveRoom | undefined> {
    const { store } = this.#options
    const stored = await store.workflows.find(id)
    if (!stored) return undefined
    const { workflow, revision } = stored
    const row = await store.liveEdits.open(id, () => ({ leaves: createStoredLeaves(workflow), revision }))
    const room = createLiveRoom(id, row)
    await this.#refresh(room)
    this.#rooms.set(id, room)
    if (row.revision !== revision) await this.#inTurn(() => this.#importStored(room))
    // Edits that the process that ordered them could not save.
    if (!room.isSaved) this.#scheduleSave(id)
    return room
  }

  /** Returns `false` if the document is no longer open here, or too many of its edits wait to be stored. */
  edit(room: LiveRoom, edit: QueuedEdit): boolean {
    if (this.#rooms.get(room.id) !== room || !room.enqueue(edit)) return false
    this.#scheduleFlush()
    return true
  }

  /**
   * Reads the edits after a number, and calls `use` with them before further edits are ordered: with `undefined` if they
   * are no longer stored, or more than `limit`.
   */
  catchUp(
    room: LiveRoom,
    after: number,
    limit: number,
    use: (edits: LiveEditRow[] | undefined) => void,
  ): Promise<void> {
    return this.#inTurn(async () => {
      await this.#refresh(room)
      const rows = await this.#options.store.liveEdits.read(room.id, after, limit + 1)
      const isComplete = rows.length === 0 ? after === room.seq : rows[0]!.seq === after + 1
      use(isComplete && rows.length <= limit ? rows : undefined)
    })
  }

  /** Reads edits that another process has stored. */
  onNotification(id: string, seq: number): void {
    const room = this.#rooms.get(id)
    if (room && room.seq < seq) this.#inTurn(() => this.#refresh(room)).catch(this.#options.onError)
  }

  /** Finds workflows that were stored or deleted without live edits, and edits whose notifications were lost. */
  async check(): Promise<void> {
    if (this.#rooms.size === 0) return
    const revisions = await this.#options.store.liveEdits.readRevisions([...this.#rooms.keys()])
    for (const [id, room] of this.#rooms) {
      const revision = revisions.get(id)
      if (revision === undefined) this.#remove(id)
      else if (revision !== room.saved.revision) await this.#inTurn(() => this.#importStored(room))
    }
  }

  /** Saves a live document as the stored workflow, after it was repaired and validated. */
  save(id: string): Promise<void> {
    clearTimeout(this.#saveTimers.get(id)?.timer)
    this.#saveTimers.delete(id)
    const room = this.#rooms.get(id)
    if (!room) return Promise.resolve()
    // A save in progress may have begun before the latest edit.
    const previous = this.#saves.get(id) ?? Promise.resolve()
    const result = previous.catch(() => undefined).then(() => this.#saveRoom(room))
    this.#saves.set(id, result)
    return result.finally(() => {
      if (this.#saves.get(id) === result) this.#saves.delete(id)
    })
  }

  /** Saves and closes a document that nobody has open. */
  async release(id: string, isUnused: () => boolean): Promise<void> {
    await this.save(id)
    const room = this.#rooms.get(id)
    if (room?.isSaved && !room.hasQueuedEdits && isUnused()) this.#rooms.delete(id)
  }

  async close(): Promise<void> {
    for (const id of this.#rooms.keys()) await this.save(id).catch(this.#options.onError)
    for (const { timer } of this.#saveTimers.values()) clearTimeout(timer)
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }

  /** Reads edits that other processes have stored. */
  async #refresh(room: LiveRoom): Promise<void> {
    for (;;) {
      const rows = await this.#options.store.liveEdits.read(room.id, room.seq, pageSize)
      const edits = room.receive(rows)
      if (edits.length > 0) this.#options.events.onEdits(room.id, edits)
      if (rows.length < pageSize) return
    }
  }

  #scheduleFlush(): void {
    if (this.#isFlushScheduled) return
    this.#isFlushScheduled = true
    const retry = (cause: unknown): void => {
      this.#options.onError(cause)
      // The edits are still queued. Their authors wait, or send them again when they reconnect.
      setTimeout(() => this.#scheduleFlush(), retryMs).unref()
    }
    setImmediate(() => void this.#inTurn(() => this.#flush()).catch(retry))
  }

  /** Stores the queued edits of all rooms together: the more edits, the fewer statements per edit. */
  async #flush(): Promise<void> {
    this.#isFlushScheduled = false
    const { store, events, notify } = this.#options
    for (let attempt = 1; ; attempt++) {
      const queued = [...this.#rooms.values()].filter((room) => room.hasQueuedEdits)
      const prepared = queued.map((room) => ({ room, edits: room.prepare() }))
      const rows = prepared.flatMap(({ edits }) => edits.rows)
      if (rows.length > 0 && !(await store.liveEdits.append(rows))) {
        if (attempt >= maxAttempts * queued.length) throw new Error('Edits could not be numbered.')
        for (const room of queued) await this.#refresh(room)
        continue
      }
      for (const { room, edits } of prepared) {
        const ordered = edits.commit()
        if (ordered.length > 0) {
          events.onEdits(room.id, ordered)
          notify(room.id, room.seq)
          this.#scheduleSave(room.id)
        }
        edits.notifyAuthors()
      }
      return
    }
  }

  #scheduleSave(id: string): void {
    const pending = this.#saveTimers.get(id)
    const since = pending?.since ?? Date.now()
    clearTimeout(pending?.timer)
    const delayMs = Math.max(0, Math.min(saveIdleMs, since + saveMaxMs - Date.now()))
    const timer = setTimeout(() => void this.save(id).catch(this.#options.onError), delayMs)
    timer.unref()
    this.#saveTimers.set(id, { timer, since })
  }

  async #saveRoom(room: LiveRoom, attempt = 1): Promise<void> {
    const { store, events } = this.#options
    await this.#inTurn(() => this.#refresh(room))
    if (room.isSaved) return events.onSaved(room.id, room.saved)
    const { tree, seq } = room
    const current = await store.workflows.findSerialized(room.id)
    if (!current) return this.#remove(room.id)
    if (current.revision === room.saved.revision) {
      const revision = await this.#storeDocument(room.id, fromLeaves(tree), current)
      if (revision !== undefined) {
        const leaves = tree === room.tree ? room.readLeavesText() : JSON.stringify(listLeaves(tree))
        await store.liveEdits.compact(room.id, { leaves, seq, revision }, seq - retainedEdits)
        room.markSaved(tree, seq, revision)
        const editors = room.takeEditors()
        if (revision !== current.revision) events.onChanged(room.id, editors)
        return events.onSaved(room.id, room.saved)
      }
    }
    // The stored workflow has another revision.
    if (attempt > maxAttempts) throw new Error(`Live document ${room.id} could not be saved.`)
    await this.#inTurn(() => this.#importStored(room))
    await this.#saveRoom(room, attempt + 1)
  }

  /** Resolves with the new revision, or with `undefined` if the stored workflow has changed in the meantime. */
  async #storeDocument(id: string, document: Workflow, current: SerializedWorkflow): Promise<number | undefined> {
    const { store, documents } = this.#options
    const submitted = { text: JSON.stringify(document), format: 'json' as const }
    const { prepared, rejection } = await documents.prepare(submitted, store, current)
    if (rejection) throw new Error(`Live document ${id} is not valid: ${JSON.stringify(rejection.problem)}`)
    if (prepared.hash === current.hash) return current.revision
    // The permission was checked when the edit was received.
    const options = { revision: current.revision, requireStart: () => undefined }
    const result = await store.workflows.change(id, prepared, options)
    return result?.stored?.revision
  }

  /** Merges a workflow that was stored without live edits. */
  async #importStored(room: LiveRoom): Promise<void> {
    const { store, events } = this.#options
    const stored = await store.workflows.find(room.id)
    if (!stored) return this.#remove(room.id)
    await this.#refresh(room)
    const row = await store.liveEdits.find(room.id)
    if (row && row.revision === stored.revision) {
      // Another process has saved the live document.
      room.takeEditors()
      return room.markSaved(readLeaves(JSON.parse(row.leaves) as LeafChange[]), row.seq, row.revision)
    }
    const base = fromLeaves(room.saved.tree)
    const { document, conflicts, problems } = mergeWorkflows(base, room.readDocument(), stored.workflow)
    const changes = room.diffTo(document)
    room.markSaved(room.saved.tree, room.saved.seq, stored.revision)
    if (changes.length > 0) {
      const edit = { client: serverClient, user: '', number: stored.revision, clock: room.seq, changes }
      room.enqueue({ ...edit, onOutcome: () => undefined })
      await this.#flush()
    }
    this.#scheduleSave(room.id)
    if (conflicts.length + problems.length > 0) events.onMerged(room.id, { conflicts, problems })
  }

  #remove(id: string): void {
    clearTimeout(this.#saveTimers.get(id)?.timer)
    this.#saveTimers.delete(id)
    if (this.#rooms.delete(id)) this.#options.events.onRemoved(id)
  }
}
