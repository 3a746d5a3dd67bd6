import type { Point } from '../camera/view.ts'
import { createAutoPan } from './auto-pan.ts'
import {
  initialPointerState,
  stepPointer,
  type PointerEffect,
  type PointerInputEvent,
  type SurfacePoint,
} from './step-pointer.ts'
import { getPointOn } from './surface-point.ts'
import { createGestureHandler, gestureEventTypes, getWheelAction, getWheelDistance } from './wheel.ts'

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

/** The minimum duration of a long press, in ms. */
const longPressMs = 450

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
 * not depend on what the surface displays. `stepPointer` decides what an event means.
 */
export function createPointerInput(
  surface: HTMLElement,
  actions: PointerActions,
): { readonly isPressing: boolean; cancel(): void; setSpaceDown(isDown: boolean): void; destroy(): void } {
  let state = initialPointerState
  let startDrag: (() => Drag) | undefined
  let drag: Drag | undefined
  let longPressTimer: ReturnType<typeof setTimeout> | undefined
  const autoPan = createAutoPan(
    () => ({ width: surface.offsetWidth, height: surface.offsetHeight }),
    (dx, dy) => {
      const [pressedPointer] = state.presses
      if (!drag || !pressedPointer) return autoPan.stop()
      actions.pan(dx, dy)
      drag.move(pressedPointer.last)
    },
  )

  const effects: {
    readonly [Type in PointerEffect['type']]: (effect: Extract<PointerEffect, { type: Type }>) => void
  } = {
    press({ point }) {
      startDrag = actions.press(point) ?? (() => createPanDrag(actions, point))
    },
    'pan-press'({ point }) {
      startDrag = () => createPanDrag(actions, point)
    },
    'long-press'({ point }) {
      startDrag = actions.longPress(point) ?? startDrag
    },
    'start-drag'({ point }) {
      drag = startDrag?.()
      autoPan.start(point)
    },
    drag({ point }) {
      drag?.move(point)
      if (drag && !drag.pans) autoPan.move(point)
    },
    'end-drag'({ point }) {
      drag?.end(point)
      drag = undefined
    },
    click: ({ point }) => actions.click(point),
    'double-click': ({ point }) => actions.doubleClick(point),
    'open-menu': ({ point }) => actions.openMenu(point),
    hover: ({ point }) => actions.hover(point),
    pan: ({ dx, dy }) => actions.pan(dx, dy),
    zoom: ({ factor, pivot }) => actions.zoom(factor, pivot),
    capture: ({ id }) => capturePointer(surface, id),
    'start-timer'({ id }) {
      clearTimeout(longPressTimer)
      longPressTimer = setTimeout(() => send({ type: 'long-press', id }), longPressMs)
    },
    'stop-timers'() {
      clearTimeout(longPressTimer)
      autoPan.stop()
    },
  }
  const send = (event: PointerInputEvent): void => {
    const [nextState, nextEffects] = stepPointer(state, event)
    state = nextState
    for (const effect of nextEffects) (effects[effect.type] as (effect: PointerEffect) => void)(effect)
  }

  const listeners: { readonly [Type in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Type]) => void } = {
    pointerdown(event) {
      if (event.button > 2 || (event.pointerType === 'mouse' && state.presses.length > 0)) return
      // Suppresses the mouse events emulated after a tap. They would move focus away from a popup opened by the tap.
      if (event.pointerType === 'touch') event.preventDefault()
      send(toInputEvent(surface, 'down', event))
    },
    pointermove: (event) => send(toInputEvent(surface, 'move', event)),
    pointerup: (event) => send(toInputEvent(surface, 'up', event)),
    pointercancel: ({ pointerId }) => send({ type: 'lost', id: pointerId }),
    lostpointercapture: ({ pointerId }) => send({ type: 'lost', id: pointerId }),
    pointerleave: () => send({ type: 'leave' }),
    wheel(event) {
      const action = getWheelAction(surface, event)
      if (action === 'page') return
      event.preventDefault()
      send(readWheel(surface, event, action))
    },
    contextmenu: (event) => event.preventDefault(),
    /** After the surface loses focus, it no longer receives the keyup event. */
    blur: () => send({ type: 'space', isDown: false }),
  }

  const onGesture = createGestureHandler((factor, position) => {
    // On iOS, the events accompany the touches, which already zoom.
    if (state.presses.length === 0) actions.zoom(factor, getPointOn(surface, position))
  })
  const allListeners = [
    ...(Object.entries(listeners) as [string, EventListener][]),
    ...gestureEventTypes.map((type): [string, EventListener] => [type, onGesture]),
  ]
  for (const [type, listener] of allListeners) surface.addEventListener(type, listener, { passive: false })
  return {
    get isPressing() {
      return state.presses.length > 0
    },
    cancel: () => send({ type: 'cancel' }),
    setSpaceDown: (isDown) => send({ type: 'space', isDown }),
    destroy() {
      send({ type: 'cancel' })
      for (const [type, listener] of allListeners) surface.removeEventListener(type, listener)
    },
  }
}

function toInputEvent(surface: HTMLElement, type: 'down' | 'move' | 'up', event: PointerEvent): PointerInputEvent {
  const { pointerId: id, clientX: x, clientY: y, timeStamp: time } = event
  const point = toSurfacePoint(surface, event)
  return type === 'up' ? { type, id, point, time } : { type, id, point, client: { x, y } }
}

function toSurfacePoint(surface: HTMLElement, event: PointerEvent): SurfacePoint {
  const { pointerType } = event
  return {
    ...getPointOn(surface, event),
    kind: pointerType === 'touch' || pointerType === 'pen' ? pointerType : 'mouse',
    shift: event.shiftKey,
    command: event.ctrlKey || event.metaKey,
    button: event.button,
  }
}

function readWheel(surface: HTMLElement, event: WheelEvent, action: 'zoom' | 'pan'): PointerInputEvent {
  return {
    type: 'wheel',
    ...getWheelDistance(event, surface.offsetHeight),
    pivot: action === 'zoom' ? getPointOn(surface, event) : undefined,
    // Browsers report a touchpad pinch as wheel events with Ctrl and small deltas.
    isPinch: event.ctrlKey && Math.abs(event.deltaY) < 50,
  }
}

function createPanDrag(actions: PointerActions, start: SurfacePoint): Drag {
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
