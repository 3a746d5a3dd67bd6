import { Graph, type GraphConfig } from '@cosmos.gl/graph'
import type { GraphData } from './graph-data.ts'
import { layOutPoints } from './lay-out-points.ts'

/** Style of a graph. Colors have red, green, blue and alpha components from 0 to 1. */
export interface GraphStyle {
  readonly background: readonly [number, number, number, number]
  readonly link: readonly [number, number, number, number]
  readonly ring: readonly [number, number, number, number]
  /** Point colors, with four components per point. */
  readonly colors: Float32Array
  /** Point sizes in pixels. */
  readonly sizes: Float32Array
  readonly widths: Float32Array | undefined
}

export interface GraphDrawingOptions {
  /** Whether the GPU keeps adjusting the layout. Has no effect if the data contains coordinates. */
  readonly simulate: boolean
  readonly onPointClick: (point: number | undefined) => void
  readonly onHover: (point: number | undefined) => void
  /** Called when the view or the points move. */
  readonly onMove: () => void
}

/** A graph drawn on the GPU. `ready` rejects if the graph cannot be drawn. */
export interface GraphDrawing {
  readonly ready: Promise<void>
  restyle(style: GraphStyle): void
  /** Highlights a point and its neighbors, or removes the highlight if `point` is `undefined`. */
  highlight(point: number | undefined, neighbors: readonly number[]): void
  /** Moves and zooms the view to fit a point and its neighbors. */
  zoomTo(point: number, neighbors: readonly number[]): void
  zoomBy(factor: number): void
  fit(): void
  /** Fits all points into the view after a resize, unless the user has changed the view. */
  refit(): void
  /** Returns the positions of points in pixels within the container. */
  toScreen(points: readonly number[]): Map<number, readonly [number, number]>
  /** Copies the drawing at screen resolution. */
  takeSnapshot(): Promise<HTMLCanvasElement>
  destroy(): void
}

const simulationSpace = 4_096
/** Fraction of the simulation space that the initial layout fills. */
const initialFill = 0.4
const animationMs = 250
/** Setting `undefined` restores the library's default, although its types do not allow it. */
const noHighlight: Record<string, unknown> = {
  highlightedPointIndices: undefined,
  highlightedLinkIndices: undefined,
  outlinedPointIndices: undefined,
}

const fixedConfig = {
  attribution: '',
  spaceSize: simulationSpace,
  rescalePositions: false,
  linkDefaultWidth: 1.2,
  simulationGravity: 0.15,
  simulationRepulsion: 1,
  simulationLinkSpring: 1,
  simulationLinkDistance: 8,
  simulationFriction: 0.85,
  randomSeed: 1,
  fitViewOnInit: true,
  fitViewDelay: 0,
  fitViewDuration: 0,
  fitViewPadding: 0.12,
  scalePointsOnZoom: false,
  hoveredPointCursor: 'pointer',
  renderHoveredPointRing: true,
  linkVisibilityDistanceRange: [50, 400],
  linkVisibilityMinTransparency: 0.35,
  transitionDuration: 0,
} satisfies GraphConfig

/**
 * Draws points and links with cosmos.gl. This module and the library are loaded when the first graph is shown. The
 * attribution is empty because the library would insert it as HTML, which the content security policy blocks.
 */
