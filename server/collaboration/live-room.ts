import type { Workflow } from '@aw-flow/schema'
import {
  acceptLeaves,
  diffLeaves,
  fromLeaves,
  listLeaves,
  readLeaves,
  toLeaves,
  writeLeaves,
  type EditOutcome,
  type LeafChange,
  type LeafTree,
  type OrderedEdit,
} from '@aw-flow/schema/sync'
import { maxDocumentCharacters, repair } from '@aw-flow/schema/internal'
import type { LiveDocumentRow, LiveEditRow } from './live-edits.ts'

/** An edit that waits to be ordered. */
export interface QueuedEdit {
  readonly client: string
  readonly user: string
  readonly number: number
  readonly clock: number
  readonly changes: readonly LeafChange[]
  /** Called with the outcome once the edit is durable or refused. */
  onOutcome(outcome: EditOutcome): void
}

/** Queued edits with their numbers. */
export interface PreparedEdits {
  readonly rows: readonly LiveEditRow[]
  /** Applies the edits, whose rows are stored. Returns those that others receive. */
  commit(): readonly OrderedEdit[]
  /** Notifies the authors of the outcomes. Called after the edits were sent. */
  notifyAuthors(): void
}

/** Outcomes that are kept in case a client sends an edit again. */
const maxOutcomes = 2_000
/** Edits that wait to be stored. */
const maxQueuedEdits = 500
/** Minimum number of edits between two counts of the characters of all leaves, which takes long for a large document. */
const minEditsPerCount = 20

/** The state of a live document in this process: its leaves in the order of the stored edits. */
export type LiveRoom = ReturnType<typeof createLiveRoom>

/** Returns the leaves of a stored workflow, for a document that becomes live. */
export const createStoredLeaves = (workflow: Workflow): string =>
  JSON.stringify(listLeaves(toLeaves(repair(workflow).document)))

/** Sets an entry, and removes the oldest one beyond the limit. */
function setRecent<Value>(entries: Map<string, Value>, key: string, value: Value): void {
  entries.delete(key)
  entries.set(key, value)
  if (entries.size > maxOutcomes) entries.delete(entries.keys().next().value!)
}

/** Limits the characters of all leaves. What is removed or replaced counts until the leaves are counted again. */
function createSizeLimit(initial: number) {
  let characters = initial
  let editsSinceCount = 0
  return {
    add(added: number): void {
      characters += added
      editsSinceCount++
    },
    exceeds(added: number, tree: LeafTree): boolean {
      if (characters + added <= maxDocumentCharacters) return false
      if (editsSinceCount < minEditsPerCount) return true
      editsSinceCount = 0
      characters = JSON.stringify(listLeaves(tree)).length
      return characters + added > maxDocumentCharacters
    },
  }
}

interface DecidedEdit {
  readonly edit: QueuedEdit
  readonly outcome: EditOutcome
  readonly changes?: readonly LeafChange[]
}

const toEditKey = (client: string, number: number): string => `${client} ${number}`

/** Decides about edits in their order. An edit that was sent before has its previous outcome. */
function decideEdits(
  document: string,
  edits: readonly QueuedEdit[],
  room: {
    tree: LeafTree
    seq: number
    size: ReturnType<typeof createSizeLimit>
    findKnown(key: string): EditOutcome | undefined
  },
) {
  let { tree, seq } = room
  const rows: LiveEditRow[] = []
  const results: DecidedEdit[] = []
  const outcomes = new Map<string, EditOutcome>()
  for (const edit of edits) {
    const { client, number, user } = edit
    const key = toEditKey(client, number)
    const addResult = (outcome: EditOutcome, changes?: readonly LeafChange[]): void => {
      outcomes.set(key, outcome)
      results.push({ edit, outcome, ...(changes ? { changes } : {}) })
    }
    const known = room.findKnown(key) ?? outcomes.get(key)
    if (known) {
      addResult(known)
      continue
    }
    const { tree: changedTree, accepted, refused, replaced } = acceptLeaves(tree, edit, seq + 1)
    const text = JSON.stringify(accepted)
    if (accepted.some(({ value }) => value !== undefined) && room.size.exceeds(text.length, tree)) {
      const tooLarge = accepted.map(({ leaf }) => ({ leaf, reason: 'document-too-large' as const }))
      addResult({ number, refused: [...refused, ...tooLarge], replaced: [] })
      continue
    }
    if (accepted.length === 0) {
      addResult({ number, refused, replaced })
      continue
    }
    tree = changedTree
    seq++
    room.size.add(text.length)
    const hasRefusals = refused.length + replaced.length > 0
    rows.push({
      workflow_id: document,
      seq,
      client,
      number,
      user_id: user,
      changes: text,
      refused: hasRefusals ? JSON.stringify({ refused, replaced }) : null,
    })
    addResult({ number, seq, refused, replaced }, accepted)
  }
  return { rows, results, tree, seq }
}

