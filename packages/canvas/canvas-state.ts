import type { NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { CanvasModel } from './canvas-model.ts'
import type { CanvasTexts } from './canvas-texts.ts'
import type { NewId } from './editing/new-id.ts'
import type { Scene } from './scene/scene.ts'
import type { Rect, View } from './camera/view.ts'

/** What gestures and commands read of a canvas, and how they select. */
export interface CanvasState {
  readonly scene: Scene
  readonly view: View
  /** What is in view, in the graph's coordinates. */
  readonly seen: Rect
  readonly selection: ReadonlySet<string>
  readonly selectedEdges: ReadonlySet<string>
  /** Notes and groups that are selected. */
  readonly selectedMarks: ReadonlySet<string>
  /** `undefined` while there is no document. */
  readonly model: CanvasModel | undefined
  readonly document: Workflow
  readonly types: ReadonlyMap<string, NodeType>
  readonly description?: WorkflowDescription | undefined
  readonly editable: boolean
  readonly strings: CanvasTexts
  /** Makes ids of new nodes and edges. */
  readonly newId: NewId
  select(nodes: Iterable<string>, edges?: Iterable<string>, marks?: Iterable<string>): void
}
