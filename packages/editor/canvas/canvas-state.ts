import type { WorkflowSession } from '@aw-flow/client'
import type { NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { CanvasStrings } from './canvas-strings.ts'
import type { NewId } from './new-id.ts'
import type { Scene } from './scene.ts'
import type { Rect, View } from './view.ts'

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
  readonly activeSession: WorkflowSession | undefined
  readonly document: Workflow
  readonly types: ReadonlyMap<string, NodeType>
  readonly description?: WorkflowDescription | undefined
  readonly editable: boolean
  readonly strings: CanvasStrings
  /** Makes ids of new nodes and edges. */
  readonly newId: NewId
  select(nodes: Iterable<string>, edges?: Iterable<string>, marks?: Iterable<string>): void
}
