import type { NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { CanvasModel } from './canvas-model.ts'
import type { CanvasTexts } from './canvas-texts.ts'
import type { Rect, View } from './camera/view.ts'
import type { NewId } from './editing/new-id.ts'
import type { Scene } from './scene/scene.ts'

/** The canvas state that gestures read, and the method with which they select. @public */
export interface WorkflowCanvasState {
  readonly scene: Scene
  readonly view: View
  /** The visible area in graph coordinates. */
  readonly visibleArea: Rect
  readonly selection: ReadonlySet<string>
  readonly selectedEdges: ReadonlySet<string>
  /** Selected notes and groups. */
  readonly selectedMarks: ReadonlySet<string>
  /** `undefined` until a document is open. */
  readonly model: CanvasModel | undefined
  readonly document: Workflow
  readonly types: ReadonlyMap<string, NodeType>
  readonly description?: WorkflowDescription | undefined
  readonly editable: boolean
  readonly texts: CanvasTexts
  /** Creates ids for new nodes and edges. */
  readonly newId: NewId
  select(nodes: Iterable<string>, edges?: Iterable<string>, marks?: Iterable<string>): void
}
