import type { NodeType } from '@aw-flow/schema'
import {
  headerHeight,
  nodeWidth,
  pointOn,
  snap,
  type Camera,
  type CanvasGestures,
  type CanvasSurface,
  type DropActions,
  type Dropped,
  type Point,
} from '@aw-flow/canvas'
import { FileDropEvent } from './canvas-events.ts'

interface DropHost extends EventTarget {
  readonly camera: Camera
  readonly surface: CanvasSurface
  readonly gestures: CanvasGestures
  readonly editable: boolean
  readonly types: ReadonlyMap<string, NodeType>
  nodeAt(event: { clientX: number; clientY: number }): string | undefined
  requestUpdate(): void
}

/** What comes of files, data and node types that are dropped or pasted on a canvas. */
export class CanvasDrops implements DropActions {
  /** Something is dragged over the canvas that it would take. */
  isUnder = false
  readonly #host: DropHost

  constructor(host: DropHost) {
    this.#host = host
  }

  ready(): boolean {
    return this.#host.editable
  }

  over(event: DragEvent | undefined, kind: 'file' | 'node-type'): void {
    const { surface } = this.#host
    const isUnder = event !== undefined
    if (isUnder !== this.isUnder) {
      this.isUnder = isUnder
      this.#host.requestUpdate()
    }
    const target = event && kind === 'file' ? this.#nodeUnder(event) : undefined
    if (target !== surface.overlay.dropTarget) surface.show({ dropTarget: target })
  }

  /** Dropped beside the surface, they are taken at its point nearest to the drop. */
  files({ files, folders }: Dropped, event: DragEvent): void {
    const { x, y } = pointOn(this.#host.surface.element, event)
    const { width, height } = this.#host.camera.size
    const at = { x: Math.min(Math.max(x, 0), width), y: Math.min(Math.max(y, 0), height) }
    this.#host.dispatchEvent(new FileDropEvent(files, this.#nodeUnder(event), this.#cornerAt(at), folders))
  }

  nodeType(name: string, event: DragEvent): void {
    const { types, camera, gestures, surface } = this.#host
    const type = types.get(name)
    const at = pointOn(surface.element, event)
    if (type) gestures.dropType(type, camera.toGraph(at), this.#cornerAt(at))
  }

  /** Pasted data is taken as if it were dropped at a point of the surface. */
  pasted(files: readonly File[], at: Point): void {
    if (this.#host.editable) this.#host.dispatchEvent(new FileDropEvent(files, undefined, this.#cornerAt(at)))
  }

  #nodeUnder(event: DragEvent): string | undefined {
    const { surface, camera } = this.#host
    const { x, y } = pointOn(surface.element, event)
    const { width, height } = camera.size
    return x >= 0 && y >= 0 && x < width && y < height ? this.#host.nodeAt(event) : undefined
  }

  /** The top left corner of a node whose header would lie under a point of the surface. */
  #cornerAt(point: Point): Point {
    const at = this.#host.camera.toGraph(point)
    return { x: snap(at.x - nodeWidth / 2), y: snap(at.y - headerHeight / 2) }
  }
}
