import { createAutoPan } from './auto-pan.ts'
import type { Point } from '../camera/view.ts'

/** A pointer position in the surface's own CSS pixels, independent of surrounding transforms, zoom and scrolling. */
export interface SurfacePoint extends Point {
  readonly kind: 'mouse' | 'pen' | 'touch'
  readonly shift: boolean
  /** True if Ctrl or Cmd is pressed. */
  readonly command: boolean
  readonly button: number
}

/**
 * A drag, which begins once the pointer has moved a minimum distance. While the pointer is near a side of the surface,
 * the view pans and `move` is called repeatedly.
 */
export interface Drag {
  /** Set for drags that pan the view, which turns off automatic panning. */
  readonly pans?: true
  move(point: SurfacePoint): void
  /** Ends the drag. `point` is `undefined` if the drag was canceled by Escape, a second finger or the system. */
  end(point: SurfacePoint | undefined): void
}

export interface PointerActions {
  /** Handles a press. Returns a function that starts a drag once the pointer moves, or `undefined` to pan the view. */
  press(point: SurfacePoint): (() => Drag) | undefined
  /**
   * Handles a long press. Returns a function that starts a drag on the next move, or `undefined` to keep the drag
   * returned by `press`.
   */
  longPress(point: SurfacePoint): (() => Drag) | undefined
  click(point: SurfacePoint): void
  doubleClick(point: SurfacePoint): void
  /** Handles a click with the right button, or a long press that ends without a drag. */
  openMenu(point: SurfacePoint): void
  hover(point: SurfacePoint | undefined): void
  pan(dx: number, dy: number): void
  zoom(factor: number, pivot: Point): void
  /** Sets or resets the panning cursor. */
  setPanning(isPanning: boolean): void
}

/** The maximum time between the two clicks of a double click, in ms. Most desktops use the same value. */
const doubleClickMs = 500
const dragThreshold = { mouse: 3, pen: 5, touch: 8 }
/** The minimum duration of a long press, in ms. */
const longPressMs = 450

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

/** Captures a pointer. Does nothing if the pointer has already been released. */
function capturePointer(surface: HTMLElement, pointer: number): void {
  try {
    surface.setPointerCapture(pointer)
  } catch {
    return
  }
}

/**
 * Captures the pointers on a surface and handles mouse, touch and pen input: press, click, double click, drag, wheel
 * and pinch zoom, and panning by dragging empty space or with the middle button, the space bar or two fingers. It does
 * not depend on what the surface displays.
 */
