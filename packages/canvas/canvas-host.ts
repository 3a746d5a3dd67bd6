import type { Point, Viewport } from './camera/view.ts'
import type { CanvasModel } from './canvas-model.ts'
import type { CanvasTexts } from './canvas-texts.ts'
import type { Histograms } from './drawing/frame.ts'
import type { FindIcon } from './drawing/icons.ts'
import type { QuickAddPurpose } from './editing/quick-add.ts'
import type { Hit } from './hit-testing/hit-test.ts'
import type { CreateNodeContent } from './scene/node-content.ts'
import type { SelectedIds } from './selection.ts'

/** Appearance of a canvas. Values are read when they are needed. @internal */
export interface CanvasAppearance {
  readonly texts: CanvasTexts
  readonly createContent: CreateNodeContent
  readonly findIcon: FindIcon
  readonly histograms: Histograms
  /** The node and edge that have keyboard focus, and whether the canvas handles clipboard events. */
  readonly focus: { readonly node: string | undefined; readonly edge: string | undefined; readonly isOnCanvas: boolean }
}

/** Files dropped or pasted on a canvas. */
export interface DroppedFiles {
  readonly files: readonly File[]
  /** The names of dropped folders. The browser does not provide their files. */
  readonly folders: readonly string[]
  /** The id of the node at the drop position, if any. */
  readonly node: string | undefined
  /** The top-left corner for a new node, in graph coordinates. */
  readonly position: Point
}

/** A change of the canvas, or a request to its host. @internal */
export type CanvasEvent =
  /** Asks the host to call `update` soon. */
  | { readonly type: 'update-needed' }
  | ({ readonly type: 'selection-changed' } & SelectedIds)
  /** `isAutomatic` is true if a resize or an animation, not a gesture, changed the view. Popups then stay open. */
  | { readonly type: 'view-changed'; readonly view: Viewport; readonly isAutomatic: boolean }
  /** The surface is pressed, so that the host can close popups. */
  | { readonly type: 'pressed' }
  /** A node is to be opened or entered, or the text of a node, note, frame or group is to be edited in place. */
  | { readonly type: 'open-node'; readonly id: string }
  | { readonly type: 'enter-node'; readonly id: string }
  | { readonly type: 'edit-text'; readonly id: string }
  | { readonly type: 'open-menu'; readonly point: Point; readonly hit: Hit }
  | { readonly type: 'quick-add'; readonly point: Point; readonly purpose: QuickAddPurpose }
  /** The pointer enters an edge, with its position in the viewport, or leaves it (`undefined`). */
  | { readonly type: 'edge-hovered'; readonly edge: string | undefined; readonly at: Point | undefined }
  | { readonly type: 'drag-over'; readonly isOver: boolean }
  | ({ readonly type: 'files-dropped' } & DroppedFiles)
  /** A message for screen readers. */
  | { readonly type: 'announce'; readonly message: string }

/**
 * Host of a canvas. The canvas reads `model` and `appearance` whenever it needs them. After changing the model or
 * `createContent`, call `invalidate` and `update`.
 *
 * @internal
 */
export interface CanvasHost {
  /** The document and how to change it; `undefined` until one is open. */
  readonly model: CanvasModel | undefined
  readonly appearance: CanvasAppearance
  /** Receives the events of the canvas. */
  events(event: CanvasEvent): void
}
