import type { CommentTarget, CommentThread } from '@aw-flow/client'
import type { WorkflowNode } from '@aw-flow/schema'
import { computeBounds, getNodeRect, type Point, type Rect } from '@aw-flow/canvas'
import type { AwCanvas } from '../canvas/aw-canvas.ts'
import type { NodeTypeTranslator } from '../language/node-type-translator.ts'
import type { CommentsStrings } from './comments-strings.ts'

/** Subject of a new comment. */
export type CommentSubject = Pick<CommentThread, 'target' | 'targetName'>

/** Returns what is selected on the canvas or, without a selection, the place at its center. */
export function findSubject(
  canvas: AwCanvas,
  path: readonly string[],
  strings: CommentsStrings,
  nodeTypes: NodeTypeTranslator,
): CommentSubject {
  const where = path.length > 0 ? { path: [...path] } : {}
  const findName = (id: string): string => {
    const node = canvas.document.nodes.find((candidate) => candidate.id === id)
    return node ? getName(node, nodeTypes) : id
  }
  const [node] = canvas.selection
  if (node !== undefined) return { target: { kind: 'node', id: node, ...where }, targetName: findName(node) }
  const [edgeId] = canvas.selectedEdges
  const edge = canvas.document.edges.find(({ id }) => id === edgeId)
  if (edge) {
    const targetName = `${findName(edge.source)} → ${findName(edge.target)}`
    return { target: { kind: 'edge', id: edge.id, ...where }, targetName }
  }
  const { x, y, width, height } = canvas.visibleArea
  const point = { x: Math.round(x + width / 2), y: Math.round(y + height / 2) }
  return { target: { kind: 'place', ...point, ...where }, targetName: strings.placeName }
}

const getName = (node: WorkflowNode, nodeTypes: NodeTypeTranslator): string => nodeTypes.getLabel(node) || node.type

/** Returns whether a target is in the sub-workflow that the canvas shows, or on the canvas at all. */
export const isOnCanvas = (target: CommentTarget, path: readonly string[]): boolean =>
  'id' in target || 'x' in target ? (target.path ?? []).join('/') === path.join('/') : false

/** Returns the area of a target on the canvas, or `undefined` if it is elsewhere or gone. */
export function findArea({ scene }: AwCanvas, target: CommentTarget): Rect | undefined {
  if (target.kind === 'place') return { x: target.x, y: target.y, width: 0, height: 0 }
  if (target.kind === 'node') {
    const node = scene.byId.get(target.id)
    return node && getNodeRect(node)
  }
  const edge = target.kind === 'edge' ? scene.edges.find(({ id }) => id === target.id) : undefined
  return edge && centerOf(computeBounds([getNodeRect(edge.from), getNodeRect(edge.to)])!)
}

const centerOf = ({ x, y, width, height }: Rect): Rect => ({ x: x + width / 2, y: y + height / 2, width: 0, height: 0 })

/** Returns the corner of an area at which its mark is. */
export const getMarkPoint = ({ x, y, width }: Rect): Point => ({ x: x + width, y })
