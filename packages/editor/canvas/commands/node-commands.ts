import type { Edit, NodeLook, NodeMode } from '@aw-flow/schema'
import { groupAction, noteAction, recolourEdit, ungroupAction } from '../group-actions.ts'
import { nodeWidth } from '../node-shape.ts'
import { nodeWidths } from '../shape-drags.ts'
import type { CanvasCommand, CommandHost, CommandId } from './command.ts'

const some = ({ selection }: CommandHost): boolean => selection.size > 0
const one = ({ selection }: CommandHost): boolean => selection.size === 1

function change(host: CommandHost, edits: Edit[], says: string): void {
  host.act({
    edit: { type: 'batch', edits },
    select: [...host.selection],
    marks: [...host.selectedMarks],
    says,
  })
}

const chosen = (host: CommandHost): CommandHost['document']['nodes'] =>
  host.document.nodes.filter(({ id }) => host.selection.has(id))

/** Gives the selected nodes a mode, or takes it off when all of them have it. */
const modes = (id: CommandId, mode: NodeMode, key: string): CanvasCommand => ({
  id,
  keys: [key],
  edits: true,
  enabled: some,
  run(host) {
    const nodes = chosen(host)
    const off = nodes.every((node) => node.mode === mode)
    change(
      host,
      nodes.map((node): Edit => ({ type: 'set-option', id: node.id, option: 'mode', options: off ? {} : { mode } })),
      host.strings.modeSet(off ? undefined : mode, nodes.length),
    )
  },
})

const widens = (id: CommandId, by: number, key: string): CanvasCommand => ({
  id,
  keys: [key],
  edits: true,
  enabled: some,
  run(host) {
    const edits = chosen(host).map((node): Edit => {
      const { width = nodeWidth, ...rest } = node.look ?? {}
      const next = Math.min(nodeWidths.most, Math.max(nodeWidths.least, width + by))
      return { type: 'set-look', id: node.id, look: withWidth(rest, next) }
    })
    change(host, edits, host.strings.resized(edits.length))
  },
})

/** A node of the usual width says nothing of it. */
export const withWidth = (look: NodeLook, width: number): NodeLook => {
  const { width: _before, ...rest } = look
  return width === nodeWidth ? rest : { ...rest, width }
}

export const nodeCommands: readonly CanvasCommand[] = [
  {
    id: 'collapse',
    keys: ['c'],
    edits: true,
    enabled: some,
    run(host) {
      const nodes = chosen(host)
      const opens = nodes.every((node) => node.look?.collapsed)
      const edits = nodes.map((node): Edit => {
        const { collapsed: _before, ...rest } = node.look ?? {}
        return { type: 'set-look', id: node.id, look: opens ? rest : { ...rest, collapsed: true } }
      })
      change(host, edits, opens ? host.strings.expanded(nodes.length) : host.strings.collapsed(nodes.length))
    },
  },
  modes('disable', 'disabled', 'd'),
  modes('bypass', 'bypassed', 'b'),
  widens('wider', 32, '>'),
  widens('narrower', -32, '<'),
  {
    id: 'group',
    keys: ['Mod+g'],
    edits: true,
    enabled: some,
    run(host) {
      const action = groupAction(host.document, host.selection, host.newId, host.strings)
      host.act(action)
      const [group] = action.marks ?? []
      if (group !== undefined) host.editNote(group)
    },
  },
  {
    id: 'ungroup',
    keys: ['Mod+Shift+g'],
    edits: true,
    enabled: ({ scene, selection, selectedMarks }) =>
      scene.groups.some(({ id, nodes }) => selectedMarks.has(id) || nodes.some((node) => selection.has(node.id))),
    run: (host) => host.act(ungroupAction(host.document, host.selection, host.selectedMarks, host.strings)),
  },
  {
    id: 'add-note',
    keys: ['Shift+n'],
    edits: true,
    run(host) {
      const action = noteAction(host.pointed, host.newId, host.strings)
      host.act(action)
      const [note] = action.marks ?? []
      if (note !== undefined) host.editNote(note)
    },
  },
  {
    id: 'recolour-note',
    keys: ['Shift+c'],
    edits: true,
    enabled: ({ scene, selectedMarks }) => scene.notes.some(({ id }) => selectedMarks.has(id)),
    run: (host) => change(host, [recolourEdit(host.document, host.selectedMarks)], host.strings.recoloured),
  },
  {
    id: 'rename',
    keys: ['F2'],
    edits: true,
    enabled: (host) => one(host) || host.selectedMarks.size === 1,
    run(host) {
      const [id] = host.selectedMarks.size === 1 ? host.selectedMarks : host.selection
      if (id !== undefined) host.editNote(id)
    },
  },
]
