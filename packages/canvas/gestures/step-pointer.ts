import type { Point } from '../camera/view.ts'

/** A pointer position in the surface's own CSS pixels, independent of surrounding transforms, zoom and scrolling. */
export interface SurfacePoint extends Point {
  readonly kind: 'mouse' | 'pen' | 'touch'
  readonly shift: boolean
  /** True if Ctrl or Cmd is pressed. */
  readonly command: boolean
  readonly button: number
}

/** A pressed pointer. */
interface Press {
  readonly id: number
  readonly start: SurfacePoint
  readonly last: SurfacePoint
  /** The start in the viewport. */
  readonly client: Point
}

export interface PointerState {
  /** The pressed pointers, first pressed first. */
  readonly presses: readonly Press[]
  /** `held` after a long press without a move. `moved` after a drag or a pinch has begun, which prevents a click. */
  readonly progress: 'pressed' | 'held' | 'moved'
  /** `ready` until the pointer moves far enough, and `none` after a drag was canceled. */
  readonly drag: 'none' | 'ready' | 'active'
  readonly isSpaceDown: boolean
  /** The last click, if the next one can make it a double click. */
  readonly lastClick: { readonly time: number; readonly point: Point } | undefined
}

export const initialPointerState: PointerState = {
  presses: [],
  progress: 'pressed',
  drag: 'none',
  isSpaceDown: false,
  lastClick: undefined,
}

/** An event of the surface. `client` is the position in the viewport and `time` a timestamp in ms. */
export type PointerInputEvent =
  | { type: 'down' | 'move'; id: number; point: SurfacePoint; client: Point }
  | { type: 'up'; id: number; point: SurfacePoint; time: number }
  /** The system took the pointer. */
  | { type: 'lost' | 'long-press'; id: number }
  /** The drag is canceled, for example by Escape. */
  | { type: 'cancel' | 'leave' }
  | { type: 'space'; isDown: boolean }
  /** `pivot` is the point to zoom around; without it, the wheel pans. Distances are in CSS pixels. */
  | { type: 'wheel'; dx: number; dy: number; pivot: Point | undefined; isPinch: boolean }

type PointEffect<Type extends string> = { type: Type; point: SurfacePoint }

export type PointerEffect =
  /** A press, which makes the drag that may follow. `pan` presses always pan the view. */
  | PointEffect<'press'>
  | PointEffect<'pan-press'>
  | PointEffect<'long-press'>
  /** Starts the drag of the last press. */
  | PointEffect<'start-drag'>
  | PointEffect<'drag'>
  /** `point` is `undefined` if the drag was canceled. */
  | { type: 'end-drag'; point: SurfacePoint | undefined }
  | { type: 'hover'; point: SurfacePoint | undefined }
  | PointEffect<'click'>
  | PointEffect<'double-click'>
  | PointEffect<'open-menu'>
  | { type: 'pan'; dx: number; dy: number }
  | { type: 'zoom'; factor: number; pivot: Point }
  | { type: 'capture'; id: number }
  /** Sends `long-press` after a delay. */
  | { type: 'start-timer'; id: number }
  /** Stops the long-press timer and automatic panning. */
  | { type: 'stop-timers' }

type Step = readonly [PointerState, readonly PointerEffect[]]

/** The maximum time between the two clicks of a double click, in ms. Most desktops use the same value. */
const doubleClickMs = 500
const dragThreshold = { mouse: 3, pen: 5, touch: 8 }

/** Returns the next state of pointer input and the effects of an event. */
export function stepPointer(state: PointerState, event: PointerInputEvent): Step {
  switch (event.type) {
    case 'down':
      return press(state, event)
    case 'move':
      return move(state, event)
    case 'up':
      return release(state, event)
    case 'lost':
      if (!state.presses.some(({ id }) => id === event.id)) return [state, []]
      return cancelDrag({ ...state, presses: withoutPress(state, event.id) })
    case 'long-press': {
      const held = state.progress === 'pressed' && state.presses.find(({ id }) => id === event.id)
      return held ? [{ ...state, progress: 'held' }, [{ type: 'long-press', point: held.start }]] : [state, []]
    }
    case 'cancel':
      return cancelDrag(state)
    case 'leave':
      return [state, state.presses.length === 0 ? [{ type: 'hover', point: undefined }] : []]
    case 'space':
      return [{ ...state, isSpaceDown: event.isDown }, []]
    case 'wheel':
      return [state, [toWheelEffect(event)]]
  }
}

const withoutPress = ({ presses }: PointerState, pointerId: number): readonly Press[] =>
  presses.filter(({ id }) => id !== pointerId)

