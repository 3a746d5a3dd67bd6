import type { AwCanvas } from '../../canvas/aw-canvas.ts'

/** Opens the dialog in which a language model proposes a change, above a canvas, until the user closes it. */
export function openProposal(canvas: AwCanvas, { model, description }: { model: string; description: string }): void {
  const proposal = document.createElement('aw-proposal')
  Object.assign(proposal, { canvas, model, description })
  proposal.addEventListener('aw-dialog-close', () => {
    proposal.remove()
    canvas.focus()
  })
  const root = canvas.getRootNode()
  ;(root instanceof ShadowRoot ? root : canvas.ownerDocument.body).append(proposal)
}
