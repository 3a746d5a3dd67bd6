import type { WorkflowSession } from '@aw-flow/client'
import { createContext } from '@lit/context'
import type { EditorStrings } from './editor-strings.ts'

/** What the parts of an editor read of it. The editor provides a new object with each of its updates. */
export interface EditorContext {
  /** The session of the complete workflow. */
  readonly session: WorkflowSession
  /** The session of what the canvas shows: the workflow, or a sub-workflow in it. */
  readonly shownSession: WorkflowSession
  readonly strings: EditorStrings
  /** The document cannot be changed. */
  readonly isLocked: boolean
  /** Runs can be started, canceled and decided. */
  readonly canRun: boolean
  /** Panels are over the canvas. */
  readonly isNarrow: boolean
}

/** The nearest editor. */
export const editorContext = createContext<EditorContext | undefined>('aw-editor')
