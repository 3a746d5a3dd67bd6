import type { WorkflowSession } from '@aw-flow/client'
import { createDuplicateAction, findMarkContents } from '@aw-flow/canvas'
import { NodeOpenEvent } from '../canvas-events.ts'
import { openQuickAdd } from './connect-commands.ts'
import type { CanvasCommand, CommandHost } from './command.ts'

/** Performs a change, undo or redo, which a listener may reject. Returns whether the document changed. */
export function tryChange(session: WorkflowSession | undefined, change: (session: WorkflowSession) => void): boolean {
  if (!session) return false
  const previousDocument = session.document.current
  change(session)
  return session.document.current !== previousDocument
}

export const hasSelection = ({ selection, selectedMarks, selectedEdges }: CommandHost): boolean =>
  selection.size + selectedMarks.size + selectedEdges.size > 0

/** Returns whether anything can be copied. Edges are copied only together with the nodes that they connect. */
const canCopy = ({ selection, selectedMarks }: CommandHost): boolean => selection.size + selectedMarks.size > 0

function runHistoryStep(host: CommandHost, apply: (session: WorkflowSession) => void, announcement: string): void {
  const previous = host.document
  if (!tryChange(host.activeSession, apply)) return
  host.revealChange(previous)
  host.announce(announcement)
}

export const editCommands: readonly CanvasCommand[] = [
  {
    id: 'quick-add',
    keys: ['n', '/'],
    edits: true,
    run: openQuickAdd,
  },
  {
    id: 'describe',
    edits: true,
    enabled: ({ activeSession }) => activeSession?.assistant !== undefined,
    run: (host) => host.openQuickAdd(),
  },
  {
    id: 'undo',
    keys: ['Mod+z'],
    edits: true,
    enabled: ({ activeSession }) => activeSession?.document.canUndo ?? false,
    run: (host) => runHistoryStep(host, (session) => session.document.undo(), host.strings.undone),
  },
  {
    id: 'redo',
    keys: ['Mod+Shift+z', 'Mod+y'],
    edits: true,
    enabled: ({ activeSession }) => activeSession?.document.canRedo ?? false,
    run: (host) => runHistoryStep(host, (session) => session.document.redo(), host.strings.redone),
  },
  {
    id: 'cut',
    keys: ['Mod+x'],
    edits: true,
    allowsBrowserDefault: true,
    enabled: canCopy,
    run: (host) => host.runClipboardAction('cut'),
  },
  {
    id: 'copy',
    keys: ['Mod+c'],
    allowsBrowserDefault: true,
    enabled: canCopy,
    run: (host) => host.runClipboardAction('copy'),
  },
  {
    id: 'paste',
    keys: ['Mod+v'],
    edits: true,
    allowsBrowserDefault: true,
    run: (host) => host.runClipboardAction('paste'),
  },
  {
    id: 'paste-joined',
    keys: ['Mod+Shift+v'],
    edits: true,
    allowsBrowserDefault: true,
    run: (host) => host.runClipboardAction('paste', true),
  },
  {
    id: 'duplicate',
    keys: ['Mod+d'],
    edits: true,
    enabled: canCopy,
    run(host) {
      const { nodes, marks } = findMarkContents(host.scene, host.selectedMarks)
      const nodeIds = new Set([...host.selection, ...nodes])
      host.perform(createDuplicateAction(host.document, nodeIds, host.newId, host.strings, marks))
    },
  },
  {
    id: 'remove',
    keys: ['Delete', 'Backspace'],
    edits: true,
    enabled: hasSelection,
    run: (host) => host.removeSelected({ reconnect: true }),
  },
  {
    id: 'remove-only',
    keys: ['Shift+Delete', 'Shift+Backspace'],
    edits: true,
    enabled: hasSelection,
    run: (host) => host.removeSelected({ reconnect: false }),
  },
  {
    id: 'open',
    keys: ['Enter'],
    run(host) {
      const id = host.focusedNode ?? [...host.selection][0]
      const [mark] = host.selectedMarks
      if (id !== undefined) host.dispatchEvent(new NodeOpenEvent({ node: id }))
      else if (mark !== undefined) host.editNote(mark)
      else openQuickAdd(host)
    },
  },
  { id: 'menu', keys: ['ContextMenu', 'Shift+F10'], run: (host) => host.openMenu() },
]
