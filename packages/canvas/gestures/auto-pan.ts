import type { Point } from '../camera/view.ts'

/** So near the rim of a surface, in its CSS pixels, a drag moves the view. */
const reach = 24
/** The fastest, in CSS pixels a second: at the rim and beyond it. */
const fastest = 900
/** A page that has stood still does not leap. */
const longestFrame = 50

export interface RimPanning {
  /** A drag begins; a press near a side moves the view only from nearer to it on. */
  start(at: Point): void
  move(at: Point): void
  stop(): void
}

/** Moves the view on while a drag stands at the rim of the surface, the faster the nearer, so that it reaches what is out of view. */
export function createRimPanning(
  size: () => { width: number; height: number },
  pan: (dx: number, dy: number) => void,
): RimPanning {
  let zones = { left: 0, right: 0, top: 0, bottom: 0 }
  let at: Point = { x: 0, y: 0 }
  let handle = 0
  let before = 0

  const speed = (): Point => {
    const { width, height } = size()
    return {
      x: share(at.x, zones.left) - share(width - at.x, zones.right),
      y: share(at.y, zones.top) - share(height - at.y, zones.bottom),
    }
  }
  const frame = (time: number): void => {
    handle = 0
    const { x, y } = speed()
    if (x === 0 && y === 0) return
    const way = (fastest * Math.min(longestFrame, time - before)) / 1_000
    before = time
    handle = requestAnimationFrame(frame)
    pan(x * way, y * way)
  }
  const stop = (): void => {
    cancelAnimationFrame(handle)
    handle = 0
  }
  return {
    start(from) {
      stop()
      const { width, height } = size()
      const zone = (distance: number): number => Math.max(0, Math.min(reach, distance))
      zones = {
        left: zone(from.x),
        right: zone(width - from.x),
        top: zone(from.y),
        bottom: zone(height - from.y),
      }
      at = from
    },
    move(to) {
      at = to
      const { x, y } = speed()
      if (handle !== 0 || (x === 0 && y === 0)) return
      before = performance.now()
      handle = requestAnimationFrame(frame)
    },
    stop,
  }
}

/** From 0, where a zone begins, to 1 at the rim and beyond. */
const share = (distance: number, zone: number): number =>
  distance >= zone ? 0 : zone === 0 ? 1 : Math.min(1, 1 - distance / zone)
