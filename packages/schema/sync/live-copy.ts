import type { Json, Workflow } from '../document/workflow.ts'
import { defined } from '../wire/defined.ts'
import { isSameJson } from '../wire/is-same-json.ts'
import { acceptLeaves, type AcceptedLeaves, type LeafRefusal, type ReplacedLeaf } from './accept-leaves.ts'
import { diffLeaves } from './diff-leaves.ts'
import { fromLeaves } from './from-leaves.ts'
import {
  createDraft,
  emptyTree,
  existenceMark,
  findPart,
  writeLeaves,
  type LeafChange,
  type LeafStamp,
  type LeafTree,
} from './leaf-tree.ts'

/** An edit in the order of the server. @internal */
export interface OrderedEdit {
  readonly seq: number
  readonly client: string
  /** The number that the client gave to the edit. */
  readonly number: number
  /** The changes that apply. */
  readonly changes: readonly LeafChange[]
  /** The account that made the edit. */
  readonly user?: string | undefined
}

/** An edit that the server has not acknowledged. @internal */
export interface PendingEdit {
  readonly number: number
  readonly clock: number
  readonly changes: readonly LeafChange[]
}

/**
 * A client's copy of a live document: what the server has acknowledged, and the client's own edits after that.
 *
 * @internal
 */
export interface LiveCopy {
  readonly client: string
  readonly acknowledged: LeafTree
  /** The number of the last edit in `acknowledged`. */
  readonly seq: number
  readonly pending: readonly PendingEdit[]
  /** The leaves that the page shows: those acknowledged with the pending edits applied. */
  readonly view: LeafTree
  /** Pending changes that the view does not have, because acknowledged edits exclude them. The server will refuse them. */
  readonly refused: readonly LeafRefusal[]
  /** The last value that this client gave to each leaf that it changed; `undefined` for leaves that it removed. */
  readonly ownValues: ReadonlyMap<string, Json | undefined>
  readonly nextNumber: number
}

/** The server's response to an edit. @internal */
export interface EditOutcome {
  readonly number: number
  /** The number of the edit, absent if nothing of it was accepted. */
  readonly seq?: number | undefined
  /** The changes that apply, if they differ from those that were sent. */
  readonly changes?: readonly LeafChange[] | undefined
  readonly refused: readonly LeafRefusal[]
  readonly replaced: readonly ReplacedLeaf[]
}

/** @internal */
export const createLiveCopy = (client: string, acknowledged: LeafTree, seq: number): LiveCopy => ({
  client,
  acknowledged,
  seq,
  pending: [],
  view: acknowledged,
  refused: [],
  ownValues: new Map(),
  nextNumber: 0,
})

/** Returns the document that a copy shows. @internal */
export const readCopy = (copy: LiveCopy): Workflow => fromLeaves(copy.view)

/**
 * Adds a local edit from one document to another. Returns the copy unchanged if no leaf differs.
 *
 * @param before The document of `copy`.
 *
 * @internal
 */
export const editCopy = (copy: LiveCopy, before: Workflow, after: Workflow): LiveCopy =>
  addPending(copy, diffLeaves(before, after, copy.view))

/** Adds a pending edit. @internal */
export function addPending(copy: LiveCopy, changes: readonly LeafChange[]): LiveCopy {
  if (changes.length === 0) return copy
  const edit: PendingEdit = { number: copy.nextNumber, clock: copy.seq, changes }
  const ownValues = new Map(copy.ownValues)
  for (const { leaf, value } of changes) ownValues.set(leaf, value)
  return {
    ...copy,
    pending: [...copy.pending, edit],
    view: applyPending(copy.view, copy.client, edit).tree,
    ownValues,
    nextNumber: copy.nextNumber + 1,
  }
}

/** Applies an edit as the server would, so that the page does not show what the server would refuse. */
const applyPending = (tree: LeafTree, client: string, { clock, changes }: PendingEdit): AcceptedLeaves =>
  acceptLeaves(tree, { client, clock, changes }, clock)

/** Applies edits that the server has ordered, and the pending edits after them again. @internal */
export function receiveEdits(copy: LiveCopy, edits: readonly OrderedEdit[]): LiveCopy {
  const newEdits = edits.filter(({ seq }) => seq > copy.seq)
  if (newEdits.length === 0) return copy
  let { acknowledged } = copy
  for (const { seq, client, changes } of newEdits) acknowledged = writeLeaves(acknowledged, changes, { seq, client })
  const ownNumbers = new Set(newEdits.filter(({ client }) => client === copy.client).map(({ number }) => number))
  const pending = copy.pending.filter(({ number }) => !ownNumbers.has(number))
  return rebase({ ...copy, acknowledged, pending, seq: newEdits.at(-1)!.seq })
}

