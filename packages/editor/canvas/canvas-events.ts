import type { View } from './view.ts'

/** The selection has changed: ids of nodes and of edges. */
export class SelectionChangeEvent extends Event {
  static readonly type = 'aw-selection-change'
  readonly nodes: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
  /** Ids of notes and groups. */
  readonly marks: ReadonlySet<string>
  constructor(nodes: ReadonlySet<string>, edges: ReadonlySet<string>, marks: ReadonlySet<string> = new Set()) {
    super(SelectionChangeEvent.type, { bubbles: true, composed: true })
    this.nodes = nodes
    this.edges = edges
    this.marks = marks
  }
}

/** Somebody wants a node's settings: Enter or a double click. */
export class NodeOpenEvent extends Event {
  static readonly type = 'aw-node-open'
  readonly node: string
  constructor(node: string) {
    super(NodeOpenEvent.type, { bubbles: true, composed: true })
    this.node = node
  }
}

/** Somebody wants to see the workflow inside a node, or (`undefined`) the one around what is seen. */
export class NodeEnterEvent extends Event {
  static readonly type = 'aw-node-enter'
  readonly node: string | undefined
  constructor(node: string | undefined) {
    super(NodeEnterEvent.type, { bubbles: true, composed: true })
    this.node = node
  }
}

/** The canvas looks elsewhere. */
export class ViewChangeEvent extends Event {
  static readonly type = 'aw-view-change'
  readonly view: View
  constructor(view: View) {
    super(ViewChangeEvent.type)
    this.view = view
  }
}

/**
 * Files were dropped on the canvas, or data was pasted on it, on a node or on empty space (`position` in the graph's coordinates). `folders` names
 * those that were dropped among them and cannot be taken.
 */
export class FileDropEvent extends Event {
  static readonly type = 'aw-file-drop'
  readonly files: readonly File[]
  readonly node: string | undefined
  readonly position: { x: number; y: number }
  readonly folders: readonly string[]
  constructor(
    files: readonly File[],
    node: string | undefined,
    position: { x: number; y: number },
    folders: readonly string[] = [],
  ) {
    super(FileDropEvent.type)
    this.files = files
    this.folders = folders
    this.node = node
    this.position = position
  }
}

declare global {
  interface HTMLElementEventMap {
    'aw-selection-change': SelectionChangeEvent
    'aw-node-open': NodeOpenEvent
    'aw-node-enter': NodeEnterEvent
    'aw-view-change': ViewChangeEvent
    'aw-file-drop': FileDropEvent
  }
}
