import type { NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { CanvasModel } from './canvas-model.ts'
import type { CanvasTexts } from './canvas-texts.ts'
import type { Rect, View } from './camera/view.ts'
import type { NewId } from './editing/new-id.ts'
import type { Scene } from './scene/scene.ts'

/** The canvas state that gestures read, and their method for selecting. @public */
export interface WorkflowCanvasState {
  /** The drawn document. */
  readonly scene: Scene
  /** The position and scale of the visible area. */
  readonly view: View
  /** The visible area in graph coordinates. */
  readonly visibleArea: Rect
  /** The ids of the selected nodes. */
  readonly selection: ReadonlySet<string>
  /** The ids of the selected edges. */
  readonly selectedEdges: ReadonlySet<string>
  /** Selected notes and groups. */
  readonly selectedMarks: ReadonlySet<string>
  /** The model of the document; `undefined` until a document is open. */
  readonly model: CanvasModel | undefined
  /** The document of the model. Throws an `Error` until a model is set. */
  readonly document: Workflow
  /** The node types by name. */
  readonly types: ReadonlyMap<string, NodeType>
  /** Columns and problems of the nodes, if they are known. */
  readonly description?: WorkflowDescription | undefined
  /** Whether gestures and commands can change the document. */
  readonly editable: boolean
  /** The strings of the canvas. */
  readonly texts: CanvasTexts
  /** Creates ids for new nodes and edges. */
  readonly newId: NewId
  /** Sets the selection by ids. Omitted kinds of elements are deselected. */
  select(nodes: Iterable<string>, edges?: Iterable<string>, marks?: Iterable<string>): void
}
