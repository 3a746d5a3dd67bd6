import type { WorkflowProposal } from '@aw-flow/schema'

/**
 * Opens the proposal dialog for a canvas. The change is requested from a language model unless a proposal is passed.
 * After the user closes the dialog, it is removed and the canvas is focused.
 */
export function openProposal(
  canvas: HTMLElement,
  {
    model = '',
    description,
    ready: existingProposal,
  }: { model?: string; description: string; ready?: WorkflowProposal },
): void {
  const proposal = document.createElement('aw-proposal')
  Object.assign(proposal, { canvas, model, description, ready: existingProposal })
  proposal.addEventListener('aw-dialog-close', () => {
    proposal.remove()
    canvas.focus()
  })
  const root = canvas.getRootNode()
  ;(root instanceof ShadowRoot ? root : canvas.ownerDocument.body).append(proposal)
}
