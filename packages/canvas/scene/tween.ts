import type { Point } from '../camera/view.ts'

/** An animation of nodes from their old positions to those of the document. */
export interface Tween {
  /** A node's position at a time of the page's clock, in ms; `undefined` after the animation. */
  at(id: string, time: number): Point | undefined
  isDone(time: number): boolean
}

/** Duration in ms, the same as other animations of the interface. */
const duration = 180

export function createTween(
  from: ReadonlyMap<string, Point>,
  to: ReadonlyMap<string, Point>,
  begin: number = performance.now(),
): Tween {
  const part = (time: number): number => Math.min(1, Math.max(0, (time - begin) / duration))
  return {
    at(id, time) {
      const [a, b] = [from.get(id), to.get(id)]
      const t = part(time)
      if (!a || !b || t === 1) return undefined
      const eased = 1 - (1 - t) ** 3
      return { x: a.x + (b.x - a.x) * eased, y: a.y + (b.y - a.y) * eased }
    },
    isDone: (time) => part(time) === 1,
  }
}
