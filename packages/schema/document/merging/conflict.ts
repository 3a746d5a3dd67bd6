import { defined } from '../../wire/defined.ts'
import type { Problem } from '../../wire/problem.ts'
import type { Json, WorkflowEdge } from '../workflow.ts'

/**
 * A conflict between two changes to a document. The merged document contains the value of `ours`; `resolveConflict` can
 * replace it with the value of `theirs`. If a value is absent, the item was removed or did not exist.
 *
 * @public
 */
export interface Conflict {
  /** The path into sub-workflows, outermost first. Empty for the document itself. */
  readonly workflowPath: readonly { readonly node: string; readonly setting: string }[]
  /**
   * The conflicting item, identified by stable ids and path: `['name']`, `['settings', 'variables', 'rate']`,
   * `['ports']`, `['nodes', 'load']` (its existence), `['nodes', 'load', 'data', 'config', 'path']`, `['nodes', 'load',
   * 'type']`, `['edges', 'e1', 'ends']`, `['inputs', 'load', 'table']` (the edge to that input), `['nodes']` (the order
   * of the list, as ids).
   */
  readonly path: readonly string[]
  /** The value before both changes. */
  readonly base?: Json
  /** The value in the merged document. */
  readonly ours?: Json
  /** The value in the other change. */
  readonly theirs?: Json
  /**
   * The conflicting edges in the merged document and in the other document. They belong to a node that one side
   * removed, or lead to the same input.
   */
  readonly edges?: { readonly ours: readonly WorkflowEdge[]; readonly theirs: readonly WorkflowEdge[] }
}

/** A side of a conflict, or both: the item with the value of ours, and a copy with that of theirs. @public */
export type ConflictSide = 'ours' | 'theirs' | 'both'

/** Collects the conflicts that a merge finds within one workflow. */
export interface ConflictSink {
  readonly workflowPath: Conflict['workflowPath']
  readonly conflicts: Conflict[]
  /** Problems that the merge repaired. */
  readonly problems?: Problem[]
}

/** Adds a conflict. Undefined values are omitted. */
export function addConflict(
  { workflowPath, conflicts }: ConflictSink,
  path: readonly string[],
  { base, ours, theirs }: { base: unknown; ours: unknown; theirs: unknown },
  edges?: Conflict['edges'],
): void {
  const values = Object.entries({ base, ours, theirs }).filter(([, value]) => value !== undefined)
  conflicts.push({ workflowPath, path, ...(Object.fromEntries(values) as Partial<Conflict>), ...defined({ edges }) })
}
