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
  const findMidpoint = (id: string | undefined): Point | undefined => {
    const currentCanvas = getCanvas()
    const edge = id === undefined ? undefined : currentCanvas?.scene.edges.find((candidate) => candidate.id === id)
    return edge && currentCanvas?.toPage(findEdgeMidpoint(edge).point)
  }
  return {
    onSelection({ nodes, edges }) {
      const [id] = edges
      const midpoint = edges.size === 1 && nodes.size === 0 ? findMidpoint(id) : undefined
      hover.show(midpoint && id, midpoint)
    },
    onEdgeHover: ({ edge, at }) => hover.hover(edge, at ?? findMidpoint(edge)),
  }
}
