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
  const addedNodes = edits.flatMap((subEdit) => (subEdit.type === 'add-node' ? [subEdit.node] : []))
  const byId = new Map([...nodes, ...addedNodes].map((node) => [node.id, node]))
  return edits.flatMap((subEdit): ProposedChange[] => {
    const key = toKey(subEdit)
    if (subEdit.type === 'add-node')
      return [{ key, kind: 'added', node: subEdit.node, value: subEdit.node.data.config }]
    if (subEdit.type !== 'remove-node' && subEdit.type !== 'set-config') return []
    const node = byId.get(subEdit.id)
    if (!node) return []
    if (subEdit.type === 'remove-node') return [{ key, kind: 'removed', node }]
    return [{ key, kind: 'changed', node, setting: subEdit.path.join('.'), value: subEdit.value }]
  })
}

/**
 * Returns an edit without its rejected changes. Edges from or to rejected new nodes are omitted, and an edge is removed
 * only if another edge replaces it at the same input.
 */
export function selectAcceptedEdit(workflow: Workflow, edit: Edit, rejectedKeys: ReadonlySet<string>): Edit {
  const acceptedEdits = listEdits(edit).filter((subEdit) => !rejectedKeys.has(toKey(subEdit)))
  const newIds = new Set(listEdits(edit).flatMap((subEdit) => (subEdit.type === 'add-node' ? [subEdit.node.id] : [])))
  const acceptedIds = new Set(
    acceptedEdits.flatMap((subEdit) => (subEdit.type === 'add-node' ? [subEdit.node.id] : [])),
  )
  const willExist = (id: string): boolean => !newIds.has(id) || acceptedIds.has(id)
  const connectedEdits = acceptedEdits.filter(
    (subEdit) => subEdit.type !== 'add-edge' || (willExist(subEdit.edge.source) && willExist(subEdit.edge.target)),
  )
  const connectedInputs = new Set(
    connectedEdits.flatMap((subEdit) =>
      subEdit.type === 'add-edge' ? [`${subEdit.edge.target} ${subEdit.edge.targetHandle}`] : [],
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
      (subEdit) =>
        (subEdit.type !== 'remove-edge' || isReplaced(subEdit.id)) &&
        (subEdit.type !== 'set-config' || willExist(subEdit.id)),
    ),
  }
}
