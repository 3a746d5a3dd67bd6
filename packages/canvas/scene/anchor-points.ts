import type { Point } from '../camera/view.ts'
import { headerHeight } from './node-shape.ts'
import type { SceneNode } from './scene.ts'

/** Returns where a node's menu opens, in graph coordinates: below the start of its title. @internal */
export const getMenuPoint = (node: SceneNode): Point => ({ x: node.x + 24, y: node.y + headerHeight })

/** Returns a point `gap` to the right of a node and `offsetY` below its top, in graph coordinates. @internal */
export const getPointNextTo = (node: SceneNode, gap: number, offsetY = 0): Point => ({
  x: node.x + node.shape.width + gap,
  y: node.y + offsetY,
})

/**
 * Returns where the next node is added, in graph coordinates: `gap` to the right, level with the first output or, for a
 * node without outputs, with its vertical center. @internal
 */
export const getNextNodePoint = (node: SceneNode, gap: number): Point =>
  getPointNextTo(node, gap, node.shape.outputs[0]?.y ?? node.shape.height / 2)