export function createPointerInput(
  surface: HTMLElement,
  actions: PointerActions,
): { readonly isPressing: boolean; cancel(): void; setSpaceDown(isDown: boolean): void; destroy(): void } {
  const pointers = new Map<number, { startPoint: SurfacePoint; lastPoint: SurfacePoint; clientPoint: Point }>()
  let startDrag: (() => Drag) | undefined
  let drag: Drag | undefined
  let hasMoved = false
  let pinch: { distance: number; middle: Point } | undefined
  let isSpaceDown = false
  let isLongPress = false
  let longPressTimer: ReturnType<typeof setTimeout> | undefined
  let lastClick: { time: number; point: Point } | undefined
  const autoPan = createAutoPan(
    () => ({ width: surface.offsetWidth, height: surface.offsetHeight }),
    (dx, dy) => {
      const [pressedPointer] = pointers.values()
      if (!drag || !pressedPointer) return autoPan.stop()
      actions.pan(dx, dy)
      drag.move(pressedPointer.lastPoint)
    },
  )

  const toSurfacePoint = (event: PointerEvent | WheelEvent): SurfacePoint => ({
    ...getPointOn(surface, event),
    kind:
      'pointerType' in event && (event.pointerType === 'touch' || event.pointerType === 'pen')
        ? event.pointerType
        : 'mouse',
    shift: event.shiftKey,
    command: event.ctrlKey || event.metaKey,
    button: event.button,
  })

  const createPanDrag = (start: SurfacePoint): Drag => {
    let lastPoint: Point = start
    actions.setPanning(true)
    return {
      pans: true,
      move(point) {
        actions.pan(point.x - lastPoint.x, point.y - lastPoint.y)
        lastPoint = point
      },
      end: () => actions.setPanning(false),
    }
  }

  const cancelPress = (): void => {
    clearTimeout(longPressTimer)
    autoPan.stop()
    drag?.end(undefined)
    drag = undefined
    startDrag = undefined
  }

  const measurePinch = (): { distance: number; middle: Point } | undefined => {
    const [first, second] = [...pointers.values()].map(({ lastPoint: last }) => last)
    if (!first || !second) return undefined
    return {
      distance: Math.hypot(first.x - second.x, first.y - second.y),
      middle: { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 },
    }
  }

  const onDown = (event: PointerEvent): void => {
    if (event.button > 2 || (event.pointerType === 'mouse' && pointers.size > 0)) return
    const point = toSurfacePoint(event)
    // Suppresses the mouse events emulated after a tap. They would move focus away from a popup opened by the tap.
    if (point.kind === 'touch') event.preventDefault()
    pointers.set(event.pointerId, {
      startPoint: point,
      lastPoint: point,
      clientPoint: { x: event.clientX, y: event.clientY },
    })
    capturePointer(surface, event.pointerId)
    actions.hover(undefined)
    if (pointers.size > 1) {
      clearTimeout(longPressTimer)
      cancelPress()
      hasMoved = true
      pinch = measurePinch()
      return
    }
    hasMoved = false
    isLongPress = false
    if (point.kind === 'touch') {
      clearTimeout(longPressTimer)
      longPressTimer = setTimeout(() => {
        if (hasMoved || !pointers.has(event.pointerId)) return
        isLongPress = true
        startDrag = actions.longPress(point) ?? startDrag
      }, longPressMs)
    }
    startDrag =
      event.button !== 0 || isSpaceDown
        ? () => createPanDrag(point)
        : (actions.press(point) ?? (() => createPanDrag(point)))
  }

  const onMove = (event: PointerEvent): void => {
    const point = toSurfacePoint(event)
    const pressedPointer = pointers.get(event.pointerId)
    if (!pressedPointer) {
      if (event.pointerType !== 'touch') actions.hover(point)
      return
    }
    pressedPointer.lastPoint = point
    if (pointers.size > 1) {
      const currentPinch = measurePinch()
      if (pinch && currentPinch) {
        actions.pan(currentPinch.middle.x - pinch.middle.x, currentPinch.middle.y - pinch.middle.y)
        if (pinch.distance > 0) actions.zoom(currentPinch.distance / pinch.distance, currentPinch.middle)
      }
      pinch = currentPinch
      return
    }
    if (!hasMoved) {
      const distance = Math.hypot(
        event.clientX - pressedPointer.clientPoint.x,
        event.clientY - pressedPointer.clientPoint.y,
      )
      if (distance < dragThreshold[point.kind]) return
      hasMoved = true
      clearTimeout(longPressTimer)
      drag = startDrag?.()
      autoPan.start(pressedPointer.startPoint)
    }
    drag?.move(point)
    if (drag && !drag.pans) autoPan.move(point)
  }

  const onUp = (event: PointerEvent): void => {
    const pressedPointer = pointers.get(event.pointerId)
    if (!pressedPointer) return
    pointers.delete(event.pointerId)
    clearTimeout(longPressTimer)
    pinch = undefined
    autoPan.stop()
    const point = { ...toSurfacePoint(event), button: pressedPointer.startPoint.button }
    if (drag) {
      drag.end(point)
      drag = undefined
    } else if (!hasMoved && (point.button === 2 || isLongPress)) actions.openMenu(point)
    else if (!hasMoved && point.button === 0) {
      const now = event.timeStamp
      const maxDistance = point.kind === 'touch' ? 24 : 6
      const isDoubleClick =
        lastClick &&
        now - lastClick.time < doubleClickMs &&
        Math.hypot(point.x - lastClick.point.x, point.y - lastClick.point.y) < maxDistance
      lastClick = isDoubleClick ? undefined : { time: now, point }
      if (isDoubleClick) actions.doubleClick(point)
      else actions.click(point)
    }
    startDrag = undefined
  }

  const onCancel = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId)) return
    pinch = undefined
    cancelPress()
  }

  const onLeave = (): void => {
    if (pointers.size === 0) actions.hover(undefined)
  }

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault()
    const pixelsPerUnit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? surface.offsetHeight : 1
    if (!event.ctrlKey && !event.metaKey && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) {
      const dx = event.deltaX || event.deltaY
      actions.pan(-dx * pixelsPerUnit, event.deltaX ? -event.deltaY * pixelsPerUnit : 0)
      return
    }
    // Browsers report a touchpad pinch as wheel events with Ctrl and small deltas.
    const sensitivity = event.ctrlKey && Math.abs(event.deltaY) < 50 ? 0.01 : 0.0015
    actions.zoom(Math.exp(-event.deltaY * pixelsPerUnit * sensitivity), getPointOn(surface, event))
  }

  /** After the surface loses focus, it no longer receives the keyup event. */
  const onBlur = (): void => {
    isSpaceDown = false
  }

  const onContextMenu = (event: Event): void => event.preventDefault()

  surface.addEventListener('pointerdown', onDown)
  surface.addEventListener('pointermove', onMove)
  surface.addEventListener('pointerup', onUp)
  surface.addEventListener('pointercancel', onCancel)
  surface.addEventListener('lostpointercapture', onCancel)
  surface.addEventListener('pointerleave', onLeave)
  surface.addEventListener('wheel', onWheel, { passive: false })
  surface.addEventListener('contextmenu', onContextMenu)
  surface.addEventListener('blur', onBlur)
  return {
    get isPressing() {
      return pointers.size > 0
    },
    cancel: cancelPress,
    setSpaceDown(isDown) {
      isSpaceDown = isDown
    },
    destroy() {
      cancelPress()
      surface.removeEventListener('pointerdown', onDown)
      surface.removeEventListener('pointermove', onMove)
      surface.removeEventListener('pointerup', onUp)
      surface.removeEventListener('pointercancel', onCancel)
      surface.removeEventListener('lostpointercapture', onCancel)
      surface.removeEventListener('pointerleave', onLeave)
      surface.removeEventListener('wheel', onWheel)
      surface.removeEventListener('contextmenu', onContextMenu)
      surface.removeEventListener('blur', onBlur)
    },
  }
}
