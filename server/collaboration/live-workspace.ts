import { mergeWorkflows, type Conflict, type Problem, type Workflow } from '@aw-flow/schema'
import { fromLeaves, listLeaves, readLeaves, type LeafChange, type OrderedEdit } from '@aw-flow/schema/sync'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { DocumentChecks } from '../validation/document-checks.ts'
import type { LiveEditRow } from './live-edits.ts'
import { createLiveRoom, createStoredLeaves, type LiveRoom, type QueuedEdit } from './live-room.ts'

/** What members of a document receive. */
export interface RoomEvents {
  onEdits(document: string, edits: readonly OrderedEdit[]): void
  onSaved(document: string, saved: { seq: number; revision: number }): void
  /** Somebody replaced the stored workflow, for example with `PUT`, and it was merged with the live one. */
  onMerged(document: string, merge: { conflicts: readonly Conflict[]; problems: readonly Problem[] }): void
  onRemoved(document: string): void
}

export interface LiveWorkspaceOptions {
  store: Pick<WorkspaceStore, 'workspace' | 'workflows' | 'liveEdits'> & Parameters<DocumentChecks['prepare']>[1]
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

/** The live documents of a workspace in this process. */
export type LiveWorkspace = ReturnType<typeof createLiveWorkspace>

export function createLiveWorkspace({ store, documents, events, notify, onError }: LiveWorkspaceOptions) {
  const rooms = new Map<string, LiveRoom>()
  const opening = new Map<string, Promise<LiveRoom | undefined>>()
  const saveTimers = new Map<string, { timer: NodeJS.Timeout; since: number }>()
  const saves = new Map<string, Promise<void>>()
  /** Rooms change one at a time, so that edits keep their order. */
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work)
    turn = result.catch(() => undefined)
    return result
  }

  /** Reads edits that other processes have stored. */
  const refresh = async (room: LiveRoom): Promise<void> => {
    for (;;) {
      const rows = await store.liveEdits.read(room.id, room.seq, pageSize)
      const edits = room.receive(rows)
      if (edits.length > 0) events.onEdits(room.id, edits)
      if (rows.length < pageSize) return
    }
  }

  let isFlushScheduled = false
  /** Stores the queued edits of all rooms together: the more edits, the fewer statements per edit. */
  const flush = async (): Promise<void> => {
    isFlushScheduled = false
    for (let attempt = 1; ; attempt++) {
      const queued = [...rooms.values()].filter((room) => room.hasQueuedEdits)
      const prepared = queued.map((room) => ({ room, edits: room.prepare() }))
      const rows = prepared.flatMap(({ edits }) => edits.rows)
      if (rows.length > 0 && !(await store.liveEdits.append(rows))) {
        if (attempt >= maxAttempts * queued.length) throw new Error('Edits could not be numbered.')
        for (const room of queued) await refresh(room)
        continue
      }
      for (const { room, edits } of prepared) {
        const ordered = edits.commit()
        if (ordered.length > 0) {
          events.onEdits(room.id, ordered)
          notify(room.id, room.seq)
          scheduleSave(room.id)
        }
        edits.notifyAuthors()
      }
      return
    }
  }
  const scheduleFlush = (): void => {
    if (isFlushScheduled) return
    isFlushScheduled = true
    const retry = (cause: unknown): void => {
      onError(cause)
      // The edits are still queued. Their authors wait, or send them again when they reconnect.
      setTimeout(scheduleFlush, 1_000).unref()
    }
    setImmediate(() => void inTurn(flush).catch(retry))
  }

  const openRoom = async (id: string): Promise<LiveRoom | undefined> => {
    const stored = await store.workflows.find(id)
    if (!stored) return undefined
    const { workflow, revision } = stored
    const row = await store.liveEdits.open(id, () => ({ leaves: createStoredLeaves(workflow), revision }))
    const room = createLiveRoom(id, row)
    await refresh(room)
    rooms.set(id, room)
    if (row.revision !== revision) await inTurn(() => importStored(room))
    // Edits that the process that ordered them could not save.
    if (!room.isSaved) scheduleSave(id)
    return room
  }

  /** Merges a workflow that was stored by other means than live edits. */
  const importStored = async (room: LiveRoom): Promise<void> => {
    const stored = await store.workflows.find(room.id)
    if (!stored) return close(room.id)
    await refresh(room)
    const row = await store.liveEdits.find(room.id)
    if (row && row.revision === stored.revision) {
      // Another process has saved the live document.
      return room.markSaved(readLeaves(JSON.parse(row.leaves) as LeafChange[]), row.seq, row.revision)
    }
    const live = room.readDocument()
    const { document, conflicts, problems } = mergeWorkflows(fromLeaves(room.saved.tree), live, stored.workflow)
    const changes = room.diffTo(document)
    room.markSaved(room.saved.tree, room.saved.seq, stored.revision)
    if (changes.length > 0) {
      const edit = { client: 'server', user: '', number: stored.revision, clock: room.seq, changes }
      room.enqueue({ ...edit, onOutcome: () => undefined })
      await flush()
    }
    scheduleSave(room.id)
    if (conflicts.length + problems.length > 0) events.onMerged(room.id, { conflicts, problems })
  }

  const scheduleSave = (id: string): void => {
    const pending = saveTimers.get(id)
    const since = pending?.since ?? Date.now()
    clearTimeout(pending?.timer)
    const delayMs = Math.max(0, Math.min(saveIdleMs, since + saveMaxMs - Date.now()))
    const timer = setTimeout(() => void save(id).catch(onError), delayMs)
    timer.unref()
    saveTimers.set(id, { timer, since })
  }

  /** Saves a live document as the stored workflow, after it was repaired and validated. */
  const save = (id: string): Promise<void> => {
    clearTimeout(saveTimers.get(id)?.timer)
    saveTimers.delete(id)
    const room = rooms.get(id)
    if (!room) return Promise.resolve()
    // A save in progress may have begun before the latest edit.
    const result = (saves.get(id) ?? Promise.resolve()).catch(() => undefined).then(() => saveRoom(room))
    saves.set(id, result)
    return result.finally(() => {
      if (saves.get(id) === result) saves.delete(id)
    })
  }
  const saveRoom = async (room: LiveRoom, attempt = 1): Promise<void> => {
    await inTurn(() => refresh(room))
    if (room.isSaved) return events.onSaved(room.id, room.saved)
    const { tree, seq } = room
    const document = fromLeaves(tree)
    const current = await store.workflows.findSerialized(room.id)
    if (!current) return close(room.id)
    if (current.revision === room.saved.revision) {
      const revision = await storeDocument(room.id, document, current)
      if (revision !== undefined) {
        const leaves = JSON.stringify(listLeaves(tree))
        await store.liveEdits.compact(room.id, { leaves, seq, revision }, seq - retainedEdits)
        room.markSaved(tree, seq, revision)
        return events.onSaved(room.id, room.saved)
      }
    }
    // The stored workflow has another revision.
    if (attempt > maxAttempts) throw new Error(`Live document ${room.id} could not be saved.`)
    await inTurn(() => importStored(room))
    await saveRoom(room, attempt + 1)
  }

  /** Resolves with the new revision, or with `undefined` if the stored workflow has changed meanwhile. */
  const storeDocument = async (
    id: string,
    document: Workflow,
    current: NonNullable<Awaited<ReturnType<WorkspaceStore['workflows']['findSerialized']>>>,
  ): Promise<number | undefined> => {
    const submitted = { text: JSON.stringify(document), format: 'json' as const }
    const { prepared, rejection } = await documents.prepare(submitted, store, current)
    if (rejection) throw new Error(`Live document ${id} is not valid: ${JSON.stringify(rejection.problem)}`)
    if (prepared.hash === current.hash) return current.revision
    const result = await store.workflows.change(id, prepared, { revision: current.revision })
    return result?.stored?.revision
  }

  const close = (id: string): void => {
    clearTimeout(saveTimers.get(id)?.timer)
    saveTimers.delete(id)
    if (rooms.delete(id)) events.onRemoved(id)
  }

  return {
    /** Opens a live document. Resolves with `undefined` if the workspace has no such workflow. */
    async open(id: string): Promise<LiveRoom | undefined> {
      const room = rooms.get(id)
      if (room) return room
      const pending =
        opening.get(id) ??
        openRoom(id).finally(() => {
          opening.delete(id)
        })
      opening.set(id, pending)
      return pending
    },
    find: (id: string): LiveRoom | undefined => rooms.get(id),
    edit(room: LiveRoom, edit: QueuedEdit): void {
      room.enqueue(edit)
      scheduleFlush()
    },
    save,
    /**
     * Reads the edits after a number, and calls `use` with them before further edits are ordered: with `undefined` if they
     * are no longer stored, or more than `limit`.
     */
    catchUp: (room: LiveRoom, after: number, limit: number, use: (edits: LiveEditRow[] | undefined) => void) =>
      inTurn(async () => {
        await refresh(room)
        const rows = await store.liveEdits.read(room.id, after, limit + 1)
        const isComplete = rows.length === 0 ? after === room.seq : rows[0]!.seq === after + 1
        use(isComplete && rows.length <= limit ? rows : undefined)
      }),
    /** Reads edits that another process has stored. */
    onNotification(id: string, seq: number): void {
      const room = rooms.get(id)
      if (room && room.seq < seq) inTurn(() => refresh(room)).catch(onError)
    },
    /** Finds edits and stored workflows whose notifications were lost, and workflows that were stored by other means. */
    async check(): Promise<void> {
      if (rooms.size === 0) return
      const revisions = await store.liveEdits.readRevisions([...rooms.keys()])
      for (const [id, room] of rooms) {
        const revision = revisions.get(id)
        if (revision === undefined) close(id)
        else if (revision !== room.saved.revision) await inTurn(() => importStored(room))
      }
    },
    /** Saves and closes a document that nobody has open. */
    async release(id: string): Promise<void> {
      await save(id)
      const room = rooms.get(id)
      if (room?.isSaved && !room.hasQueuedEdits) rooms.delete(id)
    },
    get openCount(): number {
      return rooms.size
    },
    async close(): Promise<void> {
      for (const id of rooms.keys()) await save(id).catch(onError)
      for (const { timer } of saveTimers.values()) clearTimeout(timer)
    },
  }
}
