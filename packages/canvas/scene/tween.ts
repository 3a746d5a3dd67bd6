import type { Point } from '../camera/view.ts'

/** An animation of nodes from their old positions to those in the document. */
export interface Tween {
  /** Returns the position of a node at a time of the page clock, in ms; `undefined` after the animation. */
  positionAt(id: string, time: number): Point | undefined
  isDone(time: number): boolean
}

/** Duration in ms, the same as for other UI animations. */
const duration = 180

export function createTween(
  from: ReadonlyMap<string, Point>,
  to: ReadonlyMap<string, Point>,
  begin: number = performance.now(),
): Tween {
  const computeProgress = (time: number): number => Math.min(1, Math.max(0, (time - begin) / duration))
  return {
    positionAt(id, time) {
      const [a, b] = [from.get(id), to.get(id)]
      const t = computeProgress(time)
      if (!a || !b || t === 1) return undefined
      const eased = 1 - (1 - t) ** 3
      return { x: a.x + (b.x - a.x) * eased, y: a.y + (b.y - a.y) * eased }
    },
    isDone: (time) => computeProgress(time) === 1,
  }
}
