import { createAutoPan } from './auto-pan.ts'
import type { Point } from '../camera/view.ts'

/** A pointer's position in the surface's own CSS pixels, regardless of transforms, zoom and scrolling around it. */
export interface SurfacePoint extends Point {
  readonly kind: 'mouse' | 'pen' | 'touch'
  readonly shift: boolean
  /** True if Ctrl is pressed (Cmd on macOS). */
  readonly command: boolean
  readonly button: number
}

/**
 * A drag, which starts after the pointer has moved a minimum distance. Near the sides of the surface the view pans and
 * the drag is updated.
 */
export interface Drag {
  /** The drag pans the view itself. */
  readonly pans?: true
  move(at: SurfacePoint): void
  /** `undefined`: canceled (Escape, a second finger, or by the system). */
  end(at: SurfacePoint | undefined): void
}

export interface PointerActions {
  /** A press; returns the drag that starts when it moves, if any. */
  press(at: SurfacePoint): (() => Drag) | undefined
  /** A long press of a finger; returns the drag that starts when it moves now, if it differs. */
  hold(at: SurfacePoint): (() => Drag) | undefined
  /** A click. */
  click(at: SurfacePoint): void
  doubleClick(at: SurfacePoint): void
  /** The right button, or a long press that ends without a drag. */
  menu(at: SurfacePoint): void
  hover(at: SurfacePoint | undefined): void
  pan(dx: number, dy: number): void
  zoom(factor: number, pivot: Point): void
  /** Sets the cursor for panning. */
  panning(on: boolean): void
}

/** Maximum time between the clicks of a double click in ms, as on most desktops. */
const doubleClickMs = 500
const threshold = { mouse: 3, pen: 5, touch: 8 }
/** Duration of a long press, in ms. */
const longPressMs = 450

/**
 * The position of an event in an element's own pixels. The ratio of the drawn box to the layout box compensates for
 * `transform: scale` and CSS `zoom`.
 */
export function pointOn(element: HTMLElement, event: { clientX: number; clientY: number }): Point {
  const box = element.getBoundingClientRect()
  const scaleX = box.width / element.offsetWidth || 1
  const scaleY = box.height / element.offsetHeight || 1
  return { x: (event.clientX - box.left) / scaleX, y: (event.clientY - box.top) / scaleY }
}

/** The inverse of `pointOn`: a point of an element in the page's viewport. */
export function pagePointOf(element: HTMLElement, { x, y }: Point): Point {
  const { left, top, width } = element.getBoundingClientRect()
  const scale = width / (element.offsetWidth || 1)
  return { x: left + x * scale, y: top + y * scale }
}

/** Captures a pointer, unless it has already been released. */
function capture(surface: HTMLElement, pointer: number): void {
  try {
    surface.setPointerCapture(pointer)
  } catch {
    return
  }
}

/**
 * Handles mouse, touch and pen on a surface by pointer events with capture: press, click, double click, drag, pan
 * (empty space, middle button, space bar, two fingers), wheel and pinch zoom. It does not know what is on the surface.
 */
