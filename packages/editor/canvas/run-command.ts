import type { WorkflowSession } from '@aw-flow/client'
import { duplicateAction, type Action } from './canvas-actions.ts'
import { NodeOpenEvent } from './canvas-events.ts'
import { moveEdit } from './document-edits.ts'
import { nudgeStep, type GestureHost } from './gestures.ts'
import type { NewId } from './new-id.ts'
import { nodeBeside } from './node-list.ts'
import type { ClipboardCommand, Command } from './shortcuts.ts'

/** What keyboard commands read and do; the canvas element is one. */
export interface CommandHost extends GestureHost, EventTarget {
  readonly activeSession: WorkflowSession | undefined
  readonly newId: NewId
  /** The node that the keyboard is on, in the list that nobody sees. */
  readonly focusedNode: string | undefined
  act(action: Action): void
  announce(message: string): void
  removeSelected(): void
  focusNode(id?: string): void
  openQuickAdd(): void
  giveUp(): void
  fit(): void
  zoom(factor: number): void
  panBy(dx: number, dy: number): void
}

type KeyCommand = Exclude<Command, ClipboardCommand>

const panStep = 48

/** Does what a key asks. Arrows move the selected nodes on the surface, and go from node to node in the list. */
export function runCommand(command: KeyCommand, host: CommandHost, onSurface: boolean): void {
  const { activeSession: session, selection, strings } = host
  switch (command.name) {
    case 'arrow':
      if (onSurface || command.moves) nudge(command, host)
      else walk(command, host)
      break
    case 'remove':
      host.removeSelected()
      break
    case 'undo':
      if (!host.editable || !session?.canUndo) break
      session.undo()
      host.announce(strings.undone)
      break
    case 'redo':
      if (!host.editable || !session?.canRedo) break
      session.redo()
      host.announce(strings.redone)
      break
    case 'select-all':
      host.select(host.scene.nodes.map((node) => node.id))
      break
    case 'duplicate':
      if (!host.editable || selection.size === 0) break
      host.act(duplicateAction(host.document, selection, host.newId, strings))
      break
    case 'escape':
      host.giveUp()
      host.select([])
      break
    case 'open': {
      const id = host.focusedNode ?? [...selection][0]
      if (id === undefined) host.openQuickAdd()
      else host.dispatchEvent(new NodeOpenEvent(id))
      break
    }
    case 'quick-add':
      host.openQuickAdd()
      break
    case 'fit':
      host.fit()
      break
    case 'zoom-in':
      host.zoom(1.25)
      break
    case 'zoom-out':
      host.zoom(0.8)
      break
    case 'zoom-reset':
      host.zoom(1 / host.view.scale)
      break
  }
}

function nudge({ dx, dy, fine }: Extract<Command, { name: 'arrow' }>, host: CommandHost): void {
  const { selection, activeSession: session } = host
  if (selection.size === 0) host.panBy(-dx * panStep, -dy * panStep)
  else if (host.editable) {
    const step = nudgeStep(fine)
    const edit = moveEdit(host.document, selection, dx * step, dy * step)
    session?.apply(edit, { merge: `nudge ${[...selection].join(' ')}` })
  }
}

function walk({ dx, dy }: Extract<Command, { name: 'arrow' }>, host: CommandHost): void {
  const next = nodeBeside(host.scene, host.focusedNode, dx, dy)
  if (next !== undefined && next !== host.focusedNode) host.focusNode(next)
}
