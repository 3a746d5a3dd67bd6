import type { Point } from '../camera/view.ts'
import { headerHeight } from './node-shape.ts'
import type { SceneNode } from './scene.ts'

/** Returns the point where a menu for a node opens: below the start of its title, in graph coordinates. @internal */
export const getMenuPoint = (node: SceneNode): Point => ({ x: node.x + 24, y: node.y + headerHeight })

/** Returns a point `gap` to the right of a node and `down` below its top, in graph coordinates. @internal */
export const getPointNextTo = (node: SceneNode, gap: number, down = 0): Point => ({
  x: node.x + node.shape.width + gap,
  y: node.y + down,
})

/**
 * Returns the point where the next node after this one is added: `gap` to the right of it, at the height of its first
 * output or, if it has no outputs, of its middle; in graph coordinates. @internal
 */
export const getNextNodePoint = (node: SceneNode, gap: number): Point =>
  getPointNextTo(node, gap, node.shape.outputs[0]?.y ?? node.shape.height / 2)
