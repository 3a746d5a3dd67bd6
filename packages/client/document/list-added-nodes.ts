import type { Edit, WorkflowNode } from '@aw-flow/schema'

/** Returns the nodes that an edit adds, including those added inside sub-workflows. */
export function listAddedNodes(edit: Edit): WorkflowNode[] {
  if (edit.type === 'add-node') return [edit.node]
  if (edit.type === 'batch') return edit.edits.flatMap(listAddedNodes)
  return edit.type === 'edit-inside' ? listAddedNodes(edit.edit) : []
}
