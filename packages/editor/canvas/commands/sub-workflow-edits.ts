import { foldNodes, unfoldNode } from '@aw-flow/canvas'
import type { CommandHost } from './command.ts'

/** Moves the selected nodes into a new sub-workflow. */
export function foldSelection(host: CommandHost): void {
  const { document, scene, selection, newId, strings } = host
  const foldResult = foldNodes(document, scene, selection, { newId, title: strings.newSubWorkflow })
  if (foldResult.rejected) host.announce(strings.foldRejected)
  else host.perform({ edit: foldResult.edit, select: [foldResult.id], announcement: strings.folded(selection.size) })
}

/** Replaces the selected sub-workflow node with its inner nodes. */
export function unfoldSelection(host: CommandHost): void {
  const [id] = host.selection
  const node = host.document.nodes.find((candidate) => candidate.id === id)
  const unfoldResult = node && unfoldNode(host.document, node, host.newId)
  if (!unfoldResult) return
  const { edit, ids, marks } = unfoldResult
  host.perform({ edit, select: ids, marks, announcement: host.strings.unfolded(ids.length) })
}
