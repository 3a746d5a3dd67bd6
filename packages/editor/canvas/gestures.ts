import type { NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { CanvasStrings } from './canvas-strings.ts'
import { connect, fits, type Connection, type PortEnd } from './connection-rules.ts'
import type { DraftConnection } from './draw-frame.ts'
import { hitTest, nodesIn, type Hit } from './hit-test.ts'
import { gridSize, snap } from './node-shape.ts'
import type { Drag, SurfacePoint } from './pointer-input.ts'
import type { Scene, SceneNode } from './scene.ts'
import { rectOf, toGraph, type Point, type Rect, type View } from './view.ts'

/** Nodes on their way, by this much from where the document has them. */
export interface NodeDrag {
  readonly ids: ReadonlySet<string>
  readonly dx: number
  readonly dy: number
}

/** What gestures read and change; the canvas element is one. */
export interface GestureHost {
  readonly scene: Scene
  readonly view: View
  readonly selection: ReadonlySet<string>
  readonly document: Workflow
  readonly types: ReadonlyMap<string, NodeType>
  readonly description?: WorkflowDescription | undefined
  readonly editable: boolean
  readonly strings: CanvasStrings
  select(nodes: Iterable<string>, edges?: Iterable<string>): void
  /** Nodes stand elsewhere while they are dragged; the document does not know yet. */
  dragged(drag: NodeDrag | undefined): void
  /** Nodes have been dragged by this much, in the graph's units. */
  moved(ids: ReadonlySet<string>, dx: number, dy: number): void
  drafted(draft: DraftConnection | undefined, says: string | undefined, at: Point | undefined): void
  marqueed(area: Rect | undefined): void
  connected(connection: Extract<Connection, { ok: true }>): void
  droppedOnEmpty(from: PortEnd, at: Point): void
  disconnected(edge: string): void
}

/** What lies under a point of the surface. */
export function hitAt(host: GestureHost, at: SurfacePoint): Hit {
  return hitTest(host.scene, toGraph(host.view, at), {
    scale: host.view.scale,
    reach: at.kind === 'touch' ? 22 : 11,
    selection: host.selection,
  })
}

/** The drag that a press begins; `undefined` where it pans. */
export function pressed(host: GestureHost, at: SurfacePoint): (() => Drag) | undefined {
  const hit = hitAt(host, at)
  switch (hit.kind) {
    case 'port':
      return host.editable ? () => connectionDrag(host, hit.end) : undefined
    case 'node': {
      if (!host.selection.has(hit.node.id)) {
        host.select(at.shift || at.command ? [...host.selection, hit.node.id] : [hit.node.id])
      }
      return host.editable ? () => moveDrag(host, hit.node, at) : undefined
    }
    case 'edge':
    case 'empty':
      return at.shift ? () => marqueeDrag(host, at) : undefined
  }
}

/** A click: selects what it is on. The press has already selected a node that was not. */
export function clicked(host: GestureHost, at: SurfacePoint, wasSelected: boolean): void {
  const hit = hitAt(host, at)
  const adds = at.shift || at.command
  switch (hit.kind) {
    case 'port':
    case 'node': {
      const { id } = hit.node
      if (!adds) host.select([id])
      else if (wasSelected) host.select([...host.selection].filter((other) => other !== id))
      else host.select([...host.selection, id])
      break
    }
    case 'edge':
      host.select([], [hit.edge.id])
      break
    case 'empty':
      if (!adds) host.select([])
      break
  }
}

/** Drags the selected nodes; the node under the pointer snaps to the grid and the others keep their distance to it. */
function moveDrag(host: GestureHost, grabbed: SceneNode, start: SurfacePoint): Drag {
  const ids = new Set(host.selection.has(grabbed.id) ? host.selection : [grabbed.id])
  const from = grabbed.node.position
  const grip = toGraph(host.view, start)
  let dx = 0
  let dy = 0
  return {
    move(at) {
      const here = toGraph(host.view, at)
      const rawX = here.x - grip.x
      const rawY = here.y - grip.y
      // Ctrl or Cmd leaves the grid; Alt would move the window on some desktops.
      dx = at.command ? rawX : snap(from.x + rawX) - from.x
      dy = at.command ? rawY : snap(from.y + rawY) - from.y
      host.dragged({ ids, dx, dy })
    },
    end(at) {
      host.dragged(undefined)
      if (at && (dx !== 0 || dy !== 0)) host.moved(ids, dx, dy)
    },
  }
}

function marqueeDrag(host: GestureHost, start: SurfacePoint): Drag {
  const before = host.selection
  const from = toGraph(host.view, start)
  return {
    move(at) {
      const area = rectOf(from, toGraph(host.view, at))
      host.marqueed(area)
      host.select(new Set([...before, ...nodesIn(host.scene, area)]))
    },
    end(at) {
      host.marqueed(undefined)
      if (!at) host.select(before)
    },
  }
}

/** Draws a connection from a port; from an input that has an edge, takes the edge's end up. */
function connectionDrag(host: GestureHost, pressedEnd: PortEnd): Drag {
  const taken =
    pressedEnd.side === 'input'
      ? host.scene.edges.find(
          (edge) => edge.to.id === pressedEnd.node && edge.to.shape.inputs[edge.input]?.port.name === pressedEnd.port,
        )
      : undefined
  const outputPort = taken?.from.shape.outputs[taken.output]?.port.name
  const from: PortEnd =
    taken && outputPort !== undefined ? { node: taken.from.id, side: 'output', port: outputPort } : pressedEnd
  const start = host.scene.byId.get(from.node)
  const port = (from.side === 'output' ? start?.shape.outputs : start?.shape.inputs)?.find(
    (place) => place.port.name === from.port,
  )?.port
  const candidates = new Set(
    host.scene.nodes
      .filter((node) =>
        (from.side === 'output' ? node.shape.inputs : node.shape.outputs).some((place) =>
          port && from.side === 'output' ? fits(port.type, place.port.type) : port && fits(place.port.type, port.type),
        ),
      )
      .map((node) => node.id),
  )
  let verdictFor = ''
  let verdict: Connection | undefined
  let target: PortEnd | undefined
  const judge = (end: PortEnd | undefined): void => {
    const key = end ? `${end.node} ${end.side} ${end.port}` : ''
    if (key === verdictFor) return
    verdictFor = key
    target = end
    verdict = end && connect(host.document, host.types, from, end, host.strings, host.description)
  }
  return {
    move(at) {
      const graphPoint = toGraph(host.view, at)
      const hit = hitTest(host.scene, graphPoint, {
        scale: host.view.scale,
        reach: at.kind === 'touch' ? 28 : 18,
        selection: host.selection,
      })
      let says: string | undefined
      if (hit.kind === 'port' && !(hit.end.node === from.node && hit.end.side === from.side)) judge(hit.end)
      else if (hit.kind === 'node' && hit.node.id !== from.node) {
        const best = port && bestPort(host, hit.node, from, port.type)
        judge(best)
        if (!best) says = host.strings.refusedNoPort(hit.node.face.title, host.strings.portTypes[port?.type ?? 'table'])
      } else judge(undefined)
      const onEmpty = hit.kind === 'empty' || hit.kind === 'edge'
      const refused = verdict && !verdict.ok ? verdict.reason : says
      const snapped = verdict?.ok ? portPoint(host, target) : undefined
      const title = target && host.scene.byId.get(target.node)?.face.title
      const words =
        refused ??
        (verdict?.ok && title
          ? verdict.replaces.length > 0 && !(taken && verdict.replaces[0] === taken.id)
            ? host.strings.replaces(title)
            : host.strings.connect(title)
          : onEmpty && !taken
            ? host.strings.dropToAdd
            : undefined)
      host.drafted({ from, to: snapped ?? graphPoint, target, refused, candidates }, words, at)
    },
    end(at) {
      host.drafted(undefined, undefined, undefined)
      if (!at) return
      const same = taken && target?.node === taken.to.id && verdict?.ok && verdict.replaces.includes(taken.id)
      if (same && verdict?.ok && verdict.edge.source === taken.edge.source) return
      if (verdict?.ok) {
        host.connected(taken ? { ...verdict, replaces: [...new Set([taken.id, ...verdict.replaces])] } : verdict)
        return
      }
      const hit = hitTest(host.scene, toGraph(host.view, at), {
        scale: host.view.scale,
        reach: 0,
        selection: host.selection,
      })
      if (hit.kind === 'node' || verdict) return
      if (taken) host.disconnected(taken.id)
      else host.droppedOnEmpty(from, at)
    },
  }
}

function bestPort(
  host: GestureHost,
  node: SceneNode,
  from: PortEnd,
  type: NodeType['inputs'][number]['type'],
): PortEnd | undefined {
  const places = from.side === 'output' ? node.shape.inputs : node.shape.outputs
  const side = from.side === 'output' ? 'input' : 'output'
  const fitting = places.filter(({ port }) => (from.side === 'output' ? fits(type, port.type) : fits(port.type, type)))
  const free = fitting.find(
    ({ port }) =>
      side === 'output' ||
      !host.scene.edges.some((edge) => edge.to === node && node.shape.inputs[edge.input]?.port.name === port.name),
  )
  const found = free ?? fitting[0]
  return found && { node: node.id, side, port: found.port.name }
}

function portPoint(host: GestureHost, end: PortEnd | undefined): Point | undefined {
  const node = end && host.scene.byId.get(end.node)
  const places = end?.side === 'input' ? node?.shape.inputs : node?.shape.outputs
  const place = places?.find(({ port }) => port.name === end?.port)
  return node && place ? { x: node.x + place.x, y: node.y + place.y } : undefined
}

/** How far arrows move a node: one step of the grid, or one unit with Shift. */
export const nudgeStep = (fine: boolean): number => (fine ? 1 : gridSize)
