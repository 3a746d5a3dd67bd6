/** Live documents: leaves, the order of the server, and the copies of clients. `SPEC.md` has the rules. @packageDocumentation */

export {
  acceptLeaves,
  type AcceptedLeaves,
  type LeafPatch,
  type LeafRefusal,
  type LeafRefusalReason,
  type ReplacedLeaf,
} from './accept-leaves.ts'
export { diffLeaves, toLeaves } from './diff-leaves.ts'
export { fromLeaves } from './from-leaves.ts'
export { writeLeaves, type LeafChange, type LeafStamp, type LeafTree } from './leaf-tree.ts'
export { mergeCopy, readSentBase, type MergedCopy } from './merge-copy.ts'
export {
  addPending,
  createLiveCopy,
  editCopy,
  listLeaves,
  readCopy,
  readLeaves,
  receiveEdits,
  receiveOutcome,
  restoreCopy,
  selectOwnChanges,
  storeCopy,
  type EditOutcome,
  type LiveCopy,
  type OrderedEdit,
  type OwnChanges,
  type PendingEdit,
  type StoredCopy,
} from './live-copy.ts'
