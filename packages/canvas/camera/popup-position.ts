import type { Point } from './view.ts'

interface Size {
  readonly width: number
  readonly height: number
}

/** Minimum distance between a popup and the sides of the surface, in CSS pixels. */
const margin = 8

/** The top left corner of a popup that opens at a point of the surface and stays inside of the surface. */
export const popupPosition = (at: Point, popup: Size, surface: Size): Point => ({
  x: Math.max(margin, Math.min(at.x, surface.width - popup.width - margin)),
  y: Math.max(margin, Math.min(at.y, surface.height - popup.height - margin)),
})
