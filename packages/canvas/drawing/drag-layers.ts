import type { Frame } from './frame.ts'
import { isAnimated } from '../scene/is-animated.ts'
import type { SceneEdge, SceneNode } from '../scene/scene.ts'
import { sameParts, standingParts } from './frame-dependencies.ts'

/** Draws the parts of a frame. */
export interface PartPainter {
  /** Background and marks, which cover the complete canvas. */
  ground(context: CanvasRenderingContext2D, frame: Frame): void
  edges(context: CanvasRenderingContext2D, frame: Frame, edges: readonly SceneEdge[]): void
  /** `many`: the number of all nodes in view, including those that are not in `nodes`. */
  nodes(context: CanvasRenderingContext2D, frame: Frame, nodes: readonly SceneNode[], many: number): void
  /** The visible nodes. */
  seen(frame: Frame): SceneNode[]
}

/** The parts of a drawing that do not move during a drag, as two bitmaps: below the dragged edges, and above them. */
export interface DragPictures {
  /**
   * Draws a frame of a drag from the bitmaps; returns false if there are none and the complete frame must be drawn.
   */
  put(context: CanvasRenderingContext2D, frame: Frame): boolean
  clear(): void
}

interface Bitmaps {
  readonly behind: HTMLCanvasElement
  readonly front: HTMLCanvasElement
  readonly edges: readonly SceneEdge[]
  readonly nodes: readonly SceneNode[]
  readonly many: number
}

/** What the bitmaps depend on. */
const dependencies = (frame: Frame): unknown[] => [...standingParts(frame), frame.dragged]

/** Whether only the dragged nodes and their edges move. */
const isRestUnmoved = ({ scene, connection, marquee, difference }: Frame, dragged: ReadonlySet<string>): boolean =>
  !connection &&
  !marquee &&
  !difference &&
  !isAnimated(scene) &&
  !scene.groups.some(({ nodes }) => nodes.some(({ id }) => dragged.has(id)))

export function createDragPictures(paint: PartPainter): DragPictures {
  let known: unknown[] | undefined
  let bitmaps: Bitmaps | undefined
  const clear = (): void => {
    known = undefined
    bitmaps = undefined
  }
  return {
    put(context, frame) {
      const { dragged } = frame
      if (!dragged || !isRestUnmoved(frame, dragged)) {
        clear()
        return false
      }
      const parts = dependencies(frame)
      if (!sameParts(parts, known)) {
        // A bitmap only pays off once two consecutive frames are equal.
        known = parts
        bitmaps = undefined
        return false
      }
      bitmaps ??= bitmapsOf(frame, dragged, paint)
      if (!bitmaps) return false
      const { behind, front, edges, nodes, many } = bitmaps
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.drawImage(behind, 0, 0)
      paint.edges(context, frame, edges)
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.drawImage(front, 0, 0)
      paint.nodes(context, frame, nodes, many)
      return true
    },
    clear,
  }
}

function bitmapsOf(frame: Frame, dragged: ReadonlySet<string>, paint: PartPainter): Bitmaps | undefined {
  const [behind, front] = [layer(frame, true), layer(frame, false)]
  if (!behind || !front) return undefined
  const moves = ({ from, to }: SceneEdge): boolean => dragged.has(from.id) || dragged.has(to.id)
  const { edges, nodes } = frame.scene
  const seen = paint.seen(frame)
  paint.ground(behind, frame)
  paint.edges(
    behind,
    frame,
    edges.filter((edge) => !moves(edge)),
  )
  paint.nodes(
    front,
    frame,
    seen.filter(({ id }) => !dragged.has(id)),
    seen.length,
  )
  return {
    behind: behind.canvas,
    front: front.canvas,
    edges: edges.filter(moves),
    nodes: nodes.filter(({ id }) => dragged.has(id)),
    many: seen.length,
  }
}

function layer({ width, height, density }: Frame, opaque: boolean): CanvasRenderingContext2D | null {
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * density)
  canvas.height = Math.round(height * density)
  const context = canvas.getContext('2d', { alpha: !opaque })
  // The direction of the surface: a detached canvas would use the page's direction.
  if (context) context.direction = 'ltr'
  return context
}
