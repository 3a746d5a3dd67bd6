import type { WriterRequest } from './aw-writer.ts'

/**
 * Opens the dialog that writes a setting from a description and examples, next to a field, until the user closes it.
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
