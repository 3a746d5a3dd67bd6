import type { Edit, Workflow, WorkflowNote } from '@aw-flow/schema'
import type { Action } from './actions.ts'
import type { CanvasTexts } from '../canvas-texts.ts'
import type { NewId } from './new-id.ts'
import { gridSize, snap } from '../scene/node-shape.ts'
import { frameTitleHeight, groupPadding } from '../scene/scene.ts'
import type { Point, Rect } from '../camera/view.ts'

/** Creates an action that groups nodes and removes them from their previous groups. @internal */
export function createGroupAction(
  document: Workflow,
  nodeIds: ReadonlySet<string>,
  newId: NewId,
  strings: CanvasTexts,
): Action {
  const id = newId('group')
  const edits: Edit[] = []
  for (const group of document.groups ?? []) {
    if (!group.nodes.some((node) => nodeIds.has(node))) continue
    const remainingIds = group.nodes.filter((node) => !nodeIds.has(node))
    edits.push(
      remainingIds.length > 0
        ? { type: 'replace-group', group: { ...group, nodes: remainingIds } }
        : { type: 'remove-group', id: group.id },
    )
  }
  const memberIds = document.nodes.filter((node) => nodeIds.has(node.id)).map((node) => node.id)
  edits.push({ type: 'add-group', group: { id, label: strings.newGroup, nodes: memberIds } })
  return { edit: { type: 'batch', edits }, select: [], marks: [id], announcement: strings.grouped(memberIds.length) }
}

/**
 * Creates an action that dissolves the selected groups and all groups that contain selected nodes. The nodes remain.
 *
 * @internal
 */
export function createUngroupAction(
  document: Workflow,
  nodeIds: ReadonlySet<string>,
  markIds: ReadonlySet<string>,
  strings: CanvasTexts,
): Action {
  const groups = (document.groups ?? []).filter(
    (group) => markIds.has(group.id) || group.nodes.some((node) => nodeIds.has(node)),
  )
  const memberIds = new Set(groups.flatMap((group) => group.nodes))
  return {
    edit: { type: 'batch', edits: groups.map(({ id }): Edit => ({ type: 'remove-group', id })) },
    select: document.nodes.filter(({ id }) => memberIds.has(id)).map(({ id }) => id),
    announcement: strings.ungrouped(groups.length),
  }
}

/** Creates an action that adds an empty note centered at a point. @internal */
export function createNoteAction(center: Point, newId: NewId, strings: CanvasTexts): Action {
  const id = newId('note')
  const size = { width: 256, height: 128 }
  const position = { x: snap(center.x - size.width / 2), y: snap(center.y - size.height / 2) }
  return {
    edit: { type: 'add-note', note: { id, text: '', position, size } },
    select: [],
    marks: [id],
    announcement: strings.noteAdded,
  }
}

/**
 * Creates an action that adds a frame around `contentRect` with space for a title. Without a rectangle, the frame is
 * empty and centered at `center`.
 *
 * @internal
 */
export function createFrameAction(
  contentRect: Rect | undefined,
  center: Point,
  newId: NewId,
  strings: CanvasTexts,
): Action {
  const id = newId('frame')
  const rect = contentRect
    ? fitFrame(contentRect)
    : { x: snap(center.x - 240), y: snap(center.y - 160), width: 480, height: 320 }
  const { x, y, width, height } = rect
  return {
    edit: {
      type: 'add-note',
      note: { id, text: strings.newFrame, position: { x, y }, size: { width, height }, frame: true },
    },
    select: [],
    marks: [id],
    announcement: strings.frameAdded,
  }
}

/** Returns the frame rectangle for the given content: snapped to the grid, with padding and space for a title. */
export const fitFrame = ({ x, y, width, height }: Rect): Rect => {
  const left = Math.floor((x - groupPadding) / gridSize) * gridSize
  const top = Math.floor((y - groupPadding - frameTitleHeight) / gridSize) * gridSize
  return {
    x: left,
    y: top,
    width: Math.ceil((x + width + groupPadding - left) / gridSize) * gridSize,
    height: Math.ceil((y + height + groupPadding - top) / gridSize) * gridSize,
  }
}

export const noteTones: readonly WorkflowNote['tone'][] = [undefined, 'accent', 'good', 'bad', 'info']

/** Returns an edit that switches notes and frames to the next color. @internal */
export const createRecolorEdit = (document: Workflow, markIds: ReadonlySet<string>): Edit => ({
  type: 'batch',
  edits: (document.notes ?? [])
    .filter(({ id }) => markIds.has(id))
    .map((note): Edit => {
      const { tone: oldTone, ...rest } = note
      const tone = noteTones[(noteTones.indexOf(oldTone) + 1) % noteTones.length]
      return { type: 'replace-note', note: tone ? { ...rest, tone } : rest }
    }),
})
