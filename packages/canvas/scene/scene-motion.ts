import type { Point } from '../camera/view.ts'
import type { NodeDrag } from '../gestures/gesture-host.ts'
import { placeDraggedElements, placeScene } from './place-scene.ts'
import type { Scene } from './scene.ts'
import { createTween, type Tween } from './tween.ts'

export function createSceneMotion() {
  let tween: Tween | undefined
  /** The drag and scene that were last positioned. */
  let lastPlacement: { ids: ReadonlySet<string>; scene: Scene } | undefined

  return {
    /** True while an animation is in progress. */
    get isAnimating(): boolean {
      return tween !== undefined
    },
    /** Starts an animation of nodes from their previous positions to those in the document. */
    begin(startPositions: ReadonlyMap<string, Point>, endPositions: ReadonlyMap<string, Point>): void {
      tween = createTween(startPositions, endPositions)
    },
    /** Positions all elements. Call after the scene or the drag changes. */
    place(scene: Scene, drag: NodeDrag | undefined): void {
      const isSameDrag = drag && !tween && lastPlacement?.ids === drag.ids && lastPlacement.scene === scene
      if (isSameDrag) placeDraggedElements(scene, drag)
      else placeScene(scene, drag, tween)
      lastPlacement = drag && { ids: drag.ids, scene }
    },
    /** Positions all elements for a frame. Returns whether the animation continues. */
    step(scene: Scene, drag: NodeDrag | undefined, time: number): boolean {
      if (!tween) return false
      if (tween.isDone(time)) tween = undefined
      placeScene(scene, drag, tween, time)
      return tween !== undefined
    },
  }
}
