import type { Point } from '../camera/view.ts'

/** An animation of nodes from their previous positions to those in the document. */
export type Tween = ReturnType<typeof createTween>

/** The duration in ms, which matches other UI animations. */
const durationMs = 180

export function createTween(
  startPositions: ReadonlyMap<string, Point>,
  endPositions: ReadonlyMap<string, Point>,
  startedAt: number = performance.now(),
) {
  const computeProgress = (time: number): number => Math.min(1, Math.max(0, (time - startedAt) / durationMs))
  return {
    /** Returns a node's position at a time in ms (`performance.now()`), or `undefined` after the animation has ended. */
    getPosition(id: string, time: number): Point | undefined {
      const [start, end] = [startPositions.get(id), endPositions.get(id)]
      const progress = computeProgress(time)
      if (!start || !end || progress === 1) return undefined
      const easedProgress = 1 - (1 - progress) ** 3
      return { x: start.x + (end.x - start.x) * easedProgress, y: start.y + (end.y - start.y) * easedProgress }
    },
    isDone: (time: number): boolean => computeProgress(time) === 1,
  }
}
