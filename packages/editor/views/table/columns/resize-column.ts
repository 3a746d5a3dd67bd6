import { maxColumnWidth, minColumnWidth } from '../../table-columns.ts'

/**
 * Resizes a column while the user drags the edge of its header. `onResize` is called with each new width in CSS pixels.
 */
export function resizeColumn(event: PointerEvent, width: number, onResize: (width: number) => void): void {
  event.preventDefault()
  event.stopPropagation()
  const resizeHandle = event.currentTarget as HTMLElement
  const header = resizeHandle.parentElement
  const startX = event.clientX
  const zoom = header && header.offsetWidth ? header.getBoundingClientRect().width / header.offsetWidth : 1
  resizeHandle.setPointerCapture(event.pointerId)
  resizeHandle.classList.add('active')
  const move = (pointer: PointerEvent): void => {
    const newWidth = width + (pointer.clientX - startX) / zoom
    onResize(Math.round(Math.min(maxColumnWidth, Math.max(minColumnWidth, newWidth))))
  }
  const end = (): void => {
    resizeHandle.classList.remove('active')
    resizeHandle.removeEventListener('pointermove', move)
    resizeHandle.removeEventListener('lostpointercapture', end)
  }
  resizeHandle.addEventListener('pointermove', move)
  resizeHandle.addEventListener('lostpointercapture', end)
}
