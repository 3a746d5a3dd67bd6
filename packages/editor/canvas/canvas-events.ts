import type { View } from '@aw-flow/canvas'

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

/** Pointer (at a place of the page) or keyboard (without one) have come to an edge, or (`undefined`) have left it. */
export class EdgeLookEvent extends Event {
  static readonly type = 'aw-edge-look'
  readonly edge: string | undefined
  readonly at: { readonly x: number; readonly y: number } | undefined
  constructor(edge: string | undefined, at?: { readonly x: number; readonly y: number }) {
    super(EdgeLookEvent.type)
    this.edge = edge
    this.at = at
  }
}

/** Somebody wants to see all keys, and to change them. */
export class KeysOpenEvent extends Event {
  static readonly type = 'aw-keys-open'
  constructor() {
    super(KeysOpenEvent.type, { bubbles: true, composed: true })
  }
}

/**
 * Somebody wants the versions of the workflow: to see them (`show`), to give the present one a name (`keep`), or to go to
 * the next or the last change of those that are compared.
 */
export class VersionsEvent extends Event {
  static readonly type = 'aw-versions'
  readonly wanted: 'show' | 'keep' | 'next' | 'previous'
  constructor(wanted: VersionsEvent['wanted']) {
    super(VersionsEvent.type, { bubbles: true, composed: true })
    this.wanted = wanted
  }
}

declare global {
  interface HTMLElementEventMap {
    'aw-selection-change': SelectionChangeEvent
    'aw-node-open': NodeOpenEvent
    'aw-node-enter': NodeEnterEvent
    'aw-keys-open': KeysOpenEvent
    'aw-versions': VersionsEvent
    'aw-view-change': ViewChangeEvent
    'aw-edge-look': EdgeLookEvent
    'aw-file-drop': FileDropEvent
  }
}
