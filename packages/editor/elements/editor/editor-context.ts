import type { WorkflowSession } from '@aw-flow/client'
import { createContext } from '@lit/context'
import type { EditorStrings } from './editor-strings.ts'

/** The state of an editor that its parts read. The editor provides a new object with each update. */
export interface EditorContext {
  /** The session of the complete workflow. */
  readonly session: WorkflowSession
  /** The session of the workflow or sub-workflow that the canvas shows. */
  readonly shownSession: WorkflowSession
  readonly strings: EditorStrings
  /** True if the document cannot be changed. */
  readonly isLocked: boolean
  /** True if runs can be started, canceled and decided. */
  readonly canRun: boolean
  /** True if panels cover the canvas. */
  readonly isNarrow: boolean
}

/** The nearest editor. */
export const editorContext = createContext<EditorContext | undefined>('aw-editor')
