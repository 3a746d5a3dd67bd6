import type {
  SessionAspect,
  SessionAssistant,
  SessionData,
  SessionDocument,
  SessionEngine,
  SessionProblems,
  SessionRuns,
  SessionTables,
  WorkflowSession,
} from '@aw-flow/client'
import { sessionChange } from './session-controller.ts'

class DerivedSessionChange extends Event {
  readonly aspect: SessionAspect
  constructor(aspect: SessionAspect) {
    super(sessionChange)
    this.aspect = aspect
  }
}

/**
 * A session that has its own document and runs and shares everything else with an outer session. `close` stops
 * forwarding changes from the outer session.
 */
export class DerivedSession extends EventTarget implements WorkflowSession {
  readonly outerSession: WorkflowSession
  readonly id: string
  readonly document: SessionDocument
  readonly assistant: SessionAssistant | undefined
  readonly runs: SessionRuns
  readonly data: SessionData
  readonly tables: SessionTables
  readonly engine: SessionEngine
  readonly problems: SessionProblems

  constructor(
    outerSession: WorkflowSession,
    document: SessionDocument,
    runs: SessionRuns,
    assistant: SessionAssistant | undefined = outerSession.assistant,
  ) {
    super()
    this.outerSession = outerSession
    this.id = outerSession.id
    this.document = document
    this.assistant = assistant
    this.runs = runs
    this.data = outerSession.data
    this.tables = outerSession.tables
    this.engine = outerSession.engine
    this.problems = outerSession.problems
    outerSession.addEventListener(sessionChange, this.#onChange)
  }

  async close(): Promise<void> {
    this.outerSession.removeEventListener(sessionChange, this.#onChange)
  }

  #onChange = (event: Event): void => {
    this.dispatchEvent(new DerivedSessionChange((event as DerivedSessionChange).aspect))
  }
}
