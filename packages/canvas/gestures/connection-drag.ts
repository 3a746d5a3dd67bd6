import type { NodeType } from '@aw-flow/schema'
import { connect, converters, fits, type Connection, type PortEnd } from '../editing/connection-rules.ts'
import { refusalText } from '../editing/refusal-text.ts'
import type { GestureHost } from './gesture-host.ts'
import { hitTest } from '../hit-testing/hit-test.ts'
import type { Drag } from './pointer-input.ts'
import { nodeRect, type Scene, type SceneNode } from '../scene/scene.ts'
import { overlaps, toGraph, type Point, type View } from '../camera/view.ts'

/** Drags a new connection from a port, or from a connected input the end of its edge. */
export function connectionDrag(host: GestureHost, pressedEnd: PortEnd): Drag {
  const taken =
    pressedEnd.side === 'input'
      ? host.canvas.scene.edges.find(
          (edge) => edge.to.id === pressedEnd.node && edge.to.shape.inputs[edge.input]?.port.name === pressedEnd.port,
        )
      : undefined
  const outputPort = taken?.from.shape.outputs[taken.output]?.port.name
  const from: PortEnd =
    taken && outputPort !== undefined ? { node: taken.from.id, side: 'output', port: outputPort } : pressedEnd
  const start = host.canvas.scene.byId.get(from.node)
  const port = (from.side === 'output' ? start?.shape.outputs : start?.shape.inputs)?.find(
    (place) => place.port.name === from.port,
  )?.port
  const candidates = new Set(
    host.canvas.scene.nodes
      .filter((node) =>
        (from.side === 'output' ? node.shape.inputs : node.shape.outputs).some((place) =>
          port && from.side === 'output' ? fits(port.type, place.port.type) : port && fits(place.port.type, port.type),
        ),
      )
      .map((node) => node.id),
  )
  let near: { view: View; of: Scene; scene: Scene } | undefined
  /** The visible nodes and some around them: all nodes that the pointer can reach. */
  const around = (): Scene => {
    if (near?.view !== host.canvas.view || near.of !== host.canvas.scene) {
      const { x, y, width, height } = host.canvas.visibleArea
      const area = { x: x - 48, y: y - 48, width: width + 96, height: height + 96 }
      const nodes = host.canvas.scene.nodes.filter((node) => overlaps(nodeRect(node), area))
      near = { view: host.canvas.view, of: host.canvas.scene, scene: { ...host.canvas.scene, nodes } }
    }
    return near.scene
  }
  let verdictFor = ''
  let verdict: Connection | undefined
  let target: PortEnd | undefined
  const judge = (end: PortEnd | undefined): void => {
    const key = end ? `${end.node} ${end.side} ${end.port}` : ''
    if (key === verdictFor) return
    verdictFor = key
    target = end
    verdict = end && connect(host.canvas.document, host.canvas.types, from, end, host.canvas.description)
  }
  return {
    move(at) {
      const graphPoint = toGraph(host.canvas.view, at)
      const hit = hitTest(around(), graphPoint, {
        scale: host.canvas.view.scale,
        reach: at.kind === 'touch' ? 28 : 18,
        selection: host.canvas.selection,
        nodesOnly: true,
      })
      let says: string | undefined
      if (hit.kind === 'port' && !(hit.end.node === from.node && hit.end.side === from.side)) judge(hit.end)
      else if (hit.kind === 'node' && hit.node.id !== from.node) {
        const best = port && bestPort(host, hit.node, from, port.type)
        judge(best)
        if (!best)
          says = host.canvas.texts.refusedNoPort(
            hit.node.face.title,
            host.canvas.texts.portTypes[port?.type ?? 'table'],
          )
      } else judge(undefined)
      const onEmpty = hit.kind === 'empty'
      const refused = verdict && !verdict.ok ? refusalText(verdict.refusal, host.canvas.texts) : says
      const snapped = verdict?.ok ? portPoint(host, target) : undefined
      const title = target && host.canvas.scene.byId.get(target.node)?.face.title
      const words =
        refused ??
        (verdict?.ok && title
          ? verdict.replaces.length > 0 && !(taken && verdict.replaces[0] === taken.id)
            ? host.canvas.texts.replaces(title)
            : host.canvas.texts.connect(title)
          : onEmpty && !taken
            ? host.canvas.texts.dropToAdd
            : undefined)
      const between =
        verdict && !verdict.ok && verdict.types ? converters(host.canvas.types.values(), verdict.types) : []
      host.drafted(
        { from, to: snapped ?? graphPoint, target, refused, candidates },
        between.length > 0 && refused ? `${refused} ${host.canvas.texts.dropToConvert}` : words,
        at,
      )
    },
    end(at) {
      host.drafted(undefined, undefined, undefined)
      if (!at) return
      const same = taken && target?.node === taken.to.id && verdict?.ok && verdict.replaces.includes(taken.id)
      if (same && verdict?.ok && verdict.edge.source === taken.edge.source) return
      if (verdict?.ok) {
        const replaces = taken ? [...new Set([taken.id, ...verdict.replaces])] : verdict.replaces
        host.connected({ ...verdict, replaces }, at.shift)
        return
      }
      if (verdict?.types && target && !taken && converters(host.canvas.types.values(), verdict.types).length > 0) {
        host.droppedBetween(from, target, at)
        return
      }
      const hit = hitTest(host.canvas.scene, toGraph(host.canvas.view, at), {
        scale: host.canvas.view.scale,
        reach: 0,
        selection: host.canvas.selection,
        nodesOnly: true,
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
      !host.canvas.scene.edges.some(
        (edge) => edge.to === node && node.shape.inputs[edge.input]?.port.name === port.name,
      ),
  )
  const found = free ?? fitting[0]
  return found && { node: node.id, side, port: found.port.name }
}

function portPoint(host: GestureHost, end: PortEnd | undefined): Point | undefined {
  const node = end && host.canvas.scene.byId.get(end.node)
  const places = end?.side === 'input' ? node?.shape.inputs : node?.shape.outputs
  const place = places?.find(({ port }) => port.name === end?.port)
  return node && place ? { x: node.x + place.x, y: node.y + place.y } : undefined
}
