import type { NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { CanvasModel } from './canvas-model.ts'
import type { CanvasTexts } from './canvas-texts.ts'
import type { Rect, Viewport } from './camera/view.ts'
import type { NewId } from './editing/new-id.ts'
import type { Scene } from './scene/scene.ts'

/** The canvas state available to gestures and commands. @public */
export interface WorkflowCanvasState {
  /** The drawn document. @internal */
  readonly scene: Scene
  /** The pan offset and scale. */
  readonly view: Viewport
  /** The visible area, in graph coordinates. */
  readonly visibleArea: Rect
  /** The ids of the selected nodes. */
  readonly selection: ReadonlySet<string>
  /** The ids of the selected edges. */
  readonly selectedEdges: ReadonlySet<string>
  /** The ids of the selected notes and groups. */
  readonly selectedMarks: ReadonlySet<string>
  /** The model of the document, or `undefined` until a document is open. @internal */
  readonly model: CanvasModel | undefined
  /** The model's document. Throws an `Error` until a model is set. */
  readonly document: Workflow
  /** The node types, keyed by name. */
  readonly types: ReadonlyMap<string, NodeType>
  /** The columns and problems of each node, if known. */
  readonly description?: WorkflowDescription | undefined
  /** Whether gestures and commands may change the document. */
  readonly editable: boolean
  /** The user-visible strings of the canvas. @internal */
  readonly texts: CanvasTexts
  /** Creates ids for new elements. */
  readonly newId: NewId
  /** Replaces the selection. Omitted element kinds are deselected. */
  select(nodes: Iterable<string>, edges?: Iterable<string>, marks?: Iterable<string>): void
}
