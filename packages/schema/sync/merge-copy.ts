import type { Conflict } from '../document/merging/conflict.ts'
import { mergeWorkflows } from '../document/merging/merge-workflows.ts'
import { isSameJson } from '../wire/is-same-json.ts'
import type { Problem } from '../wire/problem.ts'
import type { Workflow } from '../document/workflow.ts'
import { diffLeaves } from './diff-leaves.ts'
import { fromLeaves } from './from-leaves.ts'
import { createDraft, existenceMark, findPart, type LeafTree } from './leaf-tree.ts'
import { addPending, createLiveCopy, readCopy, restoreCopy, type LiveCopy, type StoredCopy } from './live-copy.ts'

/** A copy after its client's return, and what the merge found. @internal */
export interface MergedCopy {
  readonly copy: LiveCopy
  readonly conflicts: readonly Conflict[]
  readonly problems: readonly Problem[]
}

/**
 * Merges a copy whose client was away with the leaves of the server: the three-way merge of what the client last had
 * from the server, its own document, and the server's. The result is one pending edit.
 *
 * @internal
 */
export function mergeCopy(copy: LiveCopy, tree: LeafTree, seq: number): MergedCopy {
  const theirs = fromLeaves(tree)
  const base = fromLeaves(addOrderedEdits(copy, tree))
  const { document, conflicts, problems } = mergeWorkflows(base, readCopy(copy), theirs)
  const current = { ...createLiveCopy(copy.client, tree, seq), nextNumber: copy.nextNumber }
  return { copy: addPending(current, diffLeaves(theirs, document, tree)), conflicts, problems }
}

/**
 * Returns the base for a merge of a client's document with the server's, if the client does not know which of its edits
 * the server has: the document that the server has acknowledged, with those edits that the server's leaves contain.
 *
 * @param sent The client's copy when it sent its last edit.
 *
 * @internal
 */
export const readSentBase = (sent: StoredCopy, theirs: LeafTree): Workflow =>
  fromLeaves(addOrderedEdits(restoreCopy(sent), theirs))

/**
 * Adds to the acknowledged leaves the pending changes that the server has, because only the acknowledgement was lost.
 * Otherwise, taking such a change back later would look like no change.
 */
function addOrderedEdits({ acknowledged, pending }: LiveCopy, theirs: LeafTree): LeafTree {
  const draft = createDraft(acknowledged)
  for (const { changes } of pending) {
    /** Items that are on the server because of this edit. All of their leaves in it are part of the base. */
    const addedItems: string[] = []
    for (const change of changes) {
      const { leaf, value } = change
      const isOnServer = isSameJson(findPart(theirs, leaf.split('/'))?.value, value)
      const isAddition = value !== undefined && leaf.endsWith(`/${existenceMark}`)
      if (isAddition && isOnServer && !findPart(draft.tree, leaf.split('/'))) addedItems.push(leaf.slice(0, -1))
      if (isOnServer || addedItems.some((item) => leaf.startsWith(item))) draft.write(change)
    }
  }
  return draft.tree
}
