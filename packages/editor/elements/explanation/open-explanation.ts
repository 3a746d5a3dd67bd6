import type { AwCanvas } from '../../canvas/aw-canvas.ts'

/** Opens the dialog that explains, names and describes the workflow of a canvas, until the user closes it. */
export function openExplanation(canvas: AwCanvas): void {
  const explanation = document.createElement('aw-explanation')
  Object.assign(explanation, { canvas })
  explanation.addEventListener('aw-dialog-close', () => {
    explanation.remove()
    canvas.focus()
  })
  const root = canvas.getRootNode()
  ;(root instanceof ShadowRoot ? root : canvas.ownerDocument.body).append(explanation)
}
