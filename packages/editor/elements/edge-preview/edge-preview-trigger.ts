import { findEdgeMidpoint, type Point } from '@aw-flow/canvas'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { EdgeHoverEvent, SelectionChangeEvent } from '../../canvas/canvas-events.ts'
import type { EdgeHover } from './edge-hover.ts'

/** Shows the preview of the edge under the pointer, or of the selected edge if it is the entire selection. */
export interface EdgePreviewTrigger {
  onSelection(event: SelectionChangeEvent): void
  /** Handles `aw-edge-look`. */
  onEdgeHover(this: void, event: EdgeHoverEvent): void
}

export function createEdgePreviewTrigger(hover: EdgeHover, getCanvas: () => AwCanvas | undefined): EdgePreviewTrigger {
  /** Returns the midpoint of an edge, relative to the viewport. */
  const findMiddle = (id: string | undefined): Point | undefined => {
    const currentCanvas = getCanvas()
    const edge = id === undefined ? undefined : currentCanvas?.scene.edges.find((candidate) => candidate.id === id)
    return edge && currentCanvas?.toPage(findEdgeMidpoint(edge).point)
  }
  return {
    onSelection({ nodes, edges }) {
      const [id] = edges
      const middle = edges.size === 1 && nodes.size === 0 ? findMiddle(id) : undefined
      hover.show(middle && id, middle)
    },
    onEdgeHover: ({ edge, at }) => hover.hover(edge, at ?? findMiddle(edge)),
  }
}
