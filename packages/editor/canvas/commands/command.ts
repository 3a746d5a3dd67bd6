import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, Workflow } from '@aw-flow/schema'
import type { Action, WorkflowCanvasState, Overlay, Point, QuickAddPurpose } from '@aw-flow/canvas'
import type { CanvasStrings } from '../canvas-strings.ts'
import type { ExportKind } from '../export/export-workflow.ts'

/** The state that commands read, and the methods that they call. `<aw-canvas>` implements it. @public */
export interface CommandHost extends Omit<WorkflowCanvasState, 'model' | 'texts'>, EventTarget {
  readonly activeSession: WorkflowSession | undefined
  readonly strings: CanvasStrings
  /** The node with the keyboard focus. */
  readonly focusedNode: string | undefined
  /** The pointer's position, or the middle of the visible area if it is outside, in graph coordinates. */
  readonly pointed: Point
  readonly overlay: Overlay
  runClipboard(name: 'copy' | 'cut' | 'paste', joined?: boolean): void
  cancelDrag(): void
  perform(action: Action): boolean
  announce(message: string): void
  removeSelected(options?: { heal: boolean }): void
  focusNode(id?: string): void
  openQuickAdd(): void
  openQuickAddFor(point: Point, purpose: QuickAddPurpose): void
  openConnect(node: string): void
  openMenu(): void
  editNote(id: string): void
  fit(ids?: Iterable<string>): void
  revealChange(previous: Workflow): void
  /** Converts a point of the graph to CSS pixels of the surface. */
  screenPoint(point: Point): Point
  zoom(factor: number): void
  panBy(dx: number, dy: number): void
  exportAs(kind: ExportKind): Promise<Blob | undefined>
  layOut(ids: ReadonlySet<string>): Promise<void>
  moveNodes(
    positions: ReadonlyMap<string, Point>,
    announcement: string,
    straight?: boolean,
    additionalEdits?: readonly Edit[],
  ): void
}

/** The key press that runs a command. */
export interface KeyPressInfo {
  readonly key: string
  readonly shift: boolean
  readonly alt: boolean
  /** True if the focus is on the surface, not in the list of nodes. */
  readonly onSurface: boolean
}

/** The id of one of the editor's own commands, or of an extension's. @public */
export type CommandId = keyof CanvasStrings['commands'] | (string & {})

/** The kind of element that a context menu is opened for. */
export type MenuTarget = 'node' | 'edge' | 'mark' | 'empty'

/** An action on the canvas. Keys, command search, the context menu or `canvas.run(id)` run it. @public */
export interface CanvasCommand {
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
  run(host: CommandHost, keyPress: KeyPressInfo): void
  /** Set if the browser's default action for the key must also run. */
  readonly passes?: true
}
