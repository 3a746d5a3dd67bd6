import type { Json, WorkflowEdge } from './workflow.ts'

/**
 * Where two edits of one document say different things. The merged document has what `ours` says; `settleConflict` puts
 * theirs there. A value that is absent says that there is none: the thing was removed, or not there yet.
 */
export interface Conflict {
  /** The way into sub-workflows, the outermost first; empty: the document itself. */
  readonly inside: readonly { readonly node: string; readonly setting: string }[]
  /**
   * What it is about, by stable id and path: `['name']`, `['settings', 'variables', 'rate']`, `['ports']`,
   * `['nodes', 'load']` (whether it is there), `['nodes', 'load', 'data', 'config', 'path']`, `['nodes', 'load', 'type']`,
   * `['edges', 'e1', 'ends']`, `['inputs', 'load', 'table']` (the edge that leads there), `['nodes']` (the order of the
   * list, as ids).
   */
  readonly path: readonly string[]
  readonly base?: Json
  readonly ours?: Json
  readonly theirs?: Json
  /** The edges that go and come with it (a node that one side has removed, an input), as merged and as theirs has them. */
  readonly edges?: { readonly ours: readonly WorkflowEdge[]; readonly theirs: readonly WorkflowEdge[] }
}

/** What a merge has found so far within one workflow. */
export interface Found {
  readonly inside: Conflict['inside']
  readonly conflicts: Conflict[]
}

/** Notes a conflict; what is absent is left out. */
export function clash(
  { inside, conflicts }: Found,
  path: readonly string[],
  { base, ours, theirs }: { base: unknown; ours: unknown; theirs: unknown },
  edges?: Conflict['edges'],
): void {
  const said = Object.entries({ base, ours, theirs }).filter(([, value]) => value !== undefined)
  conflicts.push({ inside, path, ...(Object.fromEntries(said) as Partial<Conflict>), ...(edges ? { edges } : {}) })
}
