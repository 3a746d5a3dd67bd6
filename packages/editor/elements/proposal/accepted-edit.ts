import type { Edit, Workflow, WorkflowNode } from '@aw-flow/schema'

/** A proposed change to a node, which the user can accept or reject. */
export interface ProposedChange {
  /** Identifies the change in the proposal. */
  readonly key: string
  readonly kind: 'added' | 'changed' | 'removed'
  readonly node: WorkflowNode
  /** Path of the changed setting, such as `by`. */
  readonly setting?: string
  /** The settings of an added node, or the new value of a changed setting. */
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

/** Lists the node changes in an edit, in the same order. Edges are not listed, because they follow their nodes. */
export function listProposedChanges({ nodes }: Workflow, edit: Edit): ProposedChange[] {
  const edits = listEdits(edit)
  const addedNodes = edits.flatMap((part) => (part.type === 'add-node' ? [part.node] : []))
  const byId = new Map([...nodes, ...addedNodes].map((node) => [node.id, node]))
  return edits.flatMap((part): ProposedChange[] => {
    const key = toKey(part)
    if (part.type === 'add-node') return [{ key, kind: 'added', node: part.node, value: part.node.data.config }]
    if (part.type !== 'remove-node' && part.type !== 'set-config') return []
    const node = byId.get(part.id)
    if (!node) return []
    if (part.type === 'remove-node') return [{ key, kind: 'removed', node }]
    return [{ key, kind: 'changed', node, setting: part.path.join('.'), value: part.value }]
  })
}

/**
 * Returns an edit without its rejected changes. Edges to rejected new nodes are omitted, and an edge is removed only if
 * another edge replaces it at the same input.
 */
export function selectAcceptedEdit(workflow: Workflow, edit: Edit, rejected: ReadonlySet<string>): Edit {
  const accepted = listEdits(edit).filter((part) => !rejected.has(toKey(part)))
  const newIds = new Set(listEdits(edit).flatMap((part) => (part.type === 'add-node' ? [part.node.id] : [])))
  const acceptedIds = new Set(accepted.flatMap((part) => (part.type === 'add-node' ? [part.node.id] : [])))
  const willExist = (id: string): boolean => !newIds.has(id) || acceptedIds.has(id)
  const connectedEdits = accepted.filter(
    (part) => part.type !== 'add-edge' || (willExist(part.edge.source) && willExist(part.edge.target)),
  )
  const connectedInputs = new Set(
    connectedEdits.flatMap((part) =>
      part.type === 'add-edge' ? [`${part.edge.target} ${part.edge.targetHandle}`] : [],
    ),
  )
  const isReplaced = (id: string): boolean => {
    const edge = workflow.edges.find((candidate) => candidate.id === id)
    // An edge without a port name uses the first input.
    return (
      edge !== undefined &&
      [...connectedInputs].some((input) =>
        edge.targetHandle === undefined
          ? input.startsWith(`${edge.target} `)
          : input === `${edge.target} ${edge.targetHandle}`,
      )
    )
  }
  return {
    type: 'batch',
    edits: connectedEdits.filter(
      (part) =>
        (part.type !== 'remove-edge' || isReplaced(part.id)) && (part.type !== 'set-config' || willExist(part.id)),
    ),
  }
}
