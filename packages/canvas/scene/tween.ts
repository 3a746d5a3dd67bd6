import type { Point } from '../camera/view.ts'

/** Nodes on their way to new places: between where they stood and where the document has them now. */
export interface Tween {
  /** Where a node is now, in milliseconds of the page's clock; `undefined` when it has arrived. */
  at(id: string, time: number): Point | undefined
  isDone(time: number): boolean
}

/** As long as other motion of the interface; ease-out. */
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
