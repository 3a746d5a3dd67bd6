import type { WorkflowSession } from '@aw-flow/client'
import { createContext } from '@lit/context'
import type { ResultsTab } from '../results/aw-results.ts'
import type { EditorStrings } from './editor-strings.ts'

/** Identifies the results that the editor shows. @public */
export interface ShownResults {
  /** Id of the run. */
  readonly run: string
  /** Id of the node; `undefined` for the results of the entire run. */
  readonly node: string | undefined
  /** The active tab. */
  readonly tab: ResultsTab
}

/** Returns the URL of a page that shows the given results, or `undefined` to omit the link. @public */
export type ResultsUrlResolver = (results: ShownResults) => string | undefined

/** The editor state that its parts read. Each update of the editor provides a new object. */
export interface EditorContext {
  /** The session of the top-level workflow. */
  readonly session: WorkflowSession
  /** The session of the workflow or sub-workflow that the canvas shows. */
  readonly shownSession: WorkflowSession
  readonly strings: EditorStrings
  /** True if users cannot edit the document. */
  readonly isLocked: boolean
  /** True if users can start and cancel runs and decide on approvals. */
  readonly canRun: boolean
  /** True if the editor is so narrow that panels cover the canvas. */
  readonly isNarrow: boolean
  /** Returns the URL of a page that shows the given results. */
  readonly getResultsUrl?: ResultsUrlResolver | undefined
}

/** Context of the nearest enclosing editor. */
export const editorContext = createContext<EditorContext | undefined>('aw-editor')
