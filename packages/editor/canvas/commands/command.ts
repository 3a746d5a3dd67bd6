import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, Workflow } from '@aw-flow/schema'
import type { Action, CanvasState, Overlay, Point, QuickAddPurpose } from '@aw-flow/canvas'
import type { CanvasStrings } from '../canvas-strings.ts'
import type { ExportKind } from '../export/export-workflow.ts'

/** What commands read and do; `<aw-canvas>` is one. */
export interface CommandHost extends Omit<CanvasState, 'model' | 'texts'>, EventTarget {
  readonly activeSession: WorkflowSession | undefined
  readonly strings: CanvasStrings
  /** The node with the keyboard focus. */
  readonly focusedNode: string | undefined
  /** The pointer's place, else the middle of the visible area, in graph coordinates. */
  readonly pointed: Point
  readonly overlay: Overlay
  runClipboard(name: 'copy' | 'cut' | 'paste', joined?: boolean): void
  cancelDrag(): void
  perform(action: Action): boolean
  announce(message: string): void
  removeSelected(options?: { heal: boolean }): void
  focusNode(id?: string): void
  openQuickAdd(): void
  openQuickAddFor(at: Point, purpose: QuickAddPurpose): void
  openConnect(node: string): void
  openMenu(): void
  editNote(id: string): void
  fit(ids?: Iterable<string>): void
  lookAtChange(before: Workflow): void
  /** A point of the graph in CSS pixels of the surface. */
  screenPoint(at: Point): Point
  zoom(factor: number): void
  panBy(dx: number, dy: number): void
  exportAs(kind: ExportKind): Promise<Blob | undefined>
  layOut(ids: ReadonlySet<string>): Promise<void>
  moveNodes(
    positions: ReadonlyMap<string, Point>,
    announcement: string,
    straight?: boolean,
    also?: readonly Edit[],
  ): void
}

/** The key press that a command answers. */
export interface Pressed {
  readonly key: string
  readonly shift: boolean
  readonly alt: boolean
  /** The keyboard is on the surface, not in the list of nodes. */
  readonly onSurface: boolean
}

export type CommandId = keyof CanvasStrings['commands']

/** Something that can be done on the canvas: by its keys, from a menu, or by `canvas.run(id)`. */
export interface CanvasCommand {
  readonly id: CommandId
  /** `Mod` is Ctrl, or Cmd where that is the key: `Mod+Shift+z`. */
  readonly keys: readonly string[]
  /** It changes the document: not to be had where that cannot be edited. */
  readonly edits?: true
  /** Absent: always. */
  enabled?(host: CommandHost): boolean
  run(host: CommandHost, pressed: Pressed): void
  /** The browser's own handling of the key must go on. */
  readonly passes?: true
}
