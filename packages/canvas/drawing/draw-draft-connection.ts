import type { PortEnd } from '../editing/connection-rules.ts'
import { createCurve } from './draw-edges.ts'
import type { Pen } from './frame.ts'
import { drawHalo, tracePort } from './draw-port.ts'
import type { PortPosition } from '../scene/node-shape.ts'
import type { Scene } from '../scene/scene.ts'

/** Draws the connection that the user is dragging, and a halo around its target port. */
export function drawDraft({ context, frame }: Pen): void {
  const { connection, scene, theme } = frame
  const start = connection && locatePort(scene, connection.from)
  if (!connection || !start) return
  const [outputPoint, inputPoint] = connection.from.side === 'output' ? [start, connection.to] : [connection.to, start]
  const curve = createCurve(outputPoint.x, outputPoint.y, inputPoint.x, inputPoint.y)
  const color = connection.rejectionReason ? theme.tones.bad : theme.ports[start.portPosition.port.type]
  const target = connection.target && locatePort(scene, connection.target)
  if (target)
    drawHalo(context, connection.rejectionReason ? theme.tones.bad : theme.ports[target.portPosition.port.type], target)
  context.strokeStyle = color
  context.fillStyle = color
  context.lineWidth = 2
  if (connection.rejectionReason) context.setLineDash([5, 5])
  context.beginPath()
  context.moveTo(curve.x1, curve.y1)
  context.bezierCurveTo(curve.cx1, curve.cy1, curve.cx2, curve.cy2, curve.x2, curve.y2)
  context.stroke()
  context.setLineDash([])
  context.beginPath()
  tracePort(context, start.portPosition.port.type, connection.to.x, connection.to.y, 4.5)
  context.fill()
}

/** Returns a port and its center in graph coordinates. */
function locatePort(scene: Scene, end: PortEnd): { portPosition: PortPosition; x: number; y: number } | undefined {
  const node = scene.byId.get(end.node)
  const ports = end.side === 'output' ? node?.shape.outputs : node?.shape.inputs
  const portPosition = ports?.find(({ port }) => port.name === end.port)
  return node && portPosition ? { portPosition, x: node.x + portPosition.x, y: node.y + portPosition.y } : undefined
}
