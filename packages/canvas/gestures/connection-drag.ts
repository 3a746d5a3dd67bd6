import type { NodeType } from '@aw-flow/schema'
import {
  checkConnection,
  findConverters,
  canConnectTypes,
  type Connection,
  type PortEnd,
} from '../editing/connection-rules.ts'
import { renderRefusal } from '../editing/refusal-text.ts'
import type { GestureHost } from './gesture-host.ts'
import { hitTest } from '../hit-testing/hit-test.ts'
import type { Drag } from './pointer-input.ts'
import { getNodeRect, type Scene, type SceneEdge, type SceneNode } from '../scene/scene.ts'
import { overlaps, toGraph, type Point, type Viewport } from '../camera/view.ts'

/**
 * Creates a drag of a new connection from a port. If a connected input is pressed, drags the end of its existing edge
 * instead.
 */
export function createConnectionDrag(host: GestureHost, pressedEnd: PortEnd): Drag {
  const { detachedEdge, startEnd, port } = findStart(host.canvas.scene, pressedEnd)
  const candidateNodeIds = port ? findCandidates(host.canvas.scene, startEnd.side, port) : new Set<string>()
  let sceneCache: { view: Viewport; source: Scene; scene: Scene } | undefined
  /**
   * Returns the scene reduced to the nodes in or near the visible area, which are the only ones the pointer can reach.
   */
  const getReachableScene = (): Scene => {
    if (sceneCache?.view !== host.canvas.view || sceneCache.source !== host.canvas.scene) {
      const { x, y, width, height } = host.canvas.visibleArea
      const area = { x: x - 48, y: y - 48, width: width + 96, height: height + 96 }
      const nodes = host.canvas.scene.nodes.filter((node) => overlaps(getNodeRect(node), area))
      sceneCache = { view: host.canvas.view, source: host.canvas.scene, scene: { ...host.canvas.scene, nodes } }
    }
    return sceneCache.scene
  }
  let checkedKey = ''
  let connection: Connection | undefined
  let target: PortEnd | undefined
  const checkTarget = (end: PortEnd | undefined): void => {
    const key = end ? `${end.node} ${end.side} ${end.port}` : ''
    if (key === checkedKey) return
    checkedKey = key
    target = end
    connection = end && checkConnection(host.canvas.document, host.canvas.types, startEnd, end, host.canvas.description)
  }
  return {
    move(point) {
      const graphPoint = toGraph(host.canvas.view, point)
      const hit = hitTest(getReachableScene(), graphPoint, {
        scale: host.canvas.view.scale,
        tolerance: point.kind === 'touch' ? 28 : 18,
        selection: host.canvas.selection,
        nodesOnly: true,
      })
      let noPortMessage: string | undefined
      if (hit.kind === 'port' && !(hit.end.node === startEnd.node && hit.end.side === startEnd.side))
        checkTarget(hit.end)
      else if (hit.kind === 'node' && hit.node.id !== startEnd.node) {
        const bestPort = port && findBestPort(host, hit.node, startEnd, port.type)
        checkTarget(bestPort)
        if (!bestPort)
          noPortMessage = host.canvas.texts.refusedNoPort(
            hit.node.content.title,
            host.canvas.texts.portTypes[port?.type ?? 'table'],
          )
      } else checkTarget(undefined)
      const isOverEmptySpace = hit.kind === 'empty'
      const rejectionReason =
        connection && !connection.ok ? renderRefusal(connection.refusal, host.canvas.texts) : noPortMessage
      const snappedPoint = connection?.ok ? findPortPoint(host, target) : undefined
      const targetTitle = target && host.canvas.scene.byId.get(target.node)?.content.title
      const tooltipText =
        rejectionReason ??
        (connection?.ok && targetTitle
          ? connection.replaces.length > 0 && !(detachedEdge && connection.replaces[0] === detachedEdge.id)
            ? host.canvas.texts.replaces(targetTitle)
            : host.canvas.texts.connect(targetTitle)
          : isOverEmptySpace && !detachedEdge
            ? host.canvas.texts.dropToAdd
            : undefined)
      const converterTypes =
        connection && !connection.ok && connection.types
          ? findConverters(host.canvas.types.values(), connection.types)
          : []
      host.onConnectionDragged(
        { from: startEnd, to: snappedPoint ?? graphPoint, target, rejectionReason, candidates: candidateNodeIds },
        converterTypes.length > 0 && rejectionReason
          ? `${rejectionReason} ${host.canvas.texts.dropToConvert}`
          : tooltipText,
        point,
      )
    },
    end(point) {
      host.onConnectionDragged(undefined, undefined, undefined)
      if (!point) return
      const isSameTarget =
        detachedEdge &&
        target?.node === detachedEdge.to.id &&
        connection?.ok &&
        connection.replaces.includes(detachedEdge.id)
      if (isSameTarget && connection?.ok && connection.edge.source === detachedEdge.edge.source) return
      if (connection?.ok) {
        const replacedEdgeIds = detachedEdge
          ? [...new Set([detachedEdge.id, ...connection.replaces])]
          : connection.replaces
        host.onConnected({ ...connection, replaces: replacedEdgeIds }, point.shift)
        return
      }
      if (
        connection?.types &&
        target &&
        !detachedEdge &&
        findConverters(host.canvas.types.values(), connection.types).length > 0
      ) {
        host.onDroppedBetween(startEnd, target, point)
        return
      }
      const hit = hitTest(host.canvas.scene, toGraph(host.canvas.view, point), {
        scale: host.canvas.view.scale,
        tolerance: 0,
        selection: host.canvas.selection,
        nodesOnly: true,
      })
      if (hit.kind === 'node' || connection) return
      if (detachedEdge) host.onDisconnected(detachedEdge.id)
      else host.onDroppedOnEmpty(startEnd, point)
    },
  }
}

