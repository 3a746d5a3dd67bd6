import { edgeMiddle, type Point } from '@aw-flow/canvas'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { EdgeLookEvent, SelectionChangeEvent } from '../../canvas/canvas-events.ts'
import type { EdgeHover } from './edge-hover.ts'

/** Shows the preview of the edge under the pointer, or of the only selected edge. */
export interface EdgeLook {
  onSelection(event: SelectionChangeEvent): void
  /** Listener of `aw-edge-look`. */
  onLook(this: void, event: EdgeLookEvent): void
}

export function createEdgeLook(hover: EdgeHover, canvas: () => AwCanvas | undefined): EdgeLook {
  /** The middle of an edge in the page's viewport. */
  const pointOf = (id: string | undefined): Point | undefined => {
    const shown = canvas()
    const edge = id === undefined ? undefined : shown?.scene.edges.find((other) => other.id === id)
    return edge && shown?.pagePoint(edgeMiddle(edge).at)
  }
  return {
    onSelection({ nodes, edges }) {
      const [id] = edges
      const at = edges.size === 1 && nodes.size === 0 ? pointOf(id) : undefined
      hover.show(at && id, at)
    },
    onLook: ({ edge, at }) => hover.hover(edge, at ?? pointOf(edge)),
  }
}
