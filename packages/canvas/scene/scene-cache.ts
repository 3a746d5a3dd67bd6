import type { NodeType, Workflow } from '@aw-flow/schema'
import type { CanvasModel } from '../canvas-model.ts'
import type { CreateNodeContent } from './node-content.ts'
import { createSceneBuilder, emptyScene, type Scene } from './scene.ts'

export function createSceneCache() {
  let scene: Scene = emptyScene
  let types: ReadonlyMap<string, NodeType> = new Map()
  let isOutdated = true
  let catalog: readonly NodeType[] | undefined
  let lastCreateContent: CreateNodeContent | undefined
  let createScene: ReturnType<typeof createSceneBuilder> | undefined
  return {
    get scene(): Scene {
      return scene
    },
    get types(): ReadonlyMap<string, NodeType> {
      return types
    },
    get isOutdated(): boolean {
      return isOutdated
    },
    invalidate(): void {
      isOutdated = true
    },
    /** Rebuilds the scene. `preview` returns the document with the edit of the gesture in progress applied. */
    refresh(
      model: CanvasModel | undefined,
      createContent: CreateNodeContent,
      preview: (document: Workflow) => Workflow,
    ): void {
      isOutdated = false
      if (!model) {
        scene = emptyScene
        return
      }
      if (model.catalog !== catalog) {
        catalog = model.catalog
        types = new Map(catalog.map((type) => [type.type, type]))
      }
      if (!createScene || createContent !== lastCreateContent) {
        lastCreateContent = createContent
        createScene = createSceneBuilder(createContent)
      }
      const { description, run, progress, stale } = model
      scene = createScene({ document: preview(model.document), types, description, run, progress, stale })
    },
  }
}
