import type { WorkflowSession } from '@aw-flow/client'
import { createContext } from '@lit/context'
import type { ResultsTab } from '../results/aw-results.ts'
import type { EditorStrings } from './editor-strings.ts'

/** Results that are shown. @public */
export interface ShownResults {
  /** The id of the run. */
  readonly run: string
  /** The id of the node; `undefined` for the result of the run. */
  readonly node: string | undefined
  /** The tab. */
  readonly tab: ResultsTab
}

/** Returns the URL of a page that shows results, or `undefined` if there is none. @public */
export type ResultsUrlResolver = (results: ShownResults) => string | undefined

/** The state of an editor that its parts read. Each update of the editor provides a new object. */
export interface EditorContext {
  /** The session of the entire workflow. */
  readonly session: WorkflowSession
  /** The session of the workflow or sub-workflow that the canvas shows. */
  readonly shownSession: WorkflowSession
  readonly strings: EditorStrings
  /** True if the document cannot be changed. */
  readonly isLocked: boolean
  /** True if runs can be started and canceled, and their approvals decided. */
  readonly canRun: boolean
  /** True if panels cover the canvas. */
  readonly isNarrow: boolean
  /** Returns the URL of a page with the results that are shown. */
  readonly getResultsUrl?: ResultsUrlResolver | undefined
}

/** The nearest editor. */
export const editorContext = createContext<EditorContext | undefined>('aw-editor')
