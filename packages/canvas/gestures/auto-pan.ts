import type { Point } from '../camera/view.ts'

/** The width of the zone along each side of the surface in which a drag pans the view, in CSS pixels. */
const edgeZone = 24
/** The maximum speed in CSS pixels per second, reached at the side of the surface and beyond it. */
const maxSpeed = 900
/** The maximum frame duration used for panning, in ms. Prevents a jump after the page was suspended. */
const maxFrameMs = 50

/**
 * Pans the view while a drag is near a side of the surface, so that the drag can reach areas out of view. The closer
 * the pointer is to the side, the faster the view pans.
 */
export function createAutoPan(getSize: () => { width: number; height: number }, pan: (dx: number, dy: number) => void) {
  let zones = { left: 0, right: 0, top: 0, bottom: 0 }
  let position: Point = { x: 0, y: 0 }
  let handle = 0
  let lastTime = 0

  const computeSpeed = (): Point => {
    const { width, height } = getSize()
    return {
      x: computeSpeedRatio(position.x, zones.left) - computeSpeedRatio(width - position.x, zones.right),
      y: computeSpeedRatio(position.y, zones.top) - computeSpeedRatio(height - position.y, zones.bottom),
    }
  }
  const onFrame = (time: number): void => {
    handle = 0
    const { x, y } = computeSpeed()
    if (x === 0 && y === 0) return
    const distance = (maxSpeed * Math.min(maxFrameMs, time - lastTime)) / 1_000
    lastTime = time
    handle = requestAnimationFrame(onFrame)
    pan(x * distance, y * distance)
  }
  const stop = (): void => {
    cancelAnimationFrame(handle)
    handle = 0
  }
  return {
    /** Handles the start of a drag. After a start near a side, the view pans only once the pointer moves closer to it. */
    start(point: Point): void {
      stop()
      const { width, height } = getSize()
      const clampZone = (distance: number): number => Math.max(0, Math.min(edgeZone, distance))
      zones = {
        left: clampZone(point.x),
        right: clampZone(width - point.x),
        top: clampZone(point.y),
        bottom: clampZone(height - point.y),
      }
      position = point
    },
    move(point: Point): void {
      position = point
      const { x, y } = computeSpeed()
      if (handle !== 0 || (x === 0 && y === 0)) return
      lastTime = performance.now()
      handle = requestAnimationFrame(onFrame)
    },
    stop,
  }
}

/** Returns the fraction of the maximum speed, from 0 at the inner edge of the zone to 1 at the side and beyond. */
const computeSpeedRatio = (distance: number, zone: number): number =>
  distance >= zone ? 0 : zone === 0 ? 1 : Math.min(1, 1 - distance / zone)
