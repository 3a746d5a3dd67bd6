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
  selectOwnChanges,
  type EditOutcome,
  type LeafChange,
  type LiveCopy,
  type OrderedEdit,
  type PendingEdit,
} from '@aw-flow/schema/sync'
import type { EditCause } from '../session.ts'
import type { LiveAccess, MergedSave } from '../storage/storage.ts'
import { createPeople, type LivePeople, type LivePerson, type LivePresence } from './people.ts'

/** The document of a session, as far as live editing needs it. */
export interface LivePort {
  readonly id: string
  getDocument(): Workflow
  /** Shows a document with the changes of others, without an undo step. */
  showDocument(document: Workflow): void
  report(problem: Problem): void
  reportMerge(merge: MergedSave): void
  /** Called when the people or the connection have changed. */
  onChange(): void
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
  | { type: 'saved'; seq: number; revision: number }
  | ({ type: 'merged' } & MergedSave)
  | { type: 'presence'; people: LivePerson[]; left: string[] }
  | { type: 'rejected'; reason: string; number?: number }

/** Local changes within this time are sent as one edit, in ms. */
const batchMs = 50
/** Time without a connection after which changes are saved over HTTP again, in ms. */
const detachMs = 5_000
const presenceMs = 10_000
const settleMs = 500
/** The server accepts messages of at most 1 MiB and 5,000 changes. Larger changes are saved over HTTP. */
const maxMessageCharacters = 250_000
const maxChanges = 5_000

/** A document that is connected to the other pages that have it open. */
export type LiveDocument = ReturnType<typeof openLiveDocument>

/** Connects a document to the other pages that have it open, until it is closed. */
export function openLiveDocument(port: LivePort, access: LiveAccess, client: string) {
  let copy: LiveCopy | undefined
  let epoch = ''
  let tag: string | undefined
  let canEdit = false
  let socket: WebSocket | undefined
  let isJoined = false
  let isClosed = false
  let failureCount = 0
  /** The document before the local changes that are not part of the copy yet. */
  let unsentFrom: Workflow | undefined
  let savedSeq = 0
  const saveWaiters = new Set<() => void>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const schedule = (name: string, ms: number, work: () => void): void => {
    clearTimeout(timers.get(name))
    timers.set(name, setTimeout(work, ms))
  }
  const people: LivePeople = createPeople(client, port.onChange)
  const reportedLeaves = new Set<string>()

  const send = (message: object): void => {
    if (socket?.readyState === 1) socket.send(JSON.stringify({ ...message, document: access.remoteId }))
  }
  const sendEdit = ({ number, clock, changes }: PendingEdit): void => {
    const text = JSON.stringify({ type: 'edit', document: access.remoteId, number, clock, changes })
    if (text.length > maxMessageCharacters || changes.length > maxChanges) detach()
    else if (isJoined) socket?.send(text)
  }
  /** Adds the local changes of the last moments to the copy, and sends them. */
  const flush = (): void => {
    clearTimeout(timers.get('flush'))
    const before = unsentFrom
    unsentFrom = undefined
    if (!copy || !before) return
    const changed = editCopy(copy, withoutReferences(before), withoutReferences(port.getDocument()))
    if (changed === copy) return
    copy = changed
    if (canEdit) sendEdit(copy.pending.at(-1)!)
    else detach()
  }
  const show = (): void => {
    if (!copy) return
    const { references } = port.getDocument()
    const document = { ...withoutReferences(readCopy(copy)), ...defined({ references }) }
    if (!isSameJson(document, port.getDocument())) port.showDocument(document)
  }
  /** Records that the server has everything, once the browser has stored the same document. */
  const settle = (): void =>
    schedule('settle', settleMs, () => {
      if (!copy || copy.pending.length > 0 || unsentFrom) return
      void access
        .markSynchronized(port.getDocument(), tag)
        .then((isStored) => (isStored || isClosed ? undefined : settle()))
    })
  const reportNames = (
    code: 'live.refused' | 'live.replaced' | 'live.kept',
    clients: readonly (string | undefined)[],
  ) => {
    const names = [...new Set(clients.flatMap((by) => people.findName(by) ?? []))]
    port.report(info(code, { count: clients.length, names }))
  }
  const reportOutcome = ({ refused, replaced }: Pick<EditOutcome, 'refused' | 'replaced'>): void => {
    const newRefusals = refused.filter(({ leaf }) => !reportedLeaves.has(leaf))
    for (const { leaf } of newRefusals) reportedLeaves.add(leaf)
    if (newRefusals.length > 0)
      reportNames(
        'live.refused',
        newRefusals.map(({ by }) => by),
      )
    if (replaced.length > 0)
      reportNames(
        'live.replaced',
        replaced.map(({ by }) => by),
      )
  }
  const receive = (next: LiveCopy): void => {
    copy = next
    reportOutcome({ refused: next.refused, replaced: [] })
    if (next.refused.length === 0) reportedLeaves.clear()
    show()
    settle()
  }

  /** Continues with the leaves of the server after an absence, or for the first time. */
  const adopt = async (leaves: readonly LeafChange[], seq: number): Promise<void> => {
    const tree = readLeaves(leaves)
    const base = await access.readBase()
    const current = port.getDocument()
    unsentFrom = undefined
    if (copy) {
      const merge = mergeCopy(copy, tree, seq)
      receive(merge.copy)
      if (merge.conflicts.length + merge.problems.length > 0) port.reportMerge(merge)
      return
    }
    const theirs = withoutReferences(fromLeaves(tree))
    const empty = createLiveCopy(client, tree, seq)
    if (!base || isSameJson(base, current)) return receive(empty)
    const merge = mergeWorkflows(withoutReferences(base), withoutReferences(current), theirs)
    receive(editCopy(empty, theirs, withoutReferences(merge.document)))
    if (merge.conflicts.length > 0) port.reportMerge(merge)
  }
  const join = (): void => {
    isJoined = false
    send({ type: 'join', client, ...(copy ? { after: copy.seq, epoch } : {}) })
  }

  const handle = async (message: ServerMessage): Promise<void> => {
    flush()
    switch (message.type) {
      case 'joined': {
        ;({ epoch, canEdit } = message)
        tag = toTag(message.revision)
        people.replace(message.people)
        const oldestClock = Math.min(...(copy?.pending ?? []).map(({ clock }) => clock))
        if (message.edits && copy && oldestClock >= message.oldestClock) {
          receive(receiveEdits(copy, message.edits))
          for (const outcome of message.outcomes ?? []) reportOutcome(outcome)
        } else if (message.leaves) await adopt(message.leaves, message.seq)
        else return send({ type: 'join', client })
        isJoined = true
        failureCount = 0
        clearTimeout(timers.get('detach'))
        access.setLive(live)
        for (const edit of copy?.pending ?? []) sendEdit(edit)
        schedulePresence()
        return port.onChange()
      }
      case 'edits': {
        if (!copy || !isJoined) return
        const next = message.edits.find(({ seq }) => seq > copy!.seq)
        if (next && next.seq !== copy.seq + 1) return join()
        return receive(receiveEdits(copy, message.edits))
      }
      case 'outcome':
        if (!copy) return
        reportOutcome(message)
        return receive(receiveOutcome(copy, message))
      case 'saved':
        tag = toTag(message.revision)
        savedSeq = message.seq
        for (const check of saveWaiters) check()
        return settle()
      case 'merged':
        return port.reportMerge(message)
      case 'presence':
        return people.update(message.people, message.left)
      case 'rejected':
        if (message.reason === 'clock-old') return send({ type: 'join', client })
        if (message.reason === 'too-many-messages') return schedule('rejoin', 2_000, join)
        if (['not-permitted', 'not-found', 'client-taken'].includes(message.reason)) detach()
    }
  }

  const connect = async (): Promise<void> => {
    if (isClosed) return
    // Browsers log each failed connection as an error.
    if (globalThis.navigator?.onLine === false) return reconnect()
    try {
      const opened = await access.openSocket()
      if (isClosed) return opened.close()
      socket = opened
    } catch {
      return reconnect()
    }
    const current = socket
    let pending = Promise.resolve()
    current.addEventListener('open', join)
    current.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as ServerMessage
      pending = pending.then(() => (socket === current ? handle(message) : undefined)).catch(() => current.close())
    })
    current.addEventListener('close', ({ code }) => {
      if (socket !== current) return
      socket = undefined
      isJoined = false
      people.replace([])
      // The session has ended, or the user has no access any longer.
      if (code === 4401 || code === 4403 || code === 4404) return detach()
      reconnect()
    })
  }
  const reconnect = (): void => {
    if (isClosed) return
    if (copy && !timers.has('detach')) schedule('detach', detachMs, detach)
    const delayMs = Math.min(30_000, 500 * 2 ** failureCount++) * (0.5 + Math.random())
    schedule('connect', delayMs, () => void connect())
  }
  /** Saves changes over HTTP from now on. The next connection merges with what the server then has. */
  const detach = (): void => {
    timers.delete('detach')
    copy = undefined
    unsentFrom = undefined
    access.setLive(undefined)
    port.onChange()
  }

  const schedulePresence = (): void => {
    send({ type: 'presence', presence: people.own })
    schedule('presence', presenceMs, schedulePresence)
  }

  const live = {
    /** Whether edits are sent to the others at once. */
    get isConnected(): boolean {
      return isJoined && copy !== undefined
    },
    get canEdit(): boolean {
      return canEdit
    },
    get people(): readonly LivePerson[] {
      return people.others
    },
    setPresence(presence: LivePresence): void {
      people.own = presence
      schedule('presence', batchMs * 4, schedulePresence)
    },
    /** Sends a local change of the document. An undo or redo does not change what others have changed since. */
    onLocalChange(before: Workflow, cause: EditCause): void {
      if (!copy) return
      if (cause === 'apply') {
        unsentFrom ??= before
        schedule('flush', batchMs, flush)
        return
      }
      unsentFrom = unsentFrom ?? before
      if (unsentFrom !== before) {
        copy = editCopy(copy, withoutReferences(unsentFrom), withoutReferences(before))
        sendEdit(copy.pending.at(-1)!)
      }
      unsentFrom = undefined
      const after = withoutReferences(port.getDocument())
      const { changes, kept } = selectOwnChanges(copy, diffLeaves(withoutReferences(before), after, copy.view))
      const changed = addPending(copy, changes)
      if (changed !== copy) {
        copy = changed
        sendEdit(changed.pending.at(-1)!)
      }
      if (kept.length === 0 || !copy) return
      show()
      reportNames(
        'live.kept',
        kept.map(({ by }) => by),
      )
    },
    /** Saves the document on the server now. Resolves with `false` if that is not possible. */
    async save(): Promise<boolean> {
      flush()
      const isSaved = (): boolean => copy !== undefined && copy.pending.length === 0 && savedSeq >= copy.seq
      send({ type: 'save' })
      return new Promise((resolve) => {
        const finish = (): void => {
          saveWaiters.delete(check)
          clearTimeout(timeout)
          resolve(isSaved())
        }
        const check = (): void => {
          if (isSaved() || !copy) finish()
          else send({ type: 'save' })
        }
        const timeout = setTimeout(finish, detachMs)
        saveWaiters.add(check)
      })
    },
    close(): void {
      isClosed = true
      flush()
      for (const timer of timers.values()) clearTimeout(timer)
      access.setLive(undefined)
      socket?.close()
    },
  }
  void connect()
  return live
}

const toTag = (revision: number): string => `"${revision}"`

/** The server sets the references of a document. They name documents by other ids than in the browser. */
const withoutReferences = ({ references: _references, ...document }: Workflow): Workflow => document
