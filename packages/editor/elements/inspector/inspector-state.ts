import type { WorkflowSession } from '@aw-flow/client'
import type { Draft, Drafts } from '../../forms/form-context.ts'
import { InnerSession } from '../../inner-session.ts'

/** Maximum time between the two clicks of a double-click, in ms. */
const doubleClickMs = 400

/** Editor operations that the inspector state depends on. */
export interface InspectorHost {
  /** Returns whether panels cover the canvas. The inspector then opens only on request. */
  isNarrow(): boolean
  /** Returns whether a pointer is pressed on the canvas. While it is pressed, the canvas size must not change. */
  isPressing(): boolean
  /** Returns whether a context menu is open. While it is open, its target must not move. */
  isMenuOpen(): boolean
  /** Returns whether double-clicking the node opens its sub-workflow. */
  canEnter(nodeId: string): boolean
  /** Called when exactly one node is selected or its settings are opened. */
  onNodeSelected(nodeId: string): void
  /** Called when the inspector may have opened or closed for a node, so that the editor can keep the node visible. */
  onNodeShown(nodeId: string): void
  onChange(): void
}

/** Tracks which nodes the inspector shows and whether it is open. By default, it follows the selection. */
export interface InspectorState {
  readonly nodes: ReadonlySet<string>
  readonly isOpen: boolean
  open(): void
  close(): void
  /** Opens the inspector for a selected node, even if panels cover the canvas. */
  openFor(nodeId: string): void
  onSelection(nodes: ReadonlySet<string>): void
  /** Shows the current selection in the inspector. Called after the pointer is released. */
  showSelection(): void
  /** Returns a session's unfinished input, which is kept while the inspector is closed. */
  getDrafts(session: WorkflowSession): Drafts
  destroy(): void
}

export function createInspectorState(host: InspectorHost): InspectorState {
  let selectedNodeIds: ReadonlySet<string> = new Set()
  /** Follows `selectedNodeIds`, but only changes while no pointer is pressed. */
  let shownNodeIds: ReadonlySet<string> = new Set()
  let isOpen = false
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Drafts, keyed by session and then by sub-workflow path. */
  const drafts = new WeakMap<WorkflowSession, Map<string, Drafts>>()

  const setOpen = (shouldOpen: boolean): void => {
    isOpen = shouldOpen
    host.onChange()
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
      if (singleNodeId !== undefined) host.onNodeSelected(singleNodeId)
      const shouldOpen = selectedNodeIds.size > 0 && !host.isNarrow()
      if (shownNodeIds === selectedNodeIds || (shouldOpen && !isOpen && host.isMenuOpen())) return
      shownNodeIds = selectedNodeIds
      if (shouldOpen && !isOpen && singleNodeId !== undefined && host.canEnter(singleNodeId))
        openAfterDoubleClickDelay()
      else isOpen = shouldOpen
      host.onChange()
      if (singleNodeId !== undefined) host.onNodeShown(singleNodeId)
    })
  }

  return {
    get nodes() {
      return shownNodeIds
    },
    get isOpen() {
      return isOpen && shownNodeIds.size > 0
    },
    open: () => setOpen(true),
    close: () => setOpen(false),
    openFor(nodeId) {
      shownNodeIds = selectedNodeIds
      setOpen(true)
      // The node may already have been selected, so `onSelection` is not called for it.
      host.onNodeSelected(nodeId)
      host.onNodeShown(nodeId)
    },
    onSelection(nodeIds) {
      selectedNodeIds = nodeIds
      if (!host.isPressing()) showSelection()
    },
    showSelection,
    getDrafts(session) {
      const [outerSession, path] =
        session instanceof InnerSession ? [session.outerSession, session.path.join('/')] : [session, '']
      const draftsByPath = drafts.get(outerSession) ?? new Map<string, Drafts>()
      drafts.set(outerSession, draftsByPath)
      const scopeDrafts = draftsByPath.get(path) ?? new Map<string, Map<string, Draft>>()
      draftsByPath.set(path, scopeDrafts)
      return scopeDrafts
    },
    destroy: () => clearTimeout(timer),
  }
}
