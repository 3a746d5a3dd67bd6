/** Effect of a turn of the wheel: it zooms or pans the view under the pointer, or scrolls the page. @internal */
export type WheelAction = 'zoom' | 'pan' | 'page'

/**
 * Returns what a turn of the wheel over an element does. The nearest `wheel` attribute of an editor sets it through a
 * custom property, which reaches views in shadow trees. With Ctrl or Cmd the wheel always zooms; browsers also report a
 * touchpad pinch as wheel events with Ctrl.
 *
 * @internal
 */
export function getWheelAction(element: Element, event: WheelEvent): WheelAction {
  if (event.ctrlKey || event.metaKey) return 'zoom'
  const action = getComputedStyle(element).getPropertyValue('--_wheel').trim()
  if (action === 'pan' || action === 'page') return action
  return event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY) ? 'pan' : 'zoom'
}

/** Returns the distance of a turn of the wheel. With Shift, the wheel of a mouse is horizontal. @internal */
export function getWheelDistance(event: WheelEvent, pageSize: number): { dx: number; dy: number } {
  const { deltaX, deltaY, deltaMode, shiftKey } = event
  const pixelsPerUnit = deltaMode === 1 ? 16 : deltaMode === 2 ? pageSize : 1
  const [dx, dy] = shiftKey && deltaX === 0 ? [deltaY, 0] : [deltaX, deltaY]
  return { dx: dx * pixelsPerUnit, dy: dy * pixelsPerUnit }
}

/** The events with which Safari reports a pinch on a touchpad. */
export const gestureEventTypes = ['gesturestart', 'gesturechange', 'gestureend'] as const

/**
 * Keeps a pinch over the parts of an editor that do not zoom, and its wheel with Ctrl, from zooming the page, unless the
 * `wheel` attribute is `page`.
 *
 * @internal
 */
export function preventPageZoom(editor: HTMLElement): void {
  const onZoom = (event: Event): void => {
    if (event instanceof WheelEvent && !event.ctrlKey) return
    if (getComputedStyle(editor).getPropertyValue('--_wheel').trim() !== 'page') event.preventDefault()
  }
  for (const type of ['wheel', ...gestureEventTypes]) editor.addEventListener(type, onZoom, { passive: false })
}

interface GestureEvent extends UIEvent {
  /** The distance of the fingers relative to that at the start of the gesture. */
  readonly scale: number
  readonly clientX: number
  readonly clientY: number
}

/**
 * Creates a handler of Safari's gesture events, which calls `zoom` with the change of scale since the previous event
 * and prevents Safari from zooming the page.
 *
 * @internal
 */
export function createGestureHandler(
  zoom: (factor: number, position: { readonly clientX: number; readonly clientY: number }) => void,
): (event: Event) => void {
  let previousScale = 1
  return (event) => {
    event.preventDefault()
    const { type, scale } = event as GestureEvent
    if (type === 'gesturechange' && scale > 0) zoom(scale / previousScale, event as GestureEvent)
    previousScale = type === 'gesturechange' ? scale || previousScale : 1
  }
}
