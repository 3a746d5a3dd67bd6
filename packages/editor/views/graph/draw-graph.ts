import { Graph, type GraphConfig } from '@cosmos.gl/graph'
import type { GraphData } from './graph-data.ts'
import { placePoints } from './place-points.ts'

/** The look of a graph; colors as red, green, blue, opacity from 0 to 1. */
export interface GraphLook {
  readonly ground: readonly [number, number, number, number]
  readonly link: readonly [number, number, number, number]
  readonly ring: readonly [number, number, number, number]
  /** Four numbers per point. */
  readonly colors: Float32Array
  /** One number per point, in pixels. */
  readonly sizes: Float32Array
  readonly widths: Float32Array | undefined
}

export interface GraphDrawingOptions {
  /** Whether the layout of points without coordinates continues on the GPU. */
  readonly simulate: boolean
  readonly onPoint: (point: number | undefined) => void
  readonly onHover: (point: number | undefined) => void
  /** The view or the points have moved. */
  readonly onMove: () => void
}

/** A graph on the GPU. `ready` rejects if it cannot be drawn. */
export interface GraphDrawing {
  readonly ready: Promise<void>
  restyle(look: GraphLook): void
  /** Highlights a point and its neighbors; `undefined` highlights none. */
  highlight(point: number | undefined, neighbours: readonly number[]): void
  /** Moves the view to a point and its neighbors. */
  zoomTo(point: number, neighbours: readonly number[]): void
  zoomBy(factor: number): void
  fit(): void
  /** Fits all points after a resize, unless the user has moved the view. */
  refit(): void
  /** The positions of points in pixels of the container. */
  screenOf(points: readonly number[]): Map<number, readonly [number, number]>
  /** A copy of the drawing at the screen's resolution. */
  picture(): Promise<HTMLCanvasElement>
  destroy(): void
}

const space = 4_096
/** Share of the simulation space that the initial layout fills. */
const filled = 0.4
const moving = 250
/** The library accepts `undefined` for the default, which its types omit. */
const noHighlight: Record<string, unknown> = {
  highlightedPointIndices: undefined,
  highlightedLinkIndices: undefined,
  outlinedPointIndices: undefined,
}

/**
 * Draws points and links by cosmos.gl. This module and the library are loaded with the first graph. The library's
 * attribution would be HTML, which the policy forbids: it is empty.
 */
