import type { Edit } from '@aw-flow/schema'
import { getEdgeCurve, getPointOnCurve } from '../drawing/draw-edges.ts'
import { getEdgeEnds, getNodeRect, type Scene, type SceneEdge } from '../scene/scene.ts'
import { overlaps, createRectBetween, type Point, type Rect } from '../camera/view.ts'

/** The minimum distance between an edge and the nodes it is routed around, in graph units. */
const clearance = 16
/** The length of the straight segment next to a port, in graph units. */
const stubLength = 24
/** The cost of a bend, as additional path length. Paths with fewer bends are easier to follow. */
const bendCost = 48
/** The maximum number of obstacles per edge. The nodes nearest to the middle of the edge are used. */
const maxObstacles = 60

/**
 * Returns edits that route edges around the nodes they would cross, using horizontal and vertical segments. An edge
 * whose curve crosses no node is drawn as that curve. Runs A* on the grid lines through the corners of the nodes to
 * find a short path with few bends (Wybrow, Marriott, Stuckey: Orthogonal Connector Routing, 2009, without nudging).
 *
 * @internal
 */
export function routeEdges(scene: Scene, edgeIds: ReadonlySet<string>): Edit[] {
  return scene.edges.flatMap((edge): Edit[] => {
    if (!edgeIds.has(edge.id)) return []
    const points = findCrossedRects(scene, edge).length > 0 ? findBends(scene, edge) : undefined
    if (!points && !edge.edge.points) return []
    return [{ type: 'set-points', id: edge.id, points: points?.length ? points : undefined }]
  })
}

/** Returns the rectangles of nodes that the edge's curve crosses, except its source and target. */
function findCrossedRects(scene: Scene, edge: SceneEdge): Rect[] {
  const curve = getEdgeCurve(edge)
  const points = Array.from({ length: 33 }, (_, step) => getPointOnCurve(curve, step / 32))
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  const curveBounds = createRectBetween(
    { x: Math.min(...xs), y: Math.min(...ys) },
    { x: Math.max(...xs), y: Math.max(...ys) },
  )
  return scene.nodes
    .filter((node) => node !== edge.from && node !== edge.to)
    .map(getNodeRect)
    .filter((rect) => overlaps(expandRect(curveBounds, 1), rect) && points.some((point) => isInside(point, rect)))
}

const isInside = ({ x, y }: Point, rect: Rect): boolean =>
  x > rect.x && x < rect.x + rect.width && y > rect.y && y < rect.y + rect.height

const expandRect = ({ x, y, width, height }: Rect, amount: number): Rect => ({
  x: x - amount,
  y: y - amount,
  width: width + 2 * amount,
  height: height + 2 * amount,
})

/** Returns the bends of a path around the nodes, or `undefined` if no path is found. */
function findBends(scene: Scene, edge: SceneEdge): Point[] | undefined {
  const { x1, y1, x2, y2 } = getEdgeEnds(edge)
  const start = { x: x1 + stubLength, y: y1 }
  const end = { x: x2 - stubLength, y: y2 }
  const obstacles = findNearestObstacles(scene, start, end)
  const xs = sortUnique([start.x, end.x, (start.x + end.x) / 2, ...obstacles.flatMap(({ x, width }) => [x, x + width])])
  const ys = sortUnique([start.y, end.y, ...obstacles.flatMap(({ y, height }) => [y, y + height])])
  const path = findShortestPath(
    xs,
    ys,
    start,
    end,
    obstacles.map((rect) => expandRect(rect, -1)),
  )
  if (!path) return undefined
  return findCorners([{ x: x1, y: y1 }, ...path, { x: x2, y: y2 }]).map(({ x, y }) => ({
    x: Math.round(x),
    y: Math.round(y),
  }))
}

