import type { Edit } from '@aw-flow/schema'
import { rerouteEdges, shiftPositions } from '../arrange/reroute-edges.ts'
import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import { findMarkContents } from '../scene/frame-contents.ts'
import { gridSize } from '../scene/node-shape.ts'
import type { SceneEdge } from '../scene/scene.ts'
import { createMoveEdit } from './document-edits.ts'

/** A move made with the keyboard. Consecutive nudges with the same `merge` key form one undo step. @internal */
export interface Nudge {
  readonly edit: Edit
  readonly merge: string
  /** The ids of the moved nodes. */
  readonly ids: ReadonlySet<string>
}

/**
 * Returns an edit that moves the selection by one grid step, or by one unit with `isFine`. `dx` and `dy` are -1, 0 or
 * 1.
 *
 * @internal
 */
export function nudgeSelection(
  {
    scene,
    document,
    selection,
    selectedMarks,
  }: Pick<WorkflowCanvasState, 'scene' | 'document' | 'selection' | 'selectedMarks'>,
  dx: number,
  dy: number,
  isFine: boolean,
): Nudge {
  const step = isFine ? 1 : gridSize
  const { nodes, marks } = findMarkContents(scene, selectedMarks)
  const ids = new Set([...selection, ...nodes])
  const moveEdit = createMoveEdit(document, ids, dx * step, dy * step, marks)
  const rerouteEdits = rerouteEdges(scene, shiftPositions(scene, ids, dx * step, dy * step))
  const edit: Edit = rerouteEdits.length === 0 ? moveEdit : { type: 'batch', edits: [moveEdit, ...rerouteEdits] }
  return { edit, merge: `nudge ${[...ids, ...marks].join(' ')}`, ids }
}

/**
 * Returns an edit that moves an edge's bends by half a grid step, or by one unit with `isFine`. Returns `undefined` if
 * the edge has no bends.
 *
 * @internal
 */
export function nudgeBends({ id, edge }: SceneEdge, dx: number, dy: number, isFine: boolean): Nudge | undefined {
  if (!edge.points) return undefined
  const step = isFine ? 1 : gridSize / 2
  const points = edge.points.map(({ x, y }) => ({ x: x + dx * step, y: y + dy * step }))
  return { edit: { type: 'set-points', id, points }, merge: `nudge ${id}`, ids: new Set() }
}
