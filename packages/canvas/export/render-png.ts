import type { Frame } from '../drawing/frame.ts'
import { createGraphDrawing } from '../drawing/graph-drawing.ts'
import { emptyOverlay } from '../drawing/overlay.ts'
import { getFullBounds } from '../scene/scene.ts'

const margin = 32
/** The canvas size limits of browsers. */
const maxPixels = 64_000_000
const maxSide = 16_000

/**
 * Renders the entire scene as a PNG file at two pixels per graph unit, or fewer if canvas size limits require it.
 * Returns `undefined` if the browser cannot encode the image.
 */
export async function renderPng(
  content: Pick<Frame, 'scene' | 'theme' | 'histograms' | 'findIcon'>,
): Promise<Blob | undefined> {
  const bounds = getFullBounds(content.scene) ?? { x: 0, y: 0, width: 0, height: 0 }
  const width = bounds.width + 2 * margin
  const height = bounds.height + 2 * margin
  const density = Math.min(2, maxSide / width, maxSide / height, Math.sqrt(maxPixels / (width * height)))
  const scale = Math.min(1, density)
  const canvas = document.createElement('canvas')
  const drawing = createGraphDrawing(canvas)
  drawing.update(content.scene)
  drawing.draw({
    ...content,
    ...emptyOverlay,
    view: { x: (margin - bounds.x) * scale, y: (margin - bounds.y) * scale, scale },
    width: width * scale,
    height: height * scale,
    density: density / scale,
    selection: new Set(),
    selectedEdges: new Set(),
    selectedMarks: new Set(),
    focused: undefined,
    focusedEdge: undefined,
    dragged: undefined,
    isSettled: false,
    time: 0,
    isStatic: true,
  })
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  drawing.destroy()
  return blob ?? undefined
}
