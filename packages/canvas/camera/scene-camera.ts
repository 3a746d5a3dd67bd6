import type { Workflow } from '@aw-flow/schema'
import type { Camera } from './camera.ts'
import { changedPlaces } from './changed-bounds.ts'
import { nodeRect, sceneBounds, wholeBounds, type Scene } from '../scene/scene.ts'
import { legibleScale } from './view.ts'

interface LookingCanvas {
  readonly scene: Scene
  readonly camera: Camera
  readonly document: Workflow
  readonly selection: ReadonlySet<string>
  readonly readonly: boolean
  /** True while a pointer is down on the surface. */
  readonly pressing: boolean
}

/** What of the drawing a canvas looks at. */
export class CanvasLook {
  readonly #canvas: LookingCanvas
  #fitted = false

  constructor(canvas: LookingCanvas) {
    this.#canvas = canvas
  }

  /** Looks at the whole graph, or at some of its nodes. */
  fit(ids: Iterable<string> | undefined): void {
    const { camera, scene } = this.#canvas
    const wanted = ids && new Set(ids)
    camera.fit(wanted ? sceneBounds(scene.nodes.filter((node) => wanted.has(node.id))) : wholeBounds(scene))
    camera.whole = wanted === undefined
  }

  /** Moves the view as little as needed for a node to be seen whole. */
  reveal(id: string): void {
    const node = this.#canvas.scene.byId.get(id)
    if (node) this.#canvas.camera.reveal(nodeRect(node))
  }

  /** Looks at what is another than in a document that was drawn before, where nothing of that is in view. */
  atChange(before: Workflow): void {
    const { camera, document, scene } = this.#canvas
    camera.showSome(changedPlaces(before, document, scene))
  }

  /** Looks at everything when there is something to be seen for the first time; answers whether that has been. */
  first(): boolean {
    const { scene, camera } = this.#canvas
    if (this.#fitted || scene.nodes.length === 0 || camera.size.width === 0) return this.#fitted
    this.#fitted = true
    this.fit(undefined)
    return true
  }

  /** The surface has come to a size, or to another one. */
  sized(isFirst: boolean): void {
    const { camera, pressing } = this.#canvas
    if (isFirst && !this.first()) camera.look({ ...camera.middle, scale: 1 })
    else if (!isFirst && !pressing) this.#keep()
  }

  /**
   * Panels open and close around the drawing: who looked at everything still does, and a selected node stays in view. What is
   * only looked at is shown whole; where one works, what nodes say can still be read.
   */
  #keep(): void {
    const { camera, scene, selection, readonly } = this.#canvas
    const { whole } = camera
    if (whole) camera.fit(wholeBounds(scene), readonly ? 0 : legibleScale)
    const [only] = selection
    if (selection.size === 1 && only !== undefined) this.reveal(only)
    camera.whole = whole
  }
}