export function drawGraph(
  container: HTMLDivElement,
  data: GraphData,
  style: GraphStyle,
  options: GraphDrawingOptions,
): GraphDrawing {
  const hasPositions = data.positions !== undefined
  const shouldSimulate = options.simulate && !hasPositions && data.links.length > 0
  const prefersReducedMotion = globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches
  const duration = prefersReducedMotion ? 0 : animationMs
  /** Whether the user has zoomed, panned or selected a point since the view was last fitted. */
  let hasViewChanged = false
  let resizeFrameId = 0
  const graph = new Graph(container, {
    ...toConfig(style),
    ...fixedConfig,
    enableSimulation: shouldSimulate,
    enableDrag: shouldSimulate,
    pixelRatio: Math.min(3, globalThis.devicePixelRatio || 1),
    onClick: (point) => options.onPointClick(point),
    onPointMouseOver: (point) => options.onHover(point),
    onPointMouseOut: () => options.onHover(undefined),
    onZoomStart: (_event, userDriven) => {
      hasViewChanged ||= userDriven
    },
    onZoom: () => options.onMove(),
    onZoomEnd: () => options.onMove(),
    onSimulationTick: () => options.onMove(),
  })
  const halfSize = (simulationSpace * initialFill) / 2
  const positions = layOutPoints(data).map((value) => simulationSpace / 2 + value * halfSize)
  graph.setPointPositions(positions)
  graph.setLinks(data.links)
  applyStyle(graph, style)
  graph.render(shouldSimulate ? 1 : 0)
  let trackedKey = ''

  return {
    ready: graph.ready,
    restyle(newStyle) {
      graph.setConfigPartial(toConfig(newStyle))
      applyStyle(graph, newStyle)
      graph.render(undefined, 0)
    },
    highlight(point, neighbors) {
      if (point === undefined) {
        graph.setConfigPartial(noHighlight satisfies object as GraphConfig)
        return
      }
      graph.setConfigPartial({
        highlightedPointIndices: [point, ...neighbors],
        highlightedLinkIndices: findLinks(data, point),
        outlinedPointIndices: [point],
      })
    },
    zoomTo(point, neighbors) {
      hasViewChanged = true
      if (neighbors.length > 0) graph.fitViewByPointIndices([point, ...neighbors], duration, 0.25)
      else graph.zoomToPointByIndex(point, duration, Math.max(3, graph.getZoomLevel()), false)
    },
    zoomBy(factor) {
      hasViewChanged = true
      graph.setZoomLevel(graph.getZoomLevel() * factor, duration)
    },
    fit() {
      hasViewChanged = false
      graph.fitView(duration, 0.12)
    },
    refit() {
      cancelAnimationFrame(resizeFrameId)
      // The library detects its new size one frame later.
      resizeFrameId = requestAnimationFrame(() => {
        resizeFrameId = requestAnimationFrame(() => {
          if (!hasViewChanged && graph.isReady) graph.fitView(0, 0.12)
        })
      })
    },
    toScreen(points) {
      if (!graph.isReady) return new Map()
      // The GPU returns simulated positions one frame after they are requested. Without a simulation, they are already
      // known.
      if (!shouldSimulate) {
        return new Map(
          points.map((point) => [
            point,
            graph.spaceToScreenPosition([positions[point * 2]!, positions[point * 2 + 1]!]),
          ]),
        )
      }
      const key = points.join()
      if (key !== trackedKey) {
        trackedKey = key
        graph.trackPointPositionsByIndices([...points])
      }
      const screenPositions = new Map<number, readonly [number, number]>()
      for (const [point, position] of graph.getTrackedPointPositionsMap())
        screenPositions.set(point, graph.spaceToScreenPosition(position))
      return screenPositions
    },
    takeSnapshot: () => takeSnapshot(container),
    destroy() {
      cancelAnimationFrame(resizeFrameId)
      graph.destroy()
    },
  }
}

const takeSnapshot = (container: HTMLElement): Promise<HTMLCanvasElement> =>
  new Promise((resolve, reject) => {
    // WebGL keeps the drawing only until the end of the frame. This callback runs in the same frame, after the library's.
    requestAnimationFrame(() => {
      const source = container.querySelector('canvas')
      const copy = document.createElement('canvas')
      const context = copy.getContext('2d')
      if (!source || !context) return reject(new Error('The graph has not been drawn.'))
      copy.width = source.width
      copy.height = source.height
      context.drawImage(source, 0, 0)
      resolve(copy)
    })
  })

const toConfig = ({ background, link, ring }: GraphStyle) => ({
  backgroundColor: [...background] as [number, number, number, number],
  linkDefaultColor: [...link] as [number, number, number, number],
  hoveredPointRingColor: [...ring] as [number, number, number, number],
  outlinedPointRingColor: [...ring] as [number, number, number, number],
  pointGreyoutOpacity: 0.18,
  linkGreyoutOpacity: 0.06,
})

function applyStyle(graph: Graph, { colors, sizes, widths }: GraphStyle): void {
  graph.setPointColors(colors)
  graph.setPointSizes(sizes)
  if (widths) graph.setLinkWidths(widths)
}

function findLinks({ links }: GraphData, point: number): number[] {
  const linkIndices: number[] = []
  for (let index = 0; index < links.length; index += 2)
    if (links[index] === point || links[index + 1] === point) linkIndices.push(index / 2)
  return linkIndices
}
