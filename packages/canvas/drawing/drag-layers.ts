import type { Frame } from './frame.ts'
import { isAnimated } from '../scene/is-animated.ts'
import type { SceneEdge, SceneNode } from '../scene/scene.ts'
import { sameParts, standingParts } from './frame-dependencies.ts'

/** How the parts of a drawing are put on a canvas. */
export interface PartPainter {
  /** Background and marks, which cover all. */
  ground(context: CanvasRenderingContext2D, frame: Frame): void
  edges(context: CanvasRenderingContext2D, frame: Frame, edges: readonly SceneEdge[]): void
  /** `many`: of so many nodes in view they are some. */
  nodes(context: CanvasRenderingContext2D, frame: Frame, nodes: readonly SceneNode[], many: number): void
  /** The nodes in view. */
  seen(frame: Frame): SceneNode[]
}

/** What stands still while nodes are dragged, as two pictures: what their edges are drawn over, and the nodes that lie over those. */
export interface DragPictures {
  /** Draws a frame of a drag with them; false where there are none, and the frame is to be drawn as a whole. */
  put(context: CanvasRenderingContext2D, frame: Frame): boolean
  clear(): void
}

interface Pictures {
  readonly behind: HTMLCanvasElement
  readonly front: HTMLCanvasElement
  readonly edges: readonly SceneEdge[]
  readonly nodes: readonly SceneNode[]
  readonly many: number
}

/** What the pictures depend on. */
const dependencies = (frame: Frame): unknown[] => [...standingParts(frame), frame.dragged]

/** Nothing moves but the dragged nodes and their edges. */
const restStands = ({ scene, connection, marquee, difference }: Frame, dragged: ReadonlySet<string>): boolean =>
  !connection &&
  !marquee &&
  !difference &&
  !isAnimated(scene) &&
  !scene.groups.some(({ nodes }) => nodes.some(({ id }) => dragged.has(id)))

export function createDragPictures(paint: PartPainter): DragPictures {
  let known: unknown[] | undefined
  let pictures: Pictures | undefined
  const clear = (): void => {
    known = undefined
    pictures = undefined
  }
  return {
    put(context, frame) {
      const { dragged } = frame
      if (!dragged || !restStands(frame, dragged)) {
        clear()
        return false
      }
      const parts = dependencies(frame)
      if (!sameParts(parts, known)) {
        // A picture is worth its cost from the second frame on.
        known = parts
        pictures = undefined
        return false
      }
      pictures ??= picturesOf(frame, dragged, paint)
      if (!pictures) return false
      const { behind, front, edges, nodes, many } = pictures
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

function picturesOf(frame: Frame, dragged: ReadonlySet<string>, paint: PartPainter): Pictures | undefined {
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
  // As on the surface itself: a canvas that stands nowhere takes the page's direction.
  if (context) context.direction = 'ltr'
  return context
}
