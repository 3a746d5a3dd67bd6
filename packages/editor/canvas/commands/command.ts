import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, Workflow } from '@aw-flow/schema'
import type { Action, WorkflowCanvasState, Overlay, Point, QuickAddPurpose } from '@aw-flow/canvas'
import type { CanvasStrings } from '../canvas-strings.ts'
import type { ExportKind } from '../export/export-workflow.ts'

/** The state and methods available to commands. Implemented by `<aw-canvas>`. @public */
export interface CommandHost extends Omit<WorkflowCanvasState, 'model' | 'texts'>, EventTarget {
  /** The displayed session, or `undefined` until one is open. */
  readonly activeSession: WorkflowSession | undefined
  /** The UI strings of the canvas. */
  readonly strings: CanvasStrings
  /** The id of the node that has keyboard focus. */
  readonly focusedNode: string | undefined
  /** The pointer position in graph coordinates, or the center of the visible area if the pointer is outside. */
  readonly pointerPosition: Point
  /**
   * The former name of `pointerPosition`.
   *
   * @deprecated Use `pointerPosition`.
   */
  readonly pointed: Point
  /** Whether a pointer is pressed on the surface. @internal */
  readonly pressing: boolean
  /** The graphics drawn over the document, such as a selection rectangle. @internal */
  readonly overlay: Overlay
  /**
   * Copies, cuts or pastes nodes. With `withConnections`, pasted nodes are connected to the sources of the copied
   * nodes.
   */
  runClipboardAction(name: 'copy' | 'cut' | 'paste', withConnections?: boolean): void
  /** Cancels the current gesture without making a change. */
  cancelDrag(): void
  /** Applies an action. Returns false if the edit is rejected. @internal */
  perform(action: Action): boolean
  /** Announces a message to screen readers. */
  announce(message: string): void
  /** Deletes the selected elements. With `reconnect`, connects the sources of the deleted nodes to their targets. */
  removeSelected(options?: { reconnect: boolean }): void
  /** Moves keyboard focus to a node. Default: the selected node, or else the first node. */
  focusNode(id?: string): void
  /** Opens the list of node types at the pointer position. */
  openQuickAdd(): void
  /** Opens the list of node types at a point on the surface. @internal */
  openQuickAddFor(point: Point, purpose: QuickAddPurpose): void
  /** Opens the list of a node's possible connections. */
  openConnect(nodeId: string): void
  /** Opens the context menu for the selection. */
  openMenu(): void
  /** Starts editing the text of a note, frame, group or node in place. */
  editNote(id: string): void
  /** Zooms to fit the nodes with the given ids, or the entire graph. */
  fit(ids?: Iterable<string>): void
  /** Reveals the changes since an earlier version of the document. */
  revealChange(previous: Workflow): void
  /** Converts graph coordinates to surface coordinates (CSS pixels). */
  toSurface(point: Point): Point
  /** Zooms by a factor around the center of the surface. */
  zoom(factor: number): void
  /** Pans the view by a distance in CSS pixels. */
  panBy(dx: number, dy: number): void
  /** Opens the dialog for explaining, naming and describing the workflow. */
  explain(): void
  /** Exports the workflow as a file. Returns `undefined` if the graph is too large for an image. */
  exportAs(kind: ExportKind): Promise<Blob | undefined>
  /** Arranges the nodes with the given ids, or all nodes if the set is empty. */
  layOut(ids: ReadonlySet<string>): Promise<void>
  /** Moves nodes in one animated step. `additionalEdits` are part of the same undo step. @internal */
  moveNodes(
    positions: ReadonlyMap<string, Point>,
    announcement: string,
    removeBends?: boolean,
    additionalEdits?: readonly Edit[],
  ): void
}

/** The key press that runs a command. */
export interface KeyPressInfo {
  /** The key, as in `KeyboardEvent.key`. */
  readonly key: string
  /** Whether Shift was pressed. */
  readonly shift: boolean
  /** Whether Alt was pressed. */
  readonly alt: boolean
  /** True if the surface has focus rather than the list of nodes. */
  readonly isOnSurface: boolean
}

/** The id of a command of the editor or of an extension. @public */
export type CommandId = keyof CanvasStrings['commands'] | (string & {})

/** The kind of element for which a context menu is opened. */
export type MenuTarget = 'node' | 'edge' | 'mark' | 'empty'

/** An action on the canvas, run by keys, command search, the context menu or `canvas.run(id)`. @public */
export interface CanvasCommand {
  /** An id that is unique among all commands. */
  readonly id: CommandId
  /** The title. Absent for the editor's own commands, whose titles are in `strings.commands`. */
  readonly title?: string
  /** The default key bindings, such as `Mod+Shift+z`. `Mod` is Ctrl, or Cmd on macOS. */
  readonly keys?: readonly string[]
  /** The context menus that list the command. Those of the editor's own commands are defined in `context-menu.ts`. */
  readonly menu?: readonly MenuTarget[]
  /** Set if the command changes the document. Such commands are disabled in read-only canvases. */
  readonly edits?: true
  /** Returns whether the command can run now. Default: true. */
  enabled?(host: CommandHost): boolean
  /** Runs the command. */
  run(host: CommandHost, keyPress: KeyPressInfo): void
  /** Set if the browser's default action for the key should also happen. */
  readonly allowsBrowserDefault?: true
}