export function drawGraph(
  place: HTMLDivElement,
  data: GraphData,
  look: GraphLook,
  options: GraphDrawingOptions,
): GraphDrawing {
  const isPlaced = data.positions !== undefined
  const simulate = options.simulate && !isPlaced && data.links.length > 0
  const still = globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches
  const duration = still ? 0 : moving
  /** The user has zoomed, panned or gone to a point, and has not reset the view since. */
  let isChosen = false
  let resizing = 0
  const graph = new Graph(place, {
    ...styleOf(look),
    attribution: '',
    spaceSize: space,
    enableSimulation: simulate,
    rescalePositions: false,
    linkDefaultWidth: 1.2,
    simulationGravity: 0.15,
    simulationRepulsion: 1,
    simulationLinkSpring: 1,
    simulationLinkDistance: 8,
    simulationFriction: 0.85,
    enableDrag: simulate,
    randomSeed: 1,
    fitViewOnInit: true,
    fitViewDelay: 0,
    fitViewDuration: 0,
    fitViewPadding: 0.12,
    scalePointsOnZoom: false,
    pixelRatio: Math.min(3, globalThis.devicePixelRatio || 1),
    hoveredPointCursor: 'pointer',
    renderHoveredPointRing: true,
    linkVisibilityDistanceRange: [50, 400],
    linkVisibilityMinTransparency: 0.35,
    transitionDuration: 0,
    onClick: (point) => options.onPoint(point),
    onPointMouseOver: (point) => options.onHover(point),
    onPointMouseOut: () => options.onHover(undefined),
    onZoomStart: (_event, userDriven) => {
      isChosen ||= userDriven
    },
    onZoom: () => options.onMove(),
    onZoomEnd: () => options.onMove(),
    onSimulationTick: () => options.onMove(),
  })
  const half = (space * filled) / 2
  const positions = placePoints(data).map((value) => space / 2 + value * half)
  graph.setPointPositions(positions)
  graph.setLinks(data.links)
  setColors(graph, look)
  graph.render(simulate ? 1 : 0)
  let tracked = ''

  return {
    ready: graph.ready,
    restyle(next) {
      graph.setConfigPartial(styleOf(next))
      setColors(graph, next)
      graph.render(undefined, 0)
    },
    highlight(point, neighbours) {
      if (point === undefined) {
        graph.setConfigPartial(noHighlight satisfies object as GraphConfig)
        return
      }
      graph.setConfigPartial({
        highlightedPointIndices: [point, ...neighbours],
        highlightedLinkIndices: linksOf(data, point),
        outlinedPointIndices: [point],
      })
    },
    zoomTo(point, neighbours) {
      isChosen = true
      if (neighbours.length > 0) graph.fitViewByPointIndices([point, ...neighbours], duration, 0.25)
      else graph.zoomToPointByIndex(point, duration, Math.max(3, graph.getZoomLevel()), false)
    },
    zoomBy(factor) {
      isChosen = true
      graph.setZoomLevel(graph.getZoomLevel() * factor, duration)
    },
    fit() {
      isChosen = false
      graph.fitView(duration, 0.12)
    },
    refit() {
      cancelAnimationFrame(resizing)
      // The library detects its size in its own next frame.
      resizing = requestAnimationFrame(() => {
        resizing = requestAnimationFrame(() => {
          if (!isChosen && graph.isReady) graph.fitView(0, 0.12)
        })
      })
    },
    screenOf(points) {
      if (!graph.isReady) return new Map()
      // Without a layout on the GPU the positions are known; otherwise they are read back one frame after the request.
      if (!simulate) {
        return new Map(
          points.map((point) => [
            point,
            graph.spaceToScreenPosition([positions[point * 2]!, positions[point * 2 + 1]!]),
          ]),
        )
      }
      const key = points.join()
      if (key !== tracked) {
        tracked = key
        graph.trackPointPositionsByIndices([...points])
      }
      const found = new Map<number, readonly [number, number]>()
      for (const [point, at] of graph.getTrackedPointPositionsMap()) found.set(point, graph.spaceToScreenPosition(at))
      return found
    },
    picture: () =>
      new Promise((resolve, reject) => {
        // WebGL keeps a drawing until the end of the frame; this callback runs after the library's in the same frame.
        requestAnimationFrame(() => {
          const drawn = place.querySelector('canvas')
          const copy = document.createElement('canvas')
          const context = copy.getContext('2d')
          if (!drawn || !context) return reject(new Error('Nothing is drawn.'))
          copy.width = drawn.width
          copy.height = drawn.height
          context.drawImage(drawn, 0, 0)
          resolve(copy)
        })
      }),
    destroy() {
      cancelAnimationFrame(resizing)
      graph.destroy()
    },
  }
}

const styleOf = ({ ground, link, ring }: GraphLook) => ({
  backgroundColor: [...ground] as [number, number, number, number],
  linkDefaultColor: [...link] as [number, number, number, number],
  hoveredPointRingColor: [...ring] as [number, number, number, number],
  outlinedPointRingColor: [...ring] as [number, number, number, number],
  pointGreyoutOpacity: 0.18,
  linkGreyoutOpacity: 0.06,
})

function setColors(graph: Graph, { colors, sizes, widths }: GraphLook): void {
  graph.setPointColors(colors)
  graph.setPointSizes(sizes)
  if (widths) graph.setLinkWidths(widths)
}

function linksOf({ links }: GraphData, point: number): number[] {
  const found: number[] = []
  for (let at = 0; at < links.length; at += 2) if (links[at] === point || links[at + 1] === point) found.push(at / 2)
  return found
}