/** Applies the server's response to the oldest pending edits. @internal */
export function receiveOutcome(copy: LiveCopy, { number, seq, changes }: EditOutcome): LiveCopy {
  const edit = copy.pending.find((candidate) => candidate.number === number)
  if (!edit) return copy
  if (seq !== undefined && seq > copy.seq)
    return receiveEdits(copy, [{ seq, client: copy.client, number, changes: changes ?? edit.changes }])
  return rebase({ ...copy, pending: copy.pending.filter((candidate) => candidate !== edit) })
}

function rebase(copy: LiveCopy): LiveCopy {
  let view = copy.acknowledged
  const refused: LeafRefusal[] = []
  for (const edit of copy.pending) {
    const outcome = applyPending(view, copy.client, edit)
    view = outcome.tree
    refused.push(...outcome.refused)
  }
  return { ...copy, view, refused }
}

/**
 * The changes of an undo or redo, and the leaves that somebody else has changed since, which it does not change.
 *
 * @internal
 */
export interface OwnChanges {
  readonly changes: readonly LeafChange[]
  readonly kept: readonly { readonly leaf: string; readonly by?: string }[]
}

/**
 * Selects from the changes of an undo or redo those of leaves that still have the value that this client gave them.
 * An item is removed only if no part of it was last changed by another client.
 *
 * @internal
 */
export function selectOwnChanges(copy: LiveCopy, changes: readonly LeafChange[]): OwnChanges {
  const own: LeafChange[] = []
  const kept: { leaf: string; by?: string }[] = []
  const keep = (leaf: string, client: string | undefined): void =>
    void kept.push({ leaf, ...(client ? { by: client } : {}) })
  for (const change of changes) {
    const path = change.leaf.split('/')
    const part = findPart(copy.view, path)
    const isItemRemoval = change.value === undefined && path.at(-1) === existenceMark
    const foreign = isItemRemoval ? findForeign(findPart(copy.view, path.slice(0, -1)), copy.client) : undefined
    const isOwn = copy.ownValues.has(change.leaf) && isSameJson(copy.ownValues.get(change.leaf), part?.value)
    const isPartOfOwn = isOwn || isInAddedItem(change, changes)
    if (isPartOfOwn && !foreign) own.push(change)
    else keep(change.leaf, (foreign ?? part)?.client)
  }
  return { changes: own, kept }
}

/** Returns whether a leaf belongs to an item that the same changes add again, such as a removed node. */
const isInAddedItem = ({ leaf }: LeafChange, changes: readonly LeafChange[]): boolean =>
  changes.some(
    ({ leaf: other, value }) =>
      value !== undefined && other.endsWith(`/${existenceMark}`) && leaf.startsWith(other.slice(0, -1)),
  )

function findForeign(part: LeafTree | undefined, client: string): LeafTree | undefined {
  if (!part) return undefined
  if (part.client !== undefined && part.client !== client) return part
  for (const child of part.children?.values() ?? []) {
    const foreign = findForeign(child, client)
    if (foreign) return foreign
  }
  return undefined
}

/** A copy as JSON, with which a page continues after it was reloaded. @internal */
export interface StoredCopy extends Pick<LiveCopy, 'client' | 'seq' | 'nextNumber' | 'pending'> {
  readonly leaves: readonly StampedLeaf[]
}

type StampedLeaf = LeafChange & Partial<LeafStamp>

/** @internal */
export const storeCopy = ({ acknowledged, client, seq, nextNumber, pending }: LiveCopy): StoredCopy => {
  const oldestClock = Math.min(...pending.map(({ clock }) => clock))
  // Only edits that the author of a pending edit had not received matter.
  const leaves = listLeaves(acknowledged, (part) => (part.seq ?? 0) > oldestClock)
  return { client, seq, nextNumber, pending, leaves }
}

/** @internal */
export function restoreCopy({ client, seq, nextNumber, pending, leaves }: StoredCopy): LiveCopy {
  const draft = createDraft(emptyTree)
  for (const { leaf, value, seq: setAt = 0, client: setBy } of leaves)
    draft.write(defined({ leaf, value }), setBy === undefined ? undefined : { seq: setAt, client: setBy })
  return rebase({ ...createLiveCopy(client, draft.tree, seq), nextNumber, pending })
}

/** Lists the leaves of a tree, for example for a client that joins. @internal */
export function listLeaves(tree: LeafTree, isStamped: (part: LeafTree) => boolean = () => false): StampedLeaf[] {
  const leaves: StampedLeaf[] = []
  const visit = (part: LeafTree, path: readonly string[]): void => {
    const { value, seq, client } = part
    if (value !== undefined)
      leaves.push({ leaf: path.join('/'), value, ...(isStamped(part) ? defined({ seq, client }) : {}) })
    for (const [segment, child] of part.children ?? []) visit(child, [...path, segment])
  }
  visit(tree, [])
  return leaves
}

/** The inverse of `listLeaves`. @internal */
export const readLeaves = (leaves: readonly LeafChange[]): LeafTree => writeLeaves(emptyTree, leaves)
