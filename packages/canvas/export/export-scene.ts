import type { Frame } from '../drawing/frame.ts'

/** The parts of a frame that are included in an exported image. @internal */
export type ExportedScene = Pick<Frame, 'scene' | 'theme' | 'histograms' | 'findIcon'>

/**
 * Exports the entire scene as a PNG file. Returns `undefined` if the browser cannot create a canvas of the required
 * size. The exporter is loaded on demand.
 *
 * @internal
 */
export async function exportPng(exportedScene: ExportedScene): Promise<Blob | undefined> {
  const png = await import('./render-png.ts')
  return png.renderPng(exportedScene)
}

/**
 * Exports the entire scene as an SVG file. Returns `undefined` if the browser does not provide a 2D context for
 * measuring text. The exporter is loaded on demand.
 *
 * @internal
 */
export async function exportSvg({ scene, theme, findIcon }: ExportedScene): Promise<Blob | undefined> {
  const svg = await import('./render-svg.ts')
  const measuringContext = document.createElement('canvas').getContext('2d')
  return measuringContext
    ? new Blob([svg.renderSvg(scene, theme, measuringContext, findIcon)], { type: 'image/svg+xml' })
    : undefined
}
