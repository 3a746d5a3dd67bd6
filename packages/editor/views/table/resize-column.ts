import { maxColumnWidth, minColumnWidth } from '../table-columns.ts'

/** Resizes a column while a pointer drags the edge of its header; `set` receives each width in CSS pixels. */
export function resizeColumn(event: PointerEvent, width: number, set: (width: number) => void): void {
  event.preventDefault()
  event.stopPropagation()
  const grip = event.currentTarget as HTMLElement
  const head = grip.parentElement
  const start = event.clientX
  const zoom = head && head.offsetWidth ? head.getBoundingClientRect().width / head.offsetWidth : 1
  grip.setPointerCapture(event.pointerId)
  grip.classList.add('active')
  const move = (moved: PointerEvent): void => {
    const wanted = width + (moved.clientX - start) / zoom
    set(Math.round(Math.min(maxColumnWidth, Math.max(minColumnWidth, wanted))))
  }
  const end = (): void => {
    grip.classList.remove('active')
    grip.removeEventListener('pointermove', move)
    grip.removeEventListener('lostpointercapture', end)
  }
  grip.addEventListener('pointermove', move)
  grip.addEventListener('lostpointercapture', end)
}
