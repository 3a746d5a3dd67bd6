import { toGraph, type Point, type Rect, type Viewport } from '../camera/view.ts'
import { createThemeProbe, type CanvasTheme } from '../drawing/canvas-theme.ts'
import { getFullBounds, type Scene } from '../scene/scene.ts'
import { drawMinimap } from './draw-minimap.ts'

/** The canvas that a minimap represents. */
export interface MinimapSource {
  readonly scene: Scene
  readonly view: Viewport
  /** The size of the canvas, in CSS pixels. */
  readonly size: { readonly width: number; readonly height: number }
  centerOn(point: Point): void
}

export interface MinimapOptions {
  /** The element on which the minimap is drawn and which receives pointer events. */
  readonly element: HTMLCanvasElement
  /** The shadow root whose CSS tokens define the theme. */
  readonly root: ShadowRoot
  /** The width of the minimap, in CSS pixels. */
  readonly width: number
  readonly height: number
  getSource(): MinimapSource | undefined
}

/** The margin around the graph, in CSS pixels. */
const margin = 8

/**
 * Creates a minimap: a thumbnail of the entire graph with the visible area outlined. Pressing or dragging on the
 * minimap centers the canvas on that point.
 *
 * @internal
 */
export function createMinimap({ element, root, width, height, getSource }: MinimapOptions): {
  /** Redraws in the next frame. */
  update(): void
  destroy(): void
} {
  let frameHandle = 0
  let theme: CanvasTheme | undefined
  let cachedBounds: { scene: Scene; area: Rect | undefined } | undefined
  let thumbnail: { scene: Scene; theme: CanvasTheme; area: Rect; canvas: HTMLCanvasElement } | undefined

  const update = (): void => {
    if (frameHandle !== 0) return
    frameHandle = requestAnimationFrame(() => {
      frameHandle = 0
      draw()
    })
  }
  const probe = createThemeProbe(root, () => {
    theme = undefined
    update()
  })

  /** Returns the area that the minimap covers and the area visible on the canvas, both in graph coordinates. */
  const getAreas = (): { area: Rect; visibleArea: Rect } | undefined => {
    const source = getSource()
    if (!source || source.size.width === 0) return undefined
    const { scene, view, size } = source
    if (cachedBounds?.scene !== scene) cachedBounds = { scene, area: withMargin(getFullBounds(scene)) }
    const { scale } = view
    const visibleArea = { ...toGraph(view, { x: 0, y: 0 }), width: size.width / scale, height: size.height / scale }
    return { area: cachedBounds.area ?? visibleArea, visibleArea }
  }
  const createView = (area: Rect): Viewport => {
    const scale = Math.min((width - 2 * margin) / area.width, (height - 2 * margin) / area.height)
    return {
      scale,
      x: (width - area.width * scale) / 2 - area.x * scale,
      y: (height - area.height * scale) / 2 - area.y * scale,
    }
  }
  /** Returns a thumbnail of the graph, redrawn only if the scene, theme or area changes. */
  const getThumbnail = (scene: Scene, colors: CanvasTheme, area: Rect, density: number): HTMLCanvasElement => {
    const cachedThumbnail = thumbnail
    if (cachedThumbnail?.scene === scene && cachedThumbnail.theme === colors && isEqual(cachedThumbnail.area, area))
      return cachedThumbnail.canvas
    const canvas = cachedThumbnail?.canvas ?? document.createElement('canvas')
    canvas.width = width * density
    canvas.height = height * density
    const context = canvas.getContext('2d')
    if (context) drawMinimap(context, scene, colors, createView(area), density)
    thumbnail = { scene, theme: colors, area, canvas }
    return canvas
  }
  const draw = (): void => {
    const context = element.getContext('2d')
    const source = getSource()
    const mapAreas = getAreas()
    if (!context || !source || !mapAreas) return
    theme ??= probe.read()
    const density = Math.min(3, devicePixelRatio)
    if (element.width !== width * density) element.width = width * density
    if (element.height !== height * density) element.height = height * density
    context.setTransform(density, 0, 0, density, 0, 0)
    context.fillStyle = theme.surface
    context.fillRect(0, 0, width, height)
    context.drawImage(getThumbnail(source.scene, theme, mapAreas.area, density), 0, 0, width, height)
    const { scale, x, y } = createView(mapAreas.area)
    const { visibleArea } = mapAreas
    const [left, right] = clampEdges(visibleArea.x * scale + x, visibleArea.width * scale, width)
    const [top, bottom] = clampEdges(visibleArea.y * scale + y, visibleArea.height * scale, height)
    const rect = [left, top, right - left, bottom - top] as const
    context.strokeStyle = theme.tones.accent
    context.lineWidth = 1.5
    context.fillStyle = theme.tones.accent
    context.globalAlpha = 0.08
    context.fillRect(...rect)
    context.globalAlpha = 1
    context.strokeRect(...rect)
  }

  const onPointer = (event: PointerEvent): void => {
    if (event.type === 'pointerdown') element.setPointerCapture(event.pointerId)
    else if (!element.hasPointerCapture(event.pointerId)) return
    const mapAreas = getAreas()
    const box = element.getBoundingClientRect()
    if (!mapAreas || box.width === 0) return
    const { scale, x, y } = createView(mapAreas.area)
    getSource()?.centerOn({
      x: (((event.clientX - box.left) / box.width) * width - x) / scale,
      y: (((event.clientY - box.top) / box.height) * height - y) / scale,
    })
  }
  element.addEventListener('pointerdown', onPointer)
  element.addEventListener('pointermove', onPointer)

  return {
    update,
    destroy() {
      element.removeEventListener('pointerdown', onPointer)
      element.removeEventListener('pointermove', onPointer)
      cancelAnimationFrame(frameHandle)
      frameHandle = 0
      probe.destroy()
    },
  }
}

/**
 * Keeps both edges of the visible area inside the minimap, so that the outline is visible even if the area is larger.
 */
const clampEdges = (start: number, length: number, size: number): [start: number, end: number] => [
  Math.min(Math.max(start, 1), size - 3),
  Math.max(Math.min(start + length, size - 1), 3),
]

const isEqual = (a: Rect, b: Rect): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height

/** Adds a margin of one sixth of the larger dimension, but at least 160 units, on each side. */
function withMargin(rect: Rect | undefined): Rect | undefined {
  if (!rect) return undefined
  const padding = Math.max(160, Math.max(rect.width, rect.height) / 6)
  return {
    x: rect.x - padding,
    y: rect.y - padding,
    width: rect.width + 2 * padding,
    height: rect.height + 2 * padding,
  }
}
