import type { WorkflowSession } from '@aw-flow/client'
import type { ReactiveControllerHost } from 'lit'
import type { EditorStrings } from './editor-strings.ts'

interface StepsHost extends ReactiveControllerHost {
  readonly activeSession: WorkflowSession | undefined
  readonly strings: EditorStrings
}

/** Steps through the history by the toolbar, and what is said of each: what is drawn is not seen by everybody. */
export class ToldSteps {
  readonly #host: StepsHost
  /** What was done last. */
  said = ''

  constructor(host: StepsHost) {
    this.#host = host
  }

  undo = (): void => {
    this.#host.activeSession?.undo()
    this.#say(this.#host.strings.canvas.undone)
  }

  redo = (): void => {
    this.#host.activeSession?.redo()
    this.#say(this.#host.strings.canvas.redone)
  }

  /** The same words once more are said again where they differ by a blank. */
  #say(words: string): void {
    this.said = words === this.said ? `${words}\u00a0` : words
    this.#host.requestUpdate()
  }
}
