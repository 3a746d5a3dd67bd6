import type { NodeType, Workflow } from '@aw-flow/schema'
import { movesByItself } from './is-animated.ts'
import type { CanvasModel } from '../canvas-model.ts'
import type { MakeFace } from './node-face.ts'
import { createSceneMaker, emptyScene, type Scene } from './scene.ts'

/** Makes the scene of a model's document and tracks whether it is out of date. */
export class SceneSource {
  scene: Scene = emptyScene
  types: ReadonlyMap<string, NodeType> = new Map()
  stale = true
  #make: ReturnType<typeof createSceneMaker>
  #catalogue: readonly NodeType[] | undefined

  constructor(makeFace: MakeFace) {
    this.#make = createSceneMaker(makeFace)
  }

  use(makeFace: MakeFace): void {
    this.#make = createSceneMaker(makeFace)
    this.stale = true
  }

  /** `shown`: the document with the shape that is being drawn. */
  refresh(model: CanvasModel | undefined, shown: (document: Workflow) => Workflow): void {
    this.stale = false
    if (!model) {
      this.scene = emptyScene
      return
    }
    if (model.catalogue !== this.#catalogue) {
      this.#catalogue = model.catalogue
      this.types = new Map(model.catalogue.map((type) => [type.type, type]))
    }
    const { description, run, progress, stale } = model
    this.scene = this.#make({ document: shown(model.document), types: this.types, description, run, progress, stale })
  }

  get animates(): boolean {
    return movesByItself(this.scene)
  }
}