interface ConnectionStart {
  /** The edge whose end is dragged, if a connected input is pressed. */
  readonly detachedEdge: SceneEdge | undefined
  readonly startEnd: PortEnd
  readonly port: PortSpec | undefined
}

type PortSpec = NodeType['inputs'][number]

function findStart({ edges, byId }: Scene, pressedEnd: PortEnd): ConnectionStart {
  const { node, side, port: portName } = pressedEnd
  const detachedEdge =
    side === 'input'
      ? edges.find(({ to, input }) => to.id === node && to.shape.inputs[input]?.port.name === portName)
      : undefined
  const outputPort = detachedEdge?.from.shape.outputs[detachedEdge.output]?.port.name
  const startEnd: PortEnd =
    detachedEdge && outputPort !== undefined
      ? { node: detachedEdge.from.id, side: 'output', port: outputPort }
      : pressedEnd
  const shape = byId.get(startEnd.node)?.shape
  const ports = startEnd.side === 'output' ? shape?.outputs : shape?.inputs
  return { detachedEdge, startEnd, port: ports?.find(({ port }) => port.name === startEnd.port)?.port }
}

/** Returns the ids of the nodes with a port that a connection from a port can end at. */
const findCandidates = ({ nodes }: Scene, side: PortEnd['side'], { type }: PortSpec): ReadonlySet<string> =>
  new Set(
    nodes
      .filter(({ shape }) =>
        side === 'output'
          ? shape.inputs.some(({ port }) => canConnectTypes(type, port.type))
          : shape.outputs.some(({ port }) => canConnectTypes(port.type, type)),
      )
      .map(({ id }) => id),
  )

function findBestPort(
  host: GestureHost,
  node: SceneNode,
  startEnd: PortEnd,
  type: PortSpec['type'],
): PortEnd | undefined {
  const ports = startEnd.side === 'output' ? node.shape.inputs : node.shape.outputs
  const side = startEnd.side === 'output' ? 'input' : 'output'
  const compatiblePorts = ports.filter(({ port }) =>
    startEnd.side === 'output' ? canConnectTypes(type, port.type) : canConnectTypes(port.type, type),
  )
  const unconnectedPort = compatiblePorts.find(
    ({ port }) =>
      side === 'output' ||
      !host.canvas.scene.edges.some(
        (edge) => edge.to === node && node.shape.inputs[edge.input]?.port.name === port.name,
      ),
  )
  const match = unconnectedPort ?? compatiblePorts[0]
  return match && { node: node.id, side, port: match.port.name }
}

function findPortPoint(host: GestureHost, end: PortEnd | undefined): Point | undefined {
  const node = end && host.canvas.scene.byId.get(end.node)
  const ports = end?.side === 'input' ? node?.shape.inputs : node?.shape.outputs
  const portPosition = ports?.find(({ port }) => port.name === end?.port)
  return node && portPosition ? { x: node.x + portPosition.x, y: node.y + portPosition.y } : undefined
}
