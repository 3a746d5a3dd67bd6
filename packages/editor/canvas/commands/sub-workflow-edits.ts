import { foldNodes, unfoldNode } from '@aw-flow/canvas'
import type { CommandHost } from './command.ts'

/** Moves the selected nodes into a new sub-workflow. */
export function foldSelection(host: CommandHost): void {
  const { document, scene, selection, newId, strings } = host
  const folded = foldNodes(document, scene, selection, { newId, title: strings.newSubWorkflow })
  if (folded.rejected) host.announce(strings.foldRejected)
  else host.perform({ edit: folded.edit, select: [folded.id], announcement: strings.folded(selection.size) })
}

/** Replaces the selected sub-workflow node with its inner nodes. */
export function unfoldSelection(host: CommandHost): void {
  const [id] = host.selection
  const node = host.document.nodes.find((candidate) => candidate.id === id)
  const unfolded = node && unfoldNode(host.document, node, host.newId)
  if (!unfolded) return
  const { edit, ids, marks } = unfolded
  host.perform({ edit, select: ids, marks, announcement: host.strings.unfolded(ids.length) })
}