export function createPointerInput(
  surface: HTMLElement,
  actions: PointerActions,
): { readonly pressing: boolean; cancel(): void; space(down: boolean): void; destroy(): void } {
  const down = new Map<number, { start: SurfacePoint; last: SurfacePoint; client: Point }>()
  let begin: (() => Drag) | undefined
  let drag: Drag | undefined
  let moved = false
  let pinch: { distance: number; middle: Point } | undefined
  let spaceDown = false
  let isLongPress = false
  let holding: ReturnType<typeof setTimeout> | undefined
  let lastClick: { time: number; at: Point } | undefined
  const autoPan = createAutoPan(
    () => ({ width: surface.offsetWidth, height: surface.offsetHeight }),
    (dx, dy) => {
      const [pressed] = down.values()
      if (!drag || !pressed) return autoPan.stop()
      actions.pan(dx, dy)
      drag.move(pressed.last)
    },
  )

  const place = (event: PointerEvent | WheelEvent): SurfacePoint => ({
    ...pointOn(surface, event),
    kind:
      'pointerType' in event && (event.pointerType === 'touch' || event.pointerType === 'pen')
        ? event.pointerType
        : 'mouse',
    shift: event.shiftKey,
    command: event.ctrlKey || event.metaKey,
    button: event.button,
  })

  const panDrag = (start: SurfacePoint): Drag => {
    let last: Point = start
    actions.panning(true)
    return {
      pans: true,
      move(at) {
        actions.pan(at.x - last.x, at.y - last.y)
        last = at
      },
      end: () => actions.panning(false),
    }
  }

  const cancelPress = (): void => {
    clearTimeout(holding)
    autoPan.stop()
    drag?.end(undefined)
    drag = undefined
    begin = undefined
  }

  const two = (): { distance: number; middle: Point } | undefined => {
    const [a, b] = [...down.values()].map(({ last }) => last)
    if (!a || !b) return undefined
    return { distance: Math.hypot(a.x - b.x, a.y - b.y), middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } }
  }

  const onDown = (event: PointerEvent): void => {
    if (event.button > 2 || (event.pointerType === 'mouse' && down.size > 0)) return
    const at = place(event)
    // The emulated mouse events after a tap would move the focus away from a popup that the tap has opened.
    if (at.kind === 'touch') event.preventDefault()
    down.set(event.pointerId, { start: at, last: at, client: { x: event.clientX, y: event.clientY } })
    capture(surface, event.pointerId)
    actions.hover(undefined)
    if (down.size > 1) {
      clearTimeout(holding)
      cancelPress()
      moved = true
      pinch = two()
      return
    }
    moved = false
    isLongPress = false
    if (at.kind === 'touch') {
      clearTimeout(holding)
      holding = setTimeout(() => {
        if (moved || !down.has(event.pointerId)) return
        isLongPress = true
        begin = actions.hold(at) ?? begin
      }, longPressMs)
    }
    begin = event.button !== 0 || spaceDown ? () => panDrag(at) : (actions.press(at) ?? (() => panDrag(at)))
  }

  const onMove = (event: PointerEvent): void => {
    const at = place(event)
    const pressed = down.get(event.pointerId)
    if (!pressed) {
      if (event.pointerType !== 'touch') actions.hover(at)
      return
    }
    pressed.last = at
    if (down.size > 1) {
      const now = two()
      if (pinch && now) {
        actions.pan(now.middle.x - pinch.middle.x, now.middle.y - pinch.middle.y)
        if (pinch.distance > 0) actions.zoom(now.distance / pinch.distance, now.middle)
      }
      pinch = now
      return
    }
    if (!moved) {
      const way = Math.hypot(event.clientX - pressed.client.x, event.clientY - pressed.client.y)
      if (way < threshold[at.kind]) return
      moved = true
      clearTimeout(holding)
      drag = begin?.()
      autoPan.start(pressed.start)
    }
    drag?.move(at)
    if (drag && !drag.pans) autoPan.move(at)
  }

  const onUp = (event: PointerEvent): void => {
    const pressed = down.get(event.pointerId)
    if (!pressed) return
    down.delete(event.pointerId)
    clearTimeout(holding)
    pinch = undefined
    autoPan.stop()
    const at = { ...place(event), button: pressed.start.button }
    if (drag) {
      drag.end(at)
      drag = undefined
    } else if (!moved && (at.button === 2 || isLongPress)) actions.menu(at)
    else if (!moved && at.button === 0) {
      const now = event.timeStamp
      const reach = at.kind === 'touch' ? 24 : 6
      const again =
        lastClick &&
        now - lastClick.time < doubleClickMs &&
        Math.hypot(at.x - lastClick.at.x, at.y - lastClick.at.y) < reach
      lastClick = again ? undefined : { time: now, at }
      if (again) actions.doubleClick(at)
      else actions.click(at)
    }
    begin = undefined
  }

  const onCancel = (event: PointerEvent): void => {
    if (!down.delete(event.pointerId)) return
    pinch = undefined
    cancelPress()
  }

  const onLeave = (): void => {
    if (down.size === 0) actions.hover(undefined)
  }

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault()
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? surface.offsetHeight : 1
    if (!event.ctrlKey && !event.metaKey && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) {
      const dx = event.deltaX || event.deltaY
      actions.pan(-dx * unit, event.deltaX ? -event.deltaY * unit : 0)
      return
    }
    // Browsers report a pinch on a touchpad as wheel events with Ctrl and small deltas.
    const strength = event.ctrlKey && Math.abs(event.deltaY) < 50 ? 0.01 : 0.0015
    actions.zoom(Math.exp(-event.deltaY * unit * strength), pointOn(surface, event))
  }

  /** The focused element now receives the keyup. */
  const onBlur = (): void => {
    spaceDown = false
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
    get pressing() {
      return down.size > 0
    },
    cancel: cancelPress,
    space(on) {
      spaceDown = on
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
