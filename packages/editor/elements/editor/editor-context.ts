import type { WorkflowSession } from '@aw-flow/client'
import type { Problem, Workflow } from '@aw-flow/schema'
import type { NewId } from '@aw-flow/canvas'
import { createContext } from '@lit/context'
import type { KeyBindings } from '../../canvas/commands/keymap.ts'
import type { ResultsTab } from '../results/results-strings.ts'
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

/** The state of an editor that its parts and its extensions read. @public */
export interface EditorState {
  /** Session of the workflow that is open in the editor. */
  readonly workflowSession: WorkflowSession
  /** Session of the workflow or sub-workflow that the editor shows. */
  readonly session: WorkflowSession
  /** UI strings in the editor's language. */
  readonly strings: EditorStrings
  /** True if users cannot edit the workflow. */
  readonly readonly: boolean
  /** True if users can start and cancel runs and decide on approvals. */
  readonly canRun: boolean
  /** True if the editor is so narrow that panels cover the canvas. */
  readonly isNarrow: boolean
  /** Returns the URL of a page that shows the given results. */
  readonly getResultsUrl?: ResultsUrlResolver | undefined
}

/** The state and the actions of an editor that its regions and extensions use. Members return current values. @public */
export interface EditorContext extends EditorState {
  /** Ids of the nodes that contain the shown sub-workflow, outermost first. */
  readonly path: readonly string[]
  /** Ids of the selected nodes. */
  readonly selection: ReadonlySet<string>
  /** The canvas, for selecting nodes, moving the view and running commands; `undefined` before the first rendering. */
  readonly canvas: HTMLElementTagNameMap['aw-canvas'] | undefined
  /** The host's and the user's key bindings, keyed by command id. */
  readonly keys: KeyBindings
  /** Ids of the nodes that were just added. Their missing settings are not problems yet. */
  readonly newNodes: ReadonlySet<string>
  /** URL of the error reference; empty if there is none. */
  readonly errorReferenceUrl: string
  /** Generates ids for new nodes and edges. */
  readonly newId: NewId
  /** Id of the open side panel. */
  readonly openPanelId: string | undefined
  /** Opens a side panel in place of the inspector. The panel reads `argument` from its context. */
  openPanel(id: string, argument?: unknown): void
  /** Closes the open side panel and moves focus to the canvas. */
  closePanel(): void
  /** Opens a dialog in place of the open one. The dialog reads `argument` from its context. */
  openDialog(id: string, argument?: unknown): void
  /** Closes the open dialog. */
  closeDialog(): void
  /** Opens or closes the command palette. */
  toggleCommandPalette(): void
  /** Shows a document on the canvas, read-only, until the open panel closes; `undefined` shows the workflow again. */
  showDocument(document: Workflow | undefined): void
  /** Selects and reveals the node that has a problem, and opens the affected setting. */
  showProblem(problem: Problem): void
  /** Announces a message to screen readers. */
  announce(message: string): void
  /** Renders the editor again, with the current regions of its extensions. Resolves after rendering. */
  requestUpdate(): Promise<unknown>
}

/** Context of the nearest enclosing editor. */
export const editorContext = createContext<EditorState | undefined>('aw-editor')
