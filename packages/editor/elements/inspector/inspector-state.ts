import type { WorkflowSession } from '@aw-flow/client'
import type { Draft, Drafts } from '../../forms/form-surroundings.ts'
import { InnerSession } from '../../inner-session.ts'

/** Time in which a second click is a double click, in ms. */
const doubleClickMs = 400

/** The functions of an editor that the state of its inspector needs. */
export interface InspectorPort {
  /** True if panels cover the canvas and are opened by a button. */
  isNarrow(): boolean
  /** True while a pointer is down on the canvas, whose size must then not change. */
  isPressing(): boolean
  /** True while a context menu is open, whose target must then not move. */
  isMenuOpen(): boolean
  /** True if a double click on the node opens the sub-workflow in it. */
  canEnter(node: string): boolean
  /** One node alone was selected. */
  onNodeSelected(node: string): void
  /** The inspector has opened or closed for one node, which should stay visible. */
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
  settle(): void
  /** Unfinished inputs of a session, kept while the inspector is closed. */
  draftsOf(session: WorkflowSession): Drafts
  destroy(): void
}

export function createInspectorState(port: InspectorPort): InspectorState {
  let selected: ReadonlySet<string> = new Set()
  /** Follows `selected` when the pointer is released. */
  let shown: ReadonlySet<string> = new Set()
  let isOpen = false
  let timer: ReturnType<typeof setTimeout> | undefined
  /** By session, then by the path of the sub-workflow. */
  const drafts = new WeakMap<WorkflowSession, Map<string, Drafts>>()

  const setOpen = (open: boolean): void => {
    isOpen = open
    port.onChange()
  }

  /** Waits for a second click, which would open a sub-workflow: the inspector must not move the node before it. */
  const openSoon = (): void => {
    const nodes = shown
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (shown === nodes) setOpen(true)
    }, doubleClickMs)
  }

  const settle = (): void => {
    queueMicrotask(() => {
      const [only] = selected
      const single = selected.size === 1 ? only : undefined
      if (single !== undefined) port.onNodeSelected(single)
      const opens = selected.size > 0 && !port.isNarrow()
      if (shown === selected || (opens && !isOpen && port.isMenuOpen())) return
      shown = selected
      if (opens && !isOpen && single !== undefined && port.canEnter(single)) openSoon()
      else isOpen = opens
      port.onChange()
      if (single !== undefined) port.onNodeShown(single)
    })
  }

  return {
    get nodes() {
      return shown
    },
    get isOpen() {
      return isOpen && shown.size > 0
    },
    open: () => setOpen(true),
    close: () => setOpen(false),
    openFor(node) {
      shown = selected
      setOpen(true)
      // The node may have been selected before the run.
      port.onNodeSelected(node)
    },
    onSelection(nodes) {
      selected = nodes
      if (!port.isPressing()) settle()
    },
    settle,
    draftsOf(session) {
      const [outer, path] = session instanceof InnerSession ? [session.outer, session.path.join('/')] : [session, '']
      const known = drafts.get(outer) ?? new Map<string, Drafts>()
      drafts.set(outer, known)
      const found = known.get(path) ?? new Map<string, Map<string, Draft>>()
      known.set(path, found)
      return found
    },
    destroy: () => clearTimeout(timer),
  }
}
