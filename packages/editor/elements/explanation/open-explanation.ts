/** Opens the explanation dialog for a canvas. Removes the dialog and focuses the canvas after the user closes it. */
export function openExplanation(canvas: HTMLElement): void {
  const explanation = document.createElement('aw-explanation')
  Object.assign(explanation, { canvas })
  explanation.addEventListener('aw-dialog-close', () => {
    explanation.remove()
    canvas.focus()
  })
  const root = canvas.getRootNode()
  ;(root instanceof ShadowRoot ? root : canvas.ownerDocument.body).append(explanation)
}
