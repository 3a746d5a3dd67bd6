import type { WorkflowSession } from '@aw-flow/client'
import type { ReactiveControllerHost } from 'lit'
import { changes } from '../changes.ts'
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
    const { activeSession, strings } = this.#host
    if (changes(activeSession, (session) => session.undo())) this.#say(strings.canvas.undone)
  }

  redo = (): void => {
    const { activeSession, strings } = this.#host
    if (changes(activeSession, (session) => session.redo())) this.#say(strings.canvas.redone)
  }

  /** The same words once more are said again where they differ by a blank. */
  #say(words: string): void {
    this.said = words === this.said ? `${words}\u00a0` : words
    this.#host.requestUpdate()
  }
}
