import { maxColumnWidth, minColumnWidth } from '../table-columns.ts'

/**
 * Resizes a column while the user drags the edge of its header. `onResize` is called with each new width in CSS pixels.
 */
export function resizeColumn(event: PointerEvent, width: number, onResize: (width: number) => void): void {
  event.preventDefault()
  event.stopPropagation()
  const grip = event.currentTarget as HTMLElement
  const header = grip.parentElement
  const start = event.clientX
  const zoom = header && header.offsetWidth ? header.getBoundingClientRect().width / header.offsetWidth : 1
  grip.setPointerCapture(event.pointerId)
  grip.classList.add('active')
  const move = (pointer: PointerEvent): void => {
    const newWidth = width + (pointer.clientX - start) / zoom
    onResize(Math.round(Math.min(maxColumnWidth, Math.max(minColumnWidth, newWidth))))
  }
  const end = (): void => {
    grip.classList.remove('active')
    grip.removeEventListener('pointermove', move)
    grip.removeEventListener('lostpointercapture', end)
  }
  grip.addEventListener('pointermove', move)
  grip.addEventListener('lostpointercapture', end)
}