function findNearestObstacles(scene: Scene, start: Point, end: Point): Rect[] {
  const middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 }
  const maxDistance = Math.hypot(end.x - start.x, end.y - start.y) / 2 + 600
  const measureDistance = ({ x, y, width, height }: Rect): number =>
    Math.hypot(x + width / 2 - middle.x, y + height / 2 - middle.y)
  return scene.nodes
    .map(getNodeRect)
    .filter((rect) => measureDistance(rect) < maxDistance)
    .toSorted((a, b) => measureDistance(a) - measureDistance(b))
    .slice(0, maxObstacles)
    .map((rect) => expandRect(rect, clearance))
}

const sortUnique = (values: readonly number[]): number[] => [...new Set(values)].toSorted((a, b) => a - b)

interface Step {
  readonly column: number
  readonly row: number
  readonly axis: 'x' | 'y'
  readonly cost: number
  readonly previous: Step | undefined
}

function findShortestPath(
  xs: readonly number[],
  ys: readonly number[],
  start: Point,
  end: Point,
  obstacles: readonly Rect[],
): Point[] | undefined {
  const goal = { column: xs.indexOf(end.x), row: ys.indexOf(end.y) }
  const estimateTotalCost = ({ column, row, cost }: Step): number =>
    cost + Math.abs((xs[column] ?? 0) - end.x) + Math.abs((ys[row] ?? 0) - end.y)
  const isUnobstructed = (a: Point, b: Point): boolean => {
    const segmentRect = { ...createRectBetween(a, b) }
    return !obstacles.some(
      (rect) =>
        segmentRect.x < rect.x + rect.width &&
        segmentRect.x + segmentRect.width > rect.x &&
        segmentRect.y < rect.y + rect.height &&
        segmentRect.y + segmentRect.height > rect.y,
    )
  }
  const bestCosts = new Map<string, number>()
  let queue: { step: Step; rank: number }[] = []
  const addStep = (step: Step): void => {
    const key = `${step.column} ${step.row} ${step.axis}`
    if ((bestCosts.get(key) ?? Infinity) <= step.cost) return
    bestCosts.set(key, step.cost)
    queue.push({ step, rank: estimateTotalCost(step) })
  }
  addStep({ column: xs.indexOf(start.x), row: ys.indexOf(start.y), axis: 'x', cost: 0, previous: undefined })
  for (let iteration = 0; queue.length > 0 && iteration < 20_000; iteration++) {
    const nextEntry = queue.reduce((a, b) => (b.rank < a.rank ? b : a))
    queue = queue.filter((entry) => entry !== nextEntry)
    const { step } = nextEntry
    if (step.column === goal.column && step.row === goal.row) return tracePath(step, xs, ys)
    const point = { x: xs[step.column] ?? 0, y: ys[step.row] ?? 0 }
    for (const [columnStep, rowStep] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      const column = step.column + columnStep
      const row = step.row + rowStep
      const x = xs[column]
      const y = ys[row]
      if (x === undefined || y === undefined || !isUnobstructed(point, { x, y })) continue
      const axis = columnStep === 0 ? 'y' : 'x'
      const turnCost = axis === step.axis ? 0 : bendCost
      const arrivalCost = column === goal.column && row === goal.row && axis === 'y' ? bendCost : 0
      const length = Math.abs(x - point.x) + Math.abs(y - point.y)
      addStep({ column, row, axis, cost: step.cost + length + turnCost + arrivalCost, previous: step })
    }
  }
  return undefined
}

function tracePath(last: Step, xs: readonly number[], ys: readonly number[]): Point[] {
  const path: Point[] = []
  for (let step: Step | undefined = last; step; step = step.previous) {
    path.unshift({ x: xs[step.column] ?? 0, y: ys[step.row] ?? 0 })
  }
  return path
}

/** Returns the points where a path turns. Its end points are not included. */
function findCorners(path: readonly Point[]): Point[] {
  return path.filter((point, index) => {
    const previousPoint = path[index - 1]
    const nextPoint = path[index + 1]
    if (!previousPoint || !nextPoint) return false
    const isStraight =
      (previousPoint.x === point.x && point.x === nextPoint.x) ||
      (previousPoint.y === point.y && point.y === nextPoint.y)
    return !isStraight
  })
}
