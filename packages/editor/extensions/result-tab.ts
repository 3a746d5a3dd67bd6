import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, NodeRun, RunView, TableRef } from '@aw-flow/schema'
import type { ResultsStrings } from '../elements/results/results-strings.ts'
import type { TableSource } from '../views/table-source.ts'
import type { MountContent } from './mount-part.ts'

/** The result that a tab shows, and the actions of the results. @public */
export interface ResultContext {
  /** Session of the workflow or sub-workflow; `undefined` if none is open. */
  readonly session: WorkflowSession | undefined
  /** The shown run. */
  readonly run: RunView | undefined
  /** The shown node in the run. */
  readonly node: NodeRun | undefined
  /** Type of the shown node in the current document. */
  readonly nodeType: string | undefined
  /** Id of the selected node; `undefined` if no node is selected. The last table of the run is shown then. */
  readonly selectedNode: string | undefined
  /** The shown table, an output of the node. */
  readonly table: TableRef | undefined
  /** Name of the table's output. */
  readonly port: string | undefined
  /** Label of the node. */
  readonly title: string
  /** UI strings of the results in the editor's language. */
  readonly strings: ResultsStrings
  /** True if users can edit the workflow. */
  readonly isEditable: boolean
  /** True if users can decide on approvals. */
  readonly canDecide: boolean
  /** True if the editor is narrow. */
  readonly isNarrow: boolean
  /** True if `aw-load-plan-open` and `aw-preparation-open` open plans. */
  readonly opensPlans: boolean
  /** Returns the source of a table of the session. The source of a table stays the same. */
  getSource(table: TableRef): TableSource
  /** Returns a value that is created once and kept while the results are in the page, whichever tab they show. */
  keep<Value>(key: string, create: () => Value): Value
  /** Selects a tab. Resolves after it is rendered. */
  selectTab(id: string): Promise<unknown>
  /** Moves focus to the selected tab, for example before the focused element is removed. */
  focusTab(): void
  /** Applies an edit and shows a message with a button that undoes it. */
  applyEdit(edit: Edit, message: string): void
  /** Requests a height for a task in CSS pixels, or 0 when the task ends. */
  requestHeight(height: number): void
  /** Renders the results again. */
  requestUpdate(): void
}

/** A view of the results. A part of the results with several views has a tab for each of them. @public */
export interface ResultTab {
  /** Id of the tab, unique among all extensions. */
  readonly id: string
  /** Title of the tab. */
  readonly title: string | ((strings: ResultsStrings) => string)
  /**
   * Part of the results that contains the view: the node's tables (`data`), what is suspicious in them (`findings`), or
   * the report and log (`run`). Default: `data`.
   */
  readonly part?: keyof ResultsStrings['parts']
  /**
   * Extent of the content: a table (`table`), all outputs of a node (`node`), or the entire run (`run`). Without a table,
   * the first tab's message replaces the content of a `table` tab. Default: `table`.
   */
  readonly extent?: 'table' | 'node' | 'run'
  /** Type of the nodes whose results the content shows in the first tab, in place of the table. */
  readonly nodeType?: string
  /** Returns whether to show the tab. Default: always true. */
  isAvailable?(result: ResultContext): boolean
  /** Creates the content of the tab. */
  readonly mount: MountContent<ResultContext>
}
