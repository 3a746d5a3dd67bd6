import type { Frame } from '../drawing/frame.ts'

/** The parts of a frame that an exported picture shows. @internal */
export type ExportedScene = Pick<Frame, 'scene' | 'theme' | 'histograms' | 'findIcon'>

/**
 * The whole scene as a PNG file, loaded on demand; `undefined` if the browser cannot draw a canvas of that size.
 *
 * @internal
 */
export async function exportPng(exported: ExportedScene): Promise<Blob | undefined> {
  const { pngOfScene } = await import('./png-of-scene.ts')
  return pngOfScene(exported)
}

/**
 * The whole scene as an SVG file, loaded on demand; `undefined` if the browser has no 2D context to measure text.
 *
 * @internal
 */
export async function exportSvg({ scene, theme, findIcon }: ExportedScene): Promise<Blob | undefined> {
  const { svgOfScene } = await import('./svg-of-scene.ts')
  const measure = document.createElement('canvas').getContext('2d')
  return measure ? new Blob([svgOfScene(scene, theme, measure, findIcon)], { type: 'image/svg+xml' }) : undefined
}
