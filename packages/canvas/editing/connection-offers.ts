import type { Edit } from '@aw-flow/schema'
import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import type { SceneNode } from '../scene/scene.ts'
import type { Action } from './actions.ts'
import {
  checkConnection,
  createConnectEdit,
  canConnectTypes,
  findParallelEdges,
  type PortEnd,
} from './connection-rules.ts'
import { renderRefusal } from './refusal-text.ts'

/** A possible connection between two ports, as displayed in a list. @public */
export interface ConnectionOffer {
  /** The output port. */
  readonly from: PortEnd
  /** The input port. */
  readonly to: PortEnd
  /** The primary text of the list item. */
  readonly title: string
  /** The secondary text of the list item. */
  readonly detail: string
  /** The icon name. */
  readonly icon: string
  /** True if the offer also connects all other compatible ports of the two nodes. */
  readonly parallel?: true
}

/** The maximum number of offers in a list. Users can find the rest by searching. */
const maxOffers = 60

/**
 * Returns the possible connections of a node that match a search. Offers that do not replace an edge come first. Within
 * each kind, offers for nearer nodes come first.
 *
 * @internal
 */
export function listConnectionOffers(canvas: WorkflowCanvasState, node: SceneNode, search: string): ConnectionOffer[] {
  const words = splitWords(search)
  const { document, types, texts, description, scene } = canvas
  const measureDistance = (other: SceneNode): number => Math.hypot(other.x - node.x, other.y - node.y)
  const otherNodes = scene.nodes
    .filter((other) => other !== node)
    .toSorted((a, b) => measureDistance(a) - measureDistance(b))
  const rankedOffers: { offer: ConnectionOffer; replacesEdge: boolean }[] = []
  for (const other of otherNodes) {
    for (const [start, end, isOutward] of [
      [node, other, true],
      [other, node, false],
    ] as const) {
      const { title: name, icon } = other.content
      const title = isOutward ? texts.connectTo(name) : texts.connectFrom(name)
      if (!includesAll(title, words)) continue
      for (const { port: output } of start.shape.outputs) {
        for (const { port: input } of end.shape.inputs) {
          if (rankedOffers.length >= maxOffers || !canConnectTypes(output.type, input.type)) continue
          const from: PortEnd = { node: start.id, side: 'output', port: output.name }
          const to: PortEnd = { node: end.id, side: 'input', port: input.name }
          const connection = checkConnection(document, types, from, to, description)
          if (!connection.ok || isConnected(canvas, from, to)) continue
          const detail = texts.connectPorts(output.label ?? output.name, input.label ?? input.name)
          const replacesEdge = connection.replaces.length > 0
          rankedOffers.push({ offer: { from, to, title, detail, icon }, replacesEdge })
          const isFirst = start.shape.outputs[0]?.port === output && end.shape.inputs[0]?.port === input
          if (!isFirst || findParallelEdges(document, types, connection.edge, description).length === 0) continue
          rankedOffers.push({
            offer: { from, to, title, detail: texts.connectAll, icon, parallel: true },
            replacesEdge,
          })
        }
      }
    }
  }
  return rankedOffers.toSorted((a, b) => Number(a.replacesEdge) - Number(b.replacesEdge)).map(({ offer }) => offer)
}

/**
 * Returns why a connection to the first matching but incompatible node is refused, or `undefined` if no such node
 * exists.
 *
 * @internal
 */
export function findConnectionRefusal(
  canvas: WorkflowCanvasState,
  node: SceneNode,
  search: string,
): string | undefined {
  const words = splitWords(search)
  const { document, types, texts, description, scene } = canvas
  for (const other of words.length === 0 ? [] : scene.nodes) {
    const { title } = other.content
    const isOutward = includesAll(texts.connectTo(title), words)
    if (!isOutward && !includesAll(texts.connectFrom(title), words)) continue
    const [start, end] = isOutward ? [node, other] : [other, node]
    const output = start.shape.outputs[0]?.port
    if (!output) continue
    const from: PortEnd = { node: start.id, side: 'output', port: output.name }
    const [first] = end.shape.inputs.map(({ port }) =>
      checkConnection(document, types, from, { node: end.id, side: 'input', port: port.name }, description),
    )
    if (first && !first.ok) return renderRefusal(first.refusal, texts)
    if (!first) return texts.refusedNoPort(end.content.title, texts.portTypes[output.type])
  }
  return undefined
}

/**
 * Creates an action for an offered connection, or returns `undefined` if the document has changed so that the offer is
 * no longer valid.
 *
 * @internal
 */
export function createConnectAction(
  { document, types, texts, description, scene, newId }: WorkflowCanvasState,
  { from, to, parallel }: ConnectionOffer,
): Action | undefined {
  const connection = checkConnection(document, types, from, to, description)
  if (!connection.ok) return undefined
  const getTitle = (id: string): string => scene.byId.get(id)?.content.title ?? id
  const parallelEdges = parallel ? findParallelEdges(document, types, connection.edge, description) : []
  const edits = [
    createConnectEdit(connection, newId('edge')),
    ...parallelEdges.map((edge): Edit => ({ type: 'add-edge', edge: { id: newId('edge'), ...edge } })),
  ]
  const announcement = texts.connected(getTitle(from.node), getTitle(to.node))
  return { edit: { type: 'batch', edits }, select: [], announcement }
}

const splitWords = (search: string): string[] => search.toLowerCase().split(/\s+/).filter(Boolean)

const includesAll = (text: string, words: readonly string[]): boolean =>
  words.every((word) => text.toLowerCase().includes(word))

const isConnected = ({ scene }: WorkflowCanvasState, from: PortEnd, to: PortEnd): boolean =>
  scene.edges.some(
    (edge) =>
      edge.from.id === from.node &&
      edge.to.id === to.node &&
      edge.from.shape.outputs[edge.output]?.port.name === from.port &&
      edge.to.shape.inputs[edge.input]?.port.name === to.port,
  )
