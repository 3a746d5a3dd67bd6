import type { Edit, Workflow, WorkflowNode } from '@aw-flow/schema'

/** A change that can be accepted or rejected. */
export interface ProposedChange {
  /** Unique in the proposal. */
  readonly key: string
  readonly kind: 'added' | 'changed' | 'removed'
  readonly node: WorkflowNode
  /** The path of a changed setting, such as `by`. */
  readonly setting?: string
  /** The new settings, or the new value of the setting. */
  readonly value?: unknown
}

const listEdits = (edit: Edit): readonly Edit[] => (edit.type === 'batch' ? edit.edits : [edit])

const toKey = (edit: Edit): string =>
  edit.type === 'add-node'
    ? `added ${edit.node.id}`
    : edit.type === 'remove-node'
      ? `removed ${edit.id}`
      : edit.type === 'set-config'
        ? `changed ${edit.id} ${edit.path.join('.')}`
        : ''

/** Lists the changes of nodes in an edit, in its order. Edges belong to the nodes that they connect. */
export function listProposedChanges({ nodes }: Workflow, edit: Edit): ProposedChange[] {
  const edits = listEdits(edit)
  const added = edits.flatMap((each) => (each.type === 'add-node' ? [each.node] : []))
  const byId = new Map([...nodes, ...added].map((node) => [node.id, node]))
  return edits.flatMap((each): ProposedChange[] => {
    const key = toKey(each)
    if (each.type === 'add-node') return [{ key, kind: 'added', node: each.node, value: each.node.data.config }]
    if (each.type !== 'remove-node' && each.type !== 'set-config') return []
    const node = byId.get(each.id)
    if (!node) return []
    if (each.type === 'remove-node') return [{ key, kind: 'removed', node }]
    return [{ key, kind: 'changed', node, setting: each.path.join('.'), value: each.value }]
  })
}

/**
 * Returns the part of an edit that a user accepts. Edges to rejected new nodes are left out, and an edge is removed only
 * if another one takes its input.
 */
export function selectAcceptedEdit(workflow: Workflow, edit: Edit, rejected: ReadonlySet<string>): Edit {
  const kept = listEdits(edit).filter((each) => !rejected.has(toKey(each)))
  const newIds = new Set(listEdits(edit).flatMap((each) => (each.type === 'add-node' ? [each.node.id] : [])))
  const keptIds = new Set(kept.flatMap((each) => (each.type === 'add-node' ? [each.node.id] : [])))
  const exists = (id: string): boolean => !newIds.has(id) || keptIds.has(id)
  const connected = kept.filter(
    (each) => each.type !== 'add-edge' || (exists(each.edge.source) && exists(each.edge.target)),
  )
  const takenInputs = new Set(
    connected.flatMap((each) => (each.type === 'add-edge' ? [`${each.edge.target} ${each.edge.targetHandle}`] : [])),
  )
  const isTaken = (id: string): boolean => {
    const edge = workflow.edges.find((candidate) => candidate.id === id)
    // Without a port name, the edge uses the first input.
    return (
      edge !== undefined &&
      [...takenInputs].some((input) =>
        edge.targetHandle === undefined
          ? input.startsWith(`${edge.target} `)
          : input === `${edge.target} ${edge.targetHandle}`,
      )
    )
  }
  return {
    type: 'batch',
    edits: connected.filter(
      (each) => (each.type !== 'remove-edge' || isTaken(each.id)) && (each.type !== 'set-config' || exists(each.id)),
    ),
  }
}
