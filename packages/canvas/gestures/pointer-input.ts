import { createRimPanning } from './auto-pan.ts'
import type { Point } from '../camera/view.ts'

/** A pointer's place on a surface in the surface's own CSS pixels, whatever transform, zoom or scroll is around it. */
export interface SurfacePoint extends Point {
  readonly kind: 'mouse' | 'pen' | 'touch'
  readonly shift: boolean
  /** Ctrl, or Cmd where that is the key. */
  readonly command: boolean
  readonly button: number
}

/**
 * What a press turned into; the surface asks once the pointer has moved enough. At the rim of the surface the view moves
 * on, and the drag is told its place anew.
 */
export interface Drag {
  /** It moves the view itself. */
  readonly pans?: true
  move(at: SurfacePoint): void
  /** `undefined`: given up (Escape, a second finger, the system took the pointer). */
  end(at: SurfacePoint | undefined): void
}

export interface PointerActions {
  /** A press. Answers the drag that begins when it moves, if any. */
  press(at: SurfacePoint): (() => Drag) | undefined
  /** A finger that has stayed where it pressed. Answers the drag that begins when it moves now, if another than before. */
  hold(at: SurfacePoint): (() => Drag) | undefined
  /** A press that ended where it began. */
  click(at: SurfacePoint): void
  doubleClick(at: SurfacePoint): void
  /** The right button, or a finger that has stayed on something and is lifted there. */
  menu(at: SurfacePoint): void
  hover(at: SurfacePoint | undefined): void
  pan(dx: number, dy: number): void
  zoom(factor: number, pivot: Point): void
  /** The cursor while panning, and back. */
  panning(on: boolean): void
}

/** Two clicks within it are one double click, as on most desktops. */
const doubleClickMs = 500
const threshold = { mouse: 3, pen: 5, touch: 8 }
/** How long a finger stays to mean something else, in ms. */
const holdTime = 450

/**
 * Where an event is on an element, in the element's own pixels: the drawn box divided by the laid-out one undoes
 * `transform: scale` and CSS `zoom`.
 */
export function pointOn(element: HTMLElement, event: { clientX: number; clientY: number }): Point {
  const box = element.getBoundingClientRect()
  const scaleX = box.width / element.offsetWidth || 1
  const scaleY = box.height / element.offsetHeight || 1
  return { x: (event.clientX - box.left) / scaleX, y: (event.clientY - box.top) / scaleY }
}

/** The inverse of `pointOn`: where a point of an element is in the page's viewport. */
export function pagePointOf(element: HTMLElement, { x, y }: Point): Point {
  const { left, top, width } = element.getBoundingClientRect()
  const scale = width / (element.offsetWidth || 1)
  return { x: left + x * scale, y: top + y * scale }
}

/** A pointer that has been let go meanwhile cannot be captured, and need not be. */
function capture(surface: HTMLElement, pointer: number): void {
  try {
    surface.setPointerCapture(pointer)
  } catch {
    return
  }
}

/**
 * Mouse, touch and pen on a surface, by pointer events with capture: press, click, double click, drag, pan (empty
 * space, middle button, space bar, two fingers), wheel and pinch zoom. It knows nothing of what lies on the surface.
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
  let held = false
  let holding: ReturnType<typeof setTimeout> | undefined
  let lastClick: { time: number; at: Point } | undefined
  const rim = createRimPanning(
    () => ({ width: surface.offsetWidth, height: surface.offsetHeight }),
    (dx, dy) => {
      const [pressed] = down.values()
      if (!drag || !pressed) return rim.stop()
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

  const giveUp = (): void => {
    clearTimeout(holding)
    rim.stop()
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
    // The mouse events that follow a tap would take the focus from what the tap has opened.
    if (at.kind === 'touch') event.preventDefault()
    down.set(event.pointerId, { start: at, last: at, client: { x: event.clientX, y: event.clientY } })
    capture(surface, event.pointerId)
    actions.hover(undefined)
    if (down.size > 1) {
      clearTimeout(holding)
      giveUp()
      moved = true
      pinch = two()
      return
    }
    moved = false
    held = false
    if (at.kind === 'touch') {
      clearTimeout(holding)
      holding = setTimeout(() => {
        if (moved || !down.has(event.pointerId)) return
        held = true
        begin = actions.hold(at) ?? begin
      }, holdTime)
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
      rim.start(pressed.start)
    }
    drag?.move(at)
    if (drag && !drag.pans) rim.move(at)
  }

  const onUp = (event: PointerEvent): void => {
    const pressed = down.get(event.pointerId)
    if (!pressed) return
    down.delete(event.pointerId)
    clearTimeout(holding)
    pinch = undefined
    rim.stop()
    const at = { ...place(event), button: pressed.start.button }
    if (drag) {
      drag.end(at)
      drag = undefined
    } else if (!moved && (at.button === 2 || held)) actions.menu(at)
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
    giveUp()
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
    // A pinch on a touchpad arrives as a wheel with Ctrl and small steps.
    const strength = event.ctrlKey && Math.abs(event.deltaY) < 50 ? 0.01 : 0.0015
    actions.zoom(Math.exp(-event.deltaY * unit * strength), pointOn(surface, event))
  }

  /** Whoever has the keyboard now hears that the key is let go. */
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
    cancel: giveUp,
    space(on) {
      spaceDown = on
    },
    destroy() {
      giveUp()
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
