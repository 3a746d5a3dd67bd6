import type { Point } from '../camera/view.ts'

/**
 * Converts an event's viewport position to an element's own CSS pixels. The ratio of the rendered size to the layout
 * size compensates for `transform: scale` and CSS `zoom`.
 */
export function getPointOn(element: HTMLElement, event: { clientX: number; clientY: number }): Point {
  const box = element.getBoundingClientRect()
  const scaleX = box.width / element.offsetWidth || 1
  const scaleY = box.height / element.offsetHeight || 1
  return { x: (event.clientX - box.left) / scaleX, y: (event.clientY - box.top) / scaleY }
}

/** Converts a point on an element to viewport coordinates. This is the inverse of `getPointOn`. */
export function toViewportPoint(element: HTMLElement, { x, y }: Point): Point {
  const { left, top, width } = element.getBoundingClientRect()
  const scale = width / (element.offsetWidth || 1)
  return { x: left + x * scale, y: top + y * scale }
}
