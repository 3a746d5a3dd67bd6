import type { NodeDrag } from '../gestures/gesture-host.ts'
import type { Scene } from './scene.ts'
import { standDragged, standScene } from './place-scene.ts'
import { createTween, type Tween } from './tween.ts'
import type { Point } from '../camera/view.ts'

/** Where everything of a drawing stands just now: where the document says, dragged, or on its way to another place. */
export class SceneMotion {
  #tween: Tween | undefined
  /** The drag that the scene stood by last. */
  #stood: { ids: ReadonlySet<string>; scene: Scene } | undefined

  /** Nodes are on their way. */
  get isUnderWay(): boolean {
    return this.#tween !== undefined
  }

  /** Lets nodes go from where they stood to where the document has them now. */
  begin(before: ReadonlyMap<string, Point>, places: ReadonlyMap<string, Point>): void {
    this.#tween = createTween(before, places)
  }

  /** Puts everything where it stands, after a drag or the scene has changed. */
  stand(scene: Scene, drag: NodeDrag | undefined): void {
    const goesOn = drag && !this.#tween && this.#stood?.ids === drag.ids && this.#stood.scene === scene
    if (goesOn) standDragged(scene, drag)
    else standScene(scene, drag, this.#tween)
    this.#stood = drag && { ids: drag.ids, scene }
  }

  /** The same before a frame, with its time; true while nodes are still on their way. */
  step(scene: Scene, drag: NodeDrag | undefined, time: number): boolean {
    if (!this.#tween) return false
    if (this.#tween.done(time)) this.#tween = undefined
    standScene(scene, drag, this.#tween, time)
    return this.isUnderWay
  }
}
