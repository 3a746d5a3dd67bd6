import type { WorkflowSession } from '@aw-flow/client'
import type { ReactiveControllerHost } from 'lit'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { changes } from '../../changes.ts'
import type { EditorStrings } from '../editor/editor-strings.ts'

interface StepsHost extends ReactiveControllerHost {
  readonly activeSession: WorkflowSession | undefined
  readonly strings: EditorStrings
  readonly canvas: AwCanvas | undefined
}

/** Steps through the history by the toolbar, and what is said of each: what is drawn is not seen by everybody. */
export class ToldSteps {
  readonly #host: StepsHost
  /** What was done last. */
  said = ''

  constructor(host: StepsHost) {
    this.#host = host
  }

  undo = (): void => this.#take((session) => session.document.undo(), this.#host.strings.canvas.undone)

  redo = (): void => this.#take((session) => session.document.redo(), this.#host.strings.canvas.redone)

  #take(step: (session: WorkflowSession) => void, words: string): void {
    const { activeSession, canvas } = this.#host
    const before = canvas?.activeSession?.document.current
    if (!changes(activeSession, step)) return
    if (before) canvas?.lookAtChange(before)
    this.#say(words)
  }

  /** The same words once more are said again where they differ by a blank. */
  #say(words: string): void {
    this.said = words === this.said ? `${words}\u00a0` : words
    this.#host.requestUpdate()
  }
}
