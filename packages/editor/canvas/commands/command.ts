import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, Workflow } from '@aw-flow/schema'
import type { Action, CanvasState, Overlay, Point, QuickAddPurpose } from '@aw-flow/canvas'
import type { CanvasStrings } from '../canvas-strings.ts'
import type { ExportKind } from '../export/export-workflow.ts'

/** What commands read and do; the canvas element is one. */
export interface CommandHost extends CanvasState, EventTarget {
  readonly activeSession: WorkflowSession | undefined
  readonly strings: CanvasStrings
  /** The node that the keyboard is on, in the list that nobody sees. */
  readonly focusedNode: string | undefined
  /** Where the pointer is, else the middle of what is seen, in the graph's coordinates. */
  readonly pointed: Point
  /** What is shown over the document. */
  readonly surface: {
    readonly overlay: Overlay
    clipboardKey(name: 'copy' | 'cut' | 'paste', joined?: boolean): void
    /** Gives a drag up that is going on. */
    giveUp(): void
  }
  act(action: Action): void
  announce(message: string): void
  removeSelected(options?: { heal: boolean }): void
  focusNode(id?: string): void
  openQuickAdd(): void
  /** Opens the list of node types at a point of the surface for a purpose. */
  offer(at: Point, purpose: QuickAddPurpose): void
  /** Opens the list of what a node may be joined to. */
  openConnect(node: string): void
  openMenu(): void
  editNote(id: string): void
  fit(ids?: Iterable<string>): void
  /** Looks at what is another than in a document that was drawn before, where nothing of that is in view. */
  lookAtChange(before: Workflow): void
  zoom(factor: number): void
  panBy(dx: number, dy: number): void
  exportAs(kind: ExportKind): Promise<Blob | undefined>
  /** Sets nodes in order by a layout: those named, or all. */
  layOut(ids: ReadonlySet<string>): Promise<void>
  /** Moves nodes to new places before everybody's eyes, as one edit with `also`; `straight`: bends of edges between them go. */
  place(places: ReadonlyMap<string, Point>, says: string, straight?: boolean, also?: readonly Edit[]): void
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
