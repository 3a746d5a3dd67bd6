import type { NodeType, Workflow } from '@aw-flow/schema'
import type { CanvasModel } from '../canvas-model.ts'
import type { MakeFace } from './node-face.ts'
import { createSceneMaker, emptyScene, type Scene } from './scene.ts'

/** The scene of a model's document, updated when it is outdated. */
export interface SceneCache {
  readonly scene: Scene
  readonly types: ReadonlyMap<string, NodeType>
  readonly isOutdated: boolean
  invalidate(): void
  /** Updates the scene. `preview`: returns the document with the edit of the current gesture. */
  refresh(model: CanvasModel | undefined, makeFace: MakeFace, preview: (document: Workflow) => Workflow): void
}

export function createSceneCache(): SceneCache {
  let scene: Scene = emptyScene
  let types: ReadonlyMap<string, NodeType> = new Map()
  let isOutdated = true
  let catalogue: readonly NodeType[] | undefined
  let faces: MakeFace | undefined
  let make: ReturnType<typeof createSceneMaker> | undefined
  return {
    get scene() {
      return scene
    },
    get types() {
      return types
    },
    get isOutdated() {
      return isOutdated
    },
    invalidate() {
      isOutdated = true
    },
    refresh(model, makeFace, preview) {
      isOutdated = false
      if (!model) {
        scene = emptyScene
        return
      }
      if (model.catalogue !== catalogue) {
        catalogue = model.catalogue
        types = new Map(catalogue.map((type) => [type.type, type]))
      }
      if (!make || makeFace !== faces) {
        faces = makeFace
        make = createSceneMaker(makeFace)
      }
      const { description, run, progress, stale } = model
      scene = make({ document: preview(model.document), types, description, run, progress, stale })
    },
  }
}
