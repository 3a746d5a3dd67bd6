import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, Workflow } from '@aw-flow/schema'
import type { Action, WorkflowCanvasState, Overlay, Point, QuickAddPurpose } from '@aw-flow/canvas'
import type { CanvasStrings } from '../canvas-strings.ts'
import type { ExportKind } from '../export/export-workflow.ts'

/** The state that commands read, and the methods that they call. `<aw-canvas>` implements it. @public */
export interface CommandHost extends Omit<WorkflowCanvasState, 'model' | 'texts'>, EventTarget {
  /** The displayed session; `undefined` until one is open. */
  readonly activeSession: WorkflowSession | undefined
  /** The UI strings of the canvas. */
  readonly strings: CanvasStrings
  /** The node with the keyboard focus. */
  readonly focusedNode: string | undefined
  /** The pointer's position in graph coordinates, or the center of the visible area if the pointer is outside. */
  readonly pointerPosition: Point
  /**
   * The previous name of `pointerPosition`.
   *
   * @deprecated Use `pointerPosition`.
   */
  readonly pointed: Point
  /** Graphics over the document, such as a marquee. */
  readonly overlay: Overlay
  /** Copies, cuts or pastes nodes; `withConnections` connects pasted nodes to the sources of the copied nodes. */
  runClipboard(name: 'copy' | 'cut' | 'paste', withConnections?: boolean): void
  /** Cancels the current gesture without a change. */
  cancelDrag(): void
  /** Applies an action. Returns false if the document rejects the edit. */
  perform(action: Action): boolean
  /** Announces a message to screen readers. */
  announce(message: string): void
  /** Removes the selection; with `reconnect`, connects its sources to its targets. */
  removeSelected(options?: { reconnect: boolean }): void
  /** Moves the keyboard focus to a node (default: the selected one, otherwise the first). */
  focusNode(id?: string): void
  /** Opens the list of node types at the pointer. */
  openQuickAdd(): void
  /** Opens the list of node types at a point of the graph. */
  openQuickAddFor(point: Point, purpose: QuickAddPurpose): void
  /** Opens the list of a node's possible connections. */
  openConnect(node: string): void
  /** Opens the context menu of the selection. */
  openMenu(): void
  /** Opens the text of a note for editing. */
  editNote(id: string): void
  /** Shows the nodes with these ids, or the entire graph. */
  fit(ids?: Iterable<string>): void
  /** Shows the changes since an earlier version of the document. */
  revealChange(previous: Workflow): void
  /** Converts a point of the graph to CSS pixels of the surface. */
  screenPoint(point: Point): Point
  /** Zooms by a factor around the middle of the surface. */
  zoom(factor: number): void
  /** Moves the view by CSS pixels. */
  panBy(dx: number, dy: number): void
  /** Opens the dialog that explains, names and describes the workflow. */
  explain(): void
  /** Exports the workflow as a file. Returns `undefined` if the workflow is too large for an image. */
  exportAs(kind: ExportKind): Promise<Blob | undefined>
  /** Arranges the nodes with these ids, or all nodes if the set is empty. */
  layOut(ids: ReadonlySet<string>): Promise<void>
  /** Moves nodes in one animated step and applies `additionalEdits` in the same undo step. */
  moveNodes(
    positions: ReadonlyMap<string, Point>,
    announcement: string,
    removeBends?: boolean,
    additionalEdits?: readonly Edit[],
  ): void
}

/** The key press that runs a command. */
export interface KeyPressInfo {
  /** The name of the key, as in `KeyboardEvent.key`. */
  readonly key: string
  /** Whether Shift was pressed. */
  readonly shift: boolean
  /** Whether Alt was pressed. */
  readonly alt: boolean
  /** True if the focus is on the surface, not in the list of nodes. */
  readonly onSurface: boolean
}

/** The id of an editor or extension command. @public */
export type CommandId = keyof CanvasStrings['commands'] | (string & {})

/** The kind of element that a context menu is opened for. */
export type MenuTarget = 'node' | 'edge' | 'mark' | 'empty'

/** An action on the canvas. Keys, command search, the context menu or `canvas.run(id)` run it. @public */
export interface CanvasCommand {
  /** Unique among all commands. */
  readonly id: CommandId
  /** Absent for the editor's own commands, whose titles are in `strings.commands`. */
  readonly title?: string
  /** Default keys, such as `Mod+Shift+z`. `Mod` is Ctrl, or Cmd on macOS. */
  readonly keys?: readonly string[]
  /** Context menus that list the command. The menus of the editor's own commands are in `context-menu.ts`. */
  readonly menu?: readonly MenuTarget[]
  /** Set if the command changes the document. It is then disabled in read-only canvases. */
  readonly edits?: true
  /** Returns whether the command can run now. Default: true. */
  enabled?(host: CommandHost): boolean
  /** Runs the command. */
  run(host: CommandHost, keyPress: KeyPressInfo): void
  /** Set if the browser's default action for the key must also run. */
  readonly passes?: true
}
