import type { WriterRequest } from './aw-writer.ts'

/**
 * Opens the writer dialog for a settings field. Removes the dialog and focuses the field after the user closes it.
 */
export function openWriter(field: HTMLElement, request: WriterRequest): void {
  const writer = document.createElement('aw-writer')
  writer.request = request
  writer.addEventListener('aw-dialog-close', () => {
    writer.remove()
    field.focus()
  })
  const root = field.getRootNode()
  ;(root instanceof ShadowRoot ? root : field.ownerDocument.body).append(writer)
}
