import type { WorkflowProposal } from '@aw-flow/schema'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'

/**
 * Opens the dialog that shows a proposed change, above a canvas, until the user closes it. A language model proposes it,
 * unless it is `ready`.
 */
export function openProposal(
  canvas: AwCanvas,
  { model = '', description, ready }: { model?: string; description: string; ready?: WorkflowProposal },
): void {
  const proposal = document.createElement('aw-proposal')
  Object.assign(proposal, { canvas, model, description, ready })
  proposal.addEventListener('aw-dialog-close', () => {
    proposal.remove()
    canvas.focus()
  })
  const root = canvas.getRootNode()
  ;(root instanceof ShadowRoot ? root : canvas.ownerDocument.body).append(proposal)
}