export function createLiveRoom(id: string, { epoch, leaves, seq: savedSeq, revision }: LiveDocumentRow) {
  let tree = readLeaves(JSON.parse(leaves) as LeafChange[])
  let seq = savedSeq
  /** The leaves that the stored workflow has, up to edit `seq`. */
  let saved = { tree, seq: savedSeq, revision }
  /** Who set which leaf is known for edits after this one. */
  const stampedAfter = savedSeq
  let queue: QueuedEdit[] = []
  const outcomes = new Map<string, EditOutcome>()
  /** Who has edited with each client's id. Another account that used it could make edits of this one look known. */
  const owners = new Map<string, string>()
  const remember = (client: string, user: string, outcome: EditOutcome): void => {
    setRecent(outcomes, toEditKey(client, outcome.number), outcome)
    setRecent(owners, client, user)
  }
  const size = createSizeLimit(leaves.length)
  /** The accounts that have edited since the last save. */
  const editors = new Set<string>()
  /** The leaves as text, for the pages that join before the next edit. */
  let joined: { tree: LeafTree; text: string } | undefined

  return {
    id,
    epoch,
    stampedAfter,
    get seq(): number {
      return seq
    },
    get tree(): LeafTree {
      return tree
    },
    get saved(): typeof saved {
      return saved
    },
    get hasQueuedEdits(): boolean {
      return queue.length > 0
    },
    get isSaved(): boolean {
      return saved.seq === seq
    },
    readDocument: (): Workflow => fromLeaves(tree),
    /** Returns all leaves as JSON text. */
    readLeavesText(): string {
      if (joined?.tree !== tree) joined = { tree, text: JSON.stringify(listLeaves(tree)) }
      return joined.text
    },
    findOwner: (client: string): string | undefined => owners.get(client),
    /** Returns `false` if too many edits wait, because the database does not respond. */
    enqueue(edit: QueuedEdit): boolean {
      if (queue.length >= maxQueuedEdits) return false
      queue.push(edit)
      return true
    },
    /** Decides about the queued edits. They stay queued until `commit`. */
    prepare(): PreparedEdits {
      const edits = [...queue]
      const decided = decideEdits(id, edits, { tree, seq, size, findKnown: (key) => outcomes.get(key) })
      const { rows, results } = decided
      return {
        rows,
        commit() {
          tree = decided.tree
          seq = decided.seq
          queue = queue.slice(edits.length)
          const ordered: OrderedEdit[] = []
          for (const { edit, outcome, changes } of results) {
            remember(edit.client, edit.user, outcome)
            if (changes && outcome.seq !== undefined) {
              editors.add(edit.user)
              ordered.push({
                seq: outcome.seq,
                client: edit.client,
                number: edit.number,
                changes,
                user: edit.user,
              })
            }
          }
          return ordered
        },
        notifyAuthors() {
          for (const { edit, outcome } of results) edit.onOutcome(outcome)
        },
      }
    },
    /** Applies edits that another process has stored. */
    receive(rows: readonly LiveEditRow[]): OrderedEdit[] {
      const edits = rows.filter((row) => row.seq > seq).map(toOrderedEdit)
      for (const { changes, ...edit } of edits) {
        tree = writeLeaves(tree, changes, { seq: edit.seq, client: edit.client })
        seq = edit.seq
      }
      for (const row of rows) {
        editors.add(row.user_id)
        remember(row.client, row.user_id, toOutcome(row))
        size.add(row.changes.length)
      }
      return edits
    },
    markSaved(savedTree: LeafTree, atSeq: number, atRevision: number): void {
      saved = { tree: savedTree, seq: atSeq, revision: atRevision }
    },
    /** Returns the accounts that have edited since the last call. The server's own edits have none. */
    takeEditors(): string[] {
      const taken = [...editors].filter(Boolean)
      editors.clear()
      return taken
    },
    /** Returns the changes that turn the live document into another one. */
    diffTo: (workflow: Workflow): LeafChange[] => diffLeaves(fromLeaves(tree), workflow, tree),
  }
}

export const toOrderedEdit = ({ seq, client, number, user_id: user, changes }: LiveEditRow): OrderedEdit => ({
  seq,
  client,
  number,
  user,
  changes: JSON.parse(changes) as LeafChange[],
})

/** Returns the outcome of a stored edit. */
export const toOutcome = ({ number, seq, refused }: LiveEditRow): EditOutcome => ({
  number,
  seq,
  ...((refused === null ? { refused: [], replaced: [] } : JSON.parse(refused)) as Pick<
    EditOutcome,
    'refused' | 'replaced'
  >),
})
