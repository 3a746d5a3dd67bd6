import { findInnerWorkflow } from '@aw-flow/canvas'
import type { WorkflowSession } from '@aw-flow/client'
import type { Draft, Drafts } from '../../forms/form-context.ts'
import { InnerSession } from '../../inner-session.ts'
import type { EditorContext } from '../editor/editor-context.ts'

/** Maximum time between the two clicks of a double-click, in ms. */
const doubleClickMs = 400

/** @param onNodeSelected - Called when exactly one node is selected or its settings are opened. */
export function createInspectorState(editor: EditorContext, onNodeSelected: (nodeId: string) => void) {
  let selectedNodeIds: ReadonlySet<string> = new Set()
  /** Follows `selectedNodeIds`, but only changes while no pointer is pressed. */
  let shownNodeIds: ReadonlySet<string> = new Set()
  let isOpen = false
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Drafts, keyed by session and then by sub-workflow path. */
  const drafts = new WeakMap<WorkflowSession, Map<string, Drafts>>()

  const setOpen = (shouldOpen: boolean): void => {
    isOpen = shouldOpen
    void editor.requestUpdate()
  }

  /** Keeps a node visible after the inspector may have opened or closed for it. */
  const revealNode = (nodeId: string): void => void editor.requestUpdate().then(() => editor.canvas?.reveal(nodeId))

  /** Returns whether double-clicking the node opens its sub-workflow. */
  const canEnter = (nodeId: string): boolean => {
    const node = editor.canvas?.scene.byId.get(nodeId)
    return node !== undefined && findInnerWorkflow(node.node) !== undefined
  }

  /** Opens the inspector after the double-click interval, because opening it earlier would move the node. */
  const openAfterDoubleClickDelay = (): void => {
    const nodeIds = shownNodeIds
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (shownNodeIds === nodeIds) setOpen(true)
    }, doubleClickMs)
  }

  const showSelection = (): void => {
    queueMicrotask(() => {
      const [firstNodeId] = selectedNodeIds
      const singleNodeId = selectedNodeIds.size === 1 ? firstNodeId : undefined
      if (singleNodeId !== undefined) onNodeSelected(singleNodeId)
      // If panels cover the canvas, the inspector opens only on request.
      const shouldOpen = selectedNodeIds.size > 0 && !editor.isNarrow
      // While a context menu is open, its target must not move.
      const mustWait = shouldOpen && !isOpen && editor.canvas?.offersMenu === true
      if (shownNodeIds === selectedNodeIds || mustWait) return
      shownNodeIds = selectedNodeIds
      if (shouldOpen && !isOpen && singleNodeId !== undefined && canEnter(singleNodeId)) openAfterDoubleClickDelay()
      else isOpen = shouldOpen
      void editor.requestUpdate()
      if (singleNodeId !== undefined) revealNode(singleNodeId)
    })
  }

  return {
    get nodes(): ReadonlySet<string> {
      return shownNodeIds
    },
    get isOpen(): boolean {
      return isOpen && shownNodeIds.size > 0
    },
    open: (): void => setOpen(true),
    close: (): void => setOpen(false),
    /** Opens the inspector for a selected node, even if panels cover the canvas. */
    openFor(nodeId: string): void {
      shownNodeIds = selectedNodeIds
      setOpen(true)
      // The node may already have been selected, so `onSelection` is not called for it.
      onNodeSelected(nodeId)
      revealNode(nodeId)
    },
    onSelection(nodeIds: ReadonlySet<string>): void {
      selectedNodeIds = nodeIds
      // While a pointer is pressed on the canvas, its size must not change.
      if (editor.canvas?.pressing !== true) showSelection()
    },
    /** Shows the current selection in the inspector. Called after the pointer is released. */
    showSelection,
    /** Returns a session's unfinished input, which is kept while the inspector is closed. */
    getDrafts(session: WorkflowSession): Drafts {
      const [outerSession, path] =
        session instanceof InnerSession ? [session.outerSession, session.path.join('/')] : [session, '']
      const draftsByPath = drafts.get(outerSession) ?? new Map<string, Drafts>()
      drafts.set(outerSession, draftsByPath)
      const scopeDrafts = draftsByPath.get(path) ?? new Map<string, Map<string, Draft>>()
      draftsByPath.set(path, scopeDrafts)
      return scopeDrafts
    },
    destroy: (): void => clearTimeout(timer),
  }
}
