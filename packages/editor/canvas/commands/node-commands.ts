import type { Edit, NodeMode } from '@aw-flow/schema'
import {
  computeBounds,
  createFrameAction,
  createGroupAction,
  getGroupRect,
  growNote,
  findMarkContents,
  getNodeRect,
  createNoteAction,
  getNoteRect,
  createRecolorEdit,
  createUngroupAction,
  widenNode,
} from '@aw-flow/canvas'
import type { CanvasCommand, CommandHost, CommandId } from './command.ts'

const hasSelectedNodes = ({ selection }: CommandHost): boolean => selection.size > 0
const hasOneSelectedNode = ({ selection }: CommandHost): boolean => selection.size === 1

function applyEdits(host: CommandHost, edits: Edit[], announcement: string): void {
  host.perform({
    edit: { type: 'batch', edits },
    select: [...host.selection],
    marks: [...host.selectedMarks],
    announcement,
  })
}

const getSelectedNodes = (host: CommandHost): CommandHost['document']['nodes'] =>
  host.document.nodes.filter(({ id }) => host.selection.has(id))

/** Creates a command that sets a mode on the selected nodes, or clears the mode if all of them already have it. */
const createModeCommand = (id: CommandId, mode: NodeMode, key: string): CanvasCommand => ({
  id,
  keys: [key],
  edits: true,
  enabled: hasSelectedNodes,
  run(host) {
    const nodes = getSelectedNodes(host)
    const shouldClearMode = nodes.every((node) => node.mode === mode)
    applyEdits(
      host,
      nodes.map((node): Edit => ({
        type: 'set-option',
        id: node.id,
        option: 'mode',
        options: shouldClearMode ? {} : { mode },
      })),
      host.strings.modeSet(shouldClearMode ? undefined : mode, nodes.length),
    )
  },
})

/**
 * Creates a command that resizes the selected notes and frames and, if `dimension` is `width`, also the selected nodes.
 */
const createResizeCommand = (
  id: CommandId,
  dimension: 'width' | 'height',
  delta: number,
  key: string,
): CanvasCommand => ({
  id,
  keys: [key],
  edits: true,
  enabled: (host) => (dimension === 'width' && hasSelectedNodes(host)) || getSelectedNotes(host).length > 0,
  run(host) {
    const nodeEdits = (dimension === 'width' ? getSelectedNodes(host) : []).map((node): Edit => {
      return { type: 'set-look', id: node.id, look: widenNode(node.look ?? {}, delta) }
    })
    const noteEdits = getSelectedNotes(host).map(({ note }): Edit => {
      return { type: 'replace-note', note: growNote(note, dimension, delta) }
    })
    applyEdits(host, [...nodeEdits, ...noteEdits], host.strings.resized(nodeEdits.length + noteEdits.length))
  },
})

/** Returns the selected notes and frames. */
const getSelectedNotes = ({ scene, selectedMarks }: CommandHost): CommandHost['scene']['notes'] =>
  scene.notes.filter(({ id }) => selectedMarks.has(id))

export const nodeCommands: readonly CanvasCommand[] = [
  {
    id: 'collapse',
    keys: ['c'],
    edits: true,
    enabled: hasSelectedNodes,
    run(host) {
      const nodes = getSelectedNodes(host)
      const shouldExpand = nodes.every((node) => node.look?.collapsed)
      const edits = nodes.map((node): Edit => {
        const { collapsed: _collapsed, ...rest } = node.look ?? {}
        return { type: 'set-look', id: node.id, look: shouldExpand ? rest : { ...rest, collapsed: true } }
      })
      applyEdits(host, edits, shouldExpand ? host.strings.expanded(nodes.length) : host.strings.collapsed(nodes.length))
    },
  },
  createModeCommand('disable', 'disabled', 'd'),
  createModeCommand('bypass', 'bypassed', 'b'),
  createResizeCommand('wider', 'width', 32, '>'),
  createResizeCommand('narrower', 'width', -32, '<'),
  createResizeCommand('taller', 'height', 32, 'Alt+>'),
  createResizeCommand('shorter', 'height', -32, 'Alt+<'),
  {
    id: 'group',
    keys: ['Mod+g'],
    edits: true,
    enabled: hasSelectedNodes,
    run(host) {
      const action = createGroupAction(host.document, host.selection, host.newId, host.strings)
      host.perform(action)
      const [groupId] = action.marks ?? []
      if (groupId !== undefined) host.editNote(groupId)
    },
  },
  {
    id: 'ungroup',
    keys: ['Mod+Shift+g'],
    edits: true,
    enabled: ({ scene, selection, selectedMarks }) =>
      scene.groups.some(({ id, nodes }) => selectedMarks.has(id) || nodes.some((node) => selection.has(node.id))),
    run: (host) => host.perform(createUngroupAction(host.document, host.selection, host.selectedMarks, host.strings)),
  },
  {
    id: 'add-note',
    keys: ['Shift+n'],
    edits: true,
    run(host) {
      const action = createNoteAction(host.pointerPosition, host.newId, host.strings)
      host.perform(action)
      const [noteId] = action.marks ?? []
      if (noteId !== undefined) host.editNote(noteId)
    },
  },
  {
    id: 'add-frame',
    keys: ['Shift+f'],
    edits: true,
    run(host) {
      const { scene, selection, selectedMarks } = host
      const { nodes, marks } = findMarkContents(scene, selectedMarks)
      const rects = [
        ...scene.nodes.filter(({ id }) => selection.has(id) || nodes.has(id)).map(getNodeRect),
        ...scene.notes.filter(({ id }) => marks.has(id)).map(getNoteRect),
        ...scene.groups.filter(({ id }) => marks.has(id)).map(getGroupRect),
      ]
      const action = createFrameAction(computeBounds(rects), host.pointerPosition, host.newId, host.strings)
      host.perform(action)
      const [frameId] = action.marks ?? []
      if (frameId !== undefined) host.editNote(frameId)
    },
  },
  {
    id: 'recolour-note',
    keys: ['Shift+c'],
    edits: true,
    enabled: ({ scene, selectedMarks }) => scene.notes.some(({ id }) => selectedMarks.has(id)),
    run: (host) => applyEdits(host, [createRecolorEdit(host.document, host.selectedMarks)], host.strings.recolored),
  },
  {
    id: 'rename',
    keys: ['F2'],
    edits: true,
    enabled: (host) => hasOneSelectedNode(host) || host.selectedMarks.size === 1,
    run(host) {
      const [id] = host.selectedMarks.size === 1 ? host.selectedMarks : host.selection
      if (id !== undefined) host.editNote(id)
    },
  },
]
