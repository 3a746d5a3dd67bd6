import type { WorkflowSession } from '@aw-flow/client'
import type { NodeType, Workflow } from '@aw-flow/schema'
import type { CanvasStrings } from './canvas-strings.ts'
import { movesByItself } from './moves-by-itself.ts'
import { createSceneMaker, emptyScene, type Scene } from './scene.ts'

/** Makes the drawing of a session's document, one after the other, and knows when it is out of date. */
export class SceneSource {
  scene: Scene = emptyScene
  types: ReadonlyMap<string, NodeType> = new Map()
  stale = true
  #make: ReturnType<typeof createSceneMaker>
  #catalogue: readonly NodeType[] | undefined

  constructor(strings: CanvasStrings) {
    this.#make = createSceneMaker(strings)
  }

  use(strings: CanvasStrings): void {
    this.#make = createSceneMaker(strings)
    this.stale = true
  }

  /** `shown`: the document with the shape that is being drawn. */
  refresh(session: WorkflowSession | undefined, shown: (document: Workflow) => Workflow): void {
    this.stale = false
    if (!session) {
      this.scene = emptyScene
      return
    }
    if (session.catalogue !== this.#catalogue) {
      this.#catalogue = session.catalogue
      this.types = new Map(session.catalogue.map((type) => [type.type, type]))
    }
    const { description, run, progress, stale } = session
    this.scene = this.#make({ document: shown(session.document), types: this.types, description, run, progress, stale })
  }

  get animates(): boolean {
    return movesByItself(this.scene)
  }
}
