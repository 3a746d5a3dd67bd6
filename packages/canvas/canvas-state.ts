import type { Camera } from './camera/camera.ts'
import { toGraph } from './camera/view.ts'
import type { CanvasHost } from './canvas-host.ts'
import { newId } from './editing/new-id.ts'
import type { createSceneCache } from './scene/scene-cache.ts'
import type { Selection } from './selection.ts'
import type { WorkflowCanvasState } from './workflow-canvas-state.ts'

/** Parts of a canvas that contain its state. */
interface StateParts {
  readonly host: CanvasHost
  readonly camera: Camera
  readonly sceneCache: ReturnType<typeof createSceneCache>
  readonly selection: Selection
}

/** Combines the state of the parts of a canvas for gestures and commands. */
export const createCanvasState = ({ host, camera, sceneCache, selection }: StateParts): WorkflowCanvasState => ({
  get scene() {
    return sceneCache.scene
  },
  get view() {
    return camera.view
  },
  get visibleArea() {
    const { width, height } = camera.size
    const { scale } = camera.view
    return { ...toGraph(camera.view, { x: 0, y: 0 }), width: width / scale, height: height / scale }
  },
  get selection() {
    return selection.current.nodes
  },
  get selectedEdges() {
    return selection.current.edges
  },
  get selectedMarks() {
    return selection.current.marks
  },
  get model() {
    return host.model
  },
  get document() {
    const { model } = host
    if (!model) throw new Error('The canvas has no document: its host has no model.')
    return model.document
  },
  get types() {
    return sceneCache.types
  },
  get description() {
    return host.model?.description
  },
  get editable() {
    return host.model?.isEditable === true
  },
  get texts() {
    return host.appearance.texts
  },
  get newId() {
    return host.model?.newId ?? newId
  },
  select: (nodes, edges, marks) => selection.set(nodes, edges, marks),
})
