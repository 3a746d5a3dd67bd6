import type { Frame } from '../drawing/frame.ts'
import { createGraphDrawing } from '../drawing/graph-drawing.ts'
import { emptyOverlay } from '../drawing/overlay.ts'
import { wholeBounds } from '../scene/scene.ts'

const margin = 32
/** Browsers refuse canvases that are much larger. */
const mostPixels = 64_000_000
const mostSide = 16_000

/**
 * The whole drawing as a picture, two pixels for each of the graph's units, or fewer where it would be larger than a
 * browser draws. `undefined` where it could not be drawn at all.
 */
export async function pngOfScene(
  shown: Pick<Frame, 'scene' | 'theme' | 'histograms' | 'findIcon'>,
): Promise<Blob | undefined> {
  const bounds = wholeBounds(shown.scene) ?? { x: 0, y: 0, width: 0, height: 0 }
  const width = bounds.width + 2 * margin
  const height = bounds.height + 2 * margin
  const density = Math.min(2, mostSide / width, mostSide / height, Math.sqrt(mostPixels / (width * height)))
  const scale = Math.min(1, density)
  const canvas = document.createElement('canvas')
  const drawing = createGraphDrawing(canvas)
  drawing.update(shown.scene)
  drawing.draw({
    ...shown,
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
    settled: false,
    time: 0,
    still: true,
  })
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  drawing.destroy()
  return blob ?? undefined
}
