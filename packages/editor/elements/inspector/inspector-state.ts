import type { WorkflowSession } from '@aw-flow/client'
import type { Draft, Drafts } from '../../forms/form-context.ts'
import { InnerSession } from '../../inner-session.ts'

/** Maximum time between the two clicks of a double click, in ms. */
const doubleClickMs = 400

/** The functions of an editor that the state of its inspector needs. */
export interface InspectorPort {
  /** Returns whether panels cover the canvas and are opened with a button. */
  isNarrow(): boolean
  /** Returns whether a pointer is down on the canvas. While it is, the size of the canvas must not change. */
  isPressing(): boolean
  /** Returns whether a context menu is open. While it is, its target must not move. */
  isMenuOpen(): boolean
  /** Returns whether a double click on a node opens the sub-workflow in it. */
  canEnter(node: string): boolean
  /** Called when exactly one node is selected. */
  onNodeSelected(node: string): void
  /** Called when the inspector has opened or closed for one node, which should stay visible. */
  onNodeShown(node: string): void
  onChange(): void
}

/** The nodes that the inspector shows, and whether it is open. It follows the selection. */
export interface InspectorState {
  readonly nodes: ReadonlySet<string>
  readonly isOpen: boolean
  open(): void
  close(): void
  /** Opens the inspector for a node, regardless of the selection. */
  openFor(node: string): void
  onSelection(nodes: ReadonlySet<string>): void
  /** Shows the selection once no pointer is down. */
  showSelection(): void
  /** Returns the unfinished inputs of a session, which are preserved while the inspector is closed. */
  getDrafts(session: WorkflowSession): Drafts
  destroy(): void
}

export function createInspectorState(port: InspectorPort): InspectorState {
  let selected: ReadonlySet<string> = new Set()
  /** Updated from `selected` once no pointer is down. */
  let shownNodes: ReadonlySet<string> = new Set()
  let isOpen = false
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Drafts by session, then by the path of the sub-workflow. */
  const drafts = new WeakMap<WorkflowSession, Map<string, Drafts>>()

  const setOpen = (shouldOpen: boolean): void => {
    isOpen = shouldOpen
    port.onChange()
  }

  /** Opens the inspector unless a second click opens the sub-workflow first: opening would move the node. */
  const openAfterDoubleClickDelay = (): void => {
    const nodes = shownNodes
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (shownNodes === nodes) setOpen(true)
    }, doubleClickMs)
  }

  const showSelection = (): void => {
    queueMicrotask(() => {
      const [firstNode] = selected
      const singleNode = selected.size === 1 ? firstNode : undefined
      if (singleNode !== undefined) port.onNodeSelected(singleNode)
      const shouldOpen = selected.size > 0 && !port.isNarrow()
      if (shownNodes === selected || (shouldOpen && !isOpen && port.isMenuOpen())) return
      shownNodes = selected
      if (shouldOpen && !isOpen && singleNode !== undefined && port.canEnter(singleNode)) openAfterDoubleClickDelay()
      else isOpen = shouldOpen
      port.onChange()
      if (singleNode !== undefined) port.onNodeShown(singleNode)
    })
  }

  return {
    get nodes() {
      return shownNodes
    },
    get isOpen() {
      return isOpen && shownNodes.size > 0
    },
    open: () => setOpen(true),
    close: () => setOpen(false),
    openFor(node) {
      shownNodes = selected
      setOpen(true)
      // The node may have been selected before the run.
      port.onNodeSelected(node)
      port.onNodeShown(node)
    },
    onSelection(nodes) {
      selected = nodes
      if (!port.isPressing()) showSelection()
    },
    showSelection,
    getDrafts(session) {
      const [outer, path] = session instanceof InnerSession ? [session.outer, session.path.join('/')] : [session, '']
      const draftsByPath = drafts.get(outer) ?? new Map<string, Drafts>()
      drafts.set(outer, draftsByPath)
      const scopeDrafts = draftsByPath.get(path) ?? new Map<string, Map<string, Draft>>()
      draftsByPath.set(path, scopeDrafts)
      return scopeDrafts
    },
    destroy: () => clearTimeout(timer),
  }
}