function cancelDrag(state: PointerState): Step {
  const effects: PointerEffect[] = [{ type: 'stop-timers' }]
  if (state.drag === 'active') effects.push({ type: 'end-drag', point: undefined })
  return [{ ...state, drag: 'none' }, effects]
}

function press(state: PointerState, { id, point, client }: PointerInputEvent & { type: 'down' | 'move' }): Step {
  const presses = [...withoutPress(state, id), { id, start: point, last: point, client }]
  const effects: PointerEffect[] = [
    { type: 'capture', id },
    { type: 'hover', point: undefined },
  ]
  if (presses.length > 1) {
    const [canceled, cancelEffects] = cancelDrag(state)
    return [{ ...canceled, presses, progress: 'moved' }, [...effects, ...cancelEffects]]
  }
  if (point.kind === 'touch') effects.push({ type: 'start-timer', id })
  effects.push({ type: point.button !== 0 || state.isSpaceDown ? 'pan-press' : 'press', point })
  return [{ ...state, presses, progress: 'pressed', drag: 'ready' }, effects]
}

function move(state: PointerState, { id, point, client }: PointerInputEvent & { type: 'down' | 'move' }): Step {
  const pressed = state.presses.find((other) => other.id === id)
  if (!pressed) return [state, point.kind === 'touch' ? [] : [{ type: 'hover', point }]]
  const presses = state.presses.map((other) => (other.id === id ? { ...other, last: point } : other))
  const next: PointerState = { ...state, presses }
  if (presses.length > 1) return [next, toPinchEffects(state.presses, presses)]
  if (state.progress === 'moved') return [next, state.drag === 'active' ? [{ type: 'drag', point }] : []]
  if (getDistance(client, pressed.client) < dragThreshold[point.kind]) return [next, []]
  const moved: PointerState = { ...next, progress: 'moved' }
  if (state.drag !== 'ready') return [moved, [{ type: 'stop-timers' }]]
  return [
    { ...moved, drag: 'active' },
    [{ type: 'stop-timers' }, { type: 'start-drag', point: pressed.start }, { type: 'drag', point }],
  ]
}

function release(state: PointerState, event: PointerInputEvent & { type: 'up' }): Step {
  const pressed = state.presses.find(({ id }) => id === event.id)
  if (!pressed) return [state, []]
  const point = { ...event.point, button: pressed.start.button }
  const next: PointerState = { ...state, presses: withoutPress(state, event.id), drag: 'none' }
  const stopTimers: PointerEffect = { type: 'stop-timers' }
  if (state.drag === 'active') return [next, [stopTimers, { type: 'end-drag', point }]]
  if (state.progress === 'moved') return [next, [stopTimers]]
  if (point.button === 2 || state.progress === 'held') return [next, [stopTimers, { type: 'open-menu', point }]]
  if (point.button !== 0) return [next, [stopTimers]]
  const { lastClick } = state
  const isDoubleClick =
    lastClick !== undefined &&
    event.time - lastClick.time < doubleClickMs &&
    getDistance(point, lastClick.point) < (point.kind === 'touch' ? 24 : 6)
  return [
    { ...next, lastClick: isDoubleClick ? undefined : { time: event.time, point } },
    [stopTimers, { type: isDoubleClick ? 'double-click' : 'click', point }],
  ]
}

const getDistance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)

/** Two fingers pan by the movement of their midpoint, and zoom by the change of their distance. */
function toPinchEffects(previous: readonly Press[], current: readonly Press[]): PointerEffect[] {
  const [before, after] = [measurePinch(previous), measurePinch(current)]
  if (!before || !after) return []
  const { middle } = after
  const pan: PointerEffect = { type: 'pan', dx: middle.x - before.middle.x, dy: middle.y - before.middle.y }
  if (before.distance === 0) return [pan]
  return [pan, { type: 'zoom', factor: after.distance / before.distance, pivot: middle }]
}

function measurePinch([first, second]: readonly Press[]): { distance: number; middle: Point } | undefined {
  if (!first || !second) return undefined
  const [a, b] = [first.last, second.last]
  return { distance: getDistance(a, b), middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } }
}

function toWheelEffect({ dx, dy, pivot, isPinch }: PointerInputEvent & { type: 'wheel' }): PointerEffect {
  if (!pivot) return { type: 'pan', dx: 0 - dx, dy: 0 - dy }
  return { type: 'zoom', factor: Math.exp(-dy * (isPinch ? 0.01 : 0.0015)), pivot }
}
