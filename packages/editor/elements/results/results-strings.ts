import { formatCount } from '@aw-flow/messages'
import { identityTranslator } from '../../language/node-type-translator.ts'
import { chartStrings, type ChartStrings } from '../../views/chart/chart-strings.ts'
import { dataTableStrings, type DataTableStrings } from '../../views/table/table-strings.ts'
import { graphStrings, type GraphStrings } from '../../views/graph/graph-strings.ts'
import { profileStrings, type ProfileStrings } from '../../views/profile/profile-strings.ts'
import { findingsStrings, type FindingsStrings } from '../../views/findings/findings-strings.ts'
import { examplesStrings, type ExamplesStrings } from '../../views/examples/examples-strings.ts'
import { downloadStrings, type DownloadStrings } from './download-strings.ts'
import { runReportStrings, type RunReportStrings } from '../report/run-report-strings.ts'
import { inOutStrings, type InOutStrings } from './in-out-strings.ts'

/** Default UI strings for `<aw-results>`. Hosts override them with the `strings` property. @internal */
export const resultsStrings = {
  nodeTypes: identityTranslator,
  label: 'Results',
  /** Parts of the results, each with one or more tabs. */
  parts: { data: 'Data', findings: 'Findings', run: 'Run' },
  partViews: (part: string): string => `Views: ${part}`,
  tabs: {
    table: 'Table',
    preview: 'Preview',
    sides: 'Input vs output',
    chart: 'Chart',
    map: 'Map',
    profile: 'Profile',
    check: 'Check',
    report: 'Report',
    log: 'Log',
  },
  /** Titles of the first tab for nodes that are shown as a view. */
  views: { chart: 'Chart', graph: 'Graph' },
  sides: inOutStrings as InOutStrings,
  download: downloadStrings as DownloadStrings,
  downloadFailed: (reason: string): string => `The file could not be created: ${reason}`,
  close: 'Close results',
  output: 'Output',
  noResult: 'Run the workflow, then select a node to see its result.',
  notRun: (title: string): string => `“${title}” has not run yet.`,
  noTable: (title: string): string => `“${title}” has no output table.`,
  failed: (title: string): string => `“${title}” failed, so it has no output table. See the report for details.`,
  skipped: (title: string, reason: string): string => `“${title}” was skipped. ${reason}`,
  changed: 'Changed since this run',
  noLog: 'No log entries.',
  monitor: runReportStrings as RunReportStrings,
  profile: profileStrings as ProfileStrings,
  table: dataTableStrings as DataTableStrings,
  chart: chartStrings as ChartStrings,
  graph: graphStrings as GraphStrings,
  findings: {
    ...findingsStrings,
    plan: (_repairedCount: number, _droppedCount: number, changeCount: number): string =>
      changeCount === 0 ? 'Save as plan' : `Save ${formatCount(changeCount)} as plan`,
  } as FindingsStrings,
  repairButton: (changeCount: number): string =>
    changeCount === 0 ? 'Fix with a Prepare node' : `Fix ${formatCount(changeCount)} with a Prepare node`,
  repairAdded: (node: string): string => `“${node}” applies the fixes in the next run.`,
  examples: examplesStrings as ExamplesStrings,
  transformAdded: (node: string): string => `“${node}” transforms the column in the next run.`,
  undoRepair: 'Undo',
  repairUndone: 'Undone.',
}
/** @internal */
export type ResultsStrings = typeof resultsStrings

/** Identifies a tab in the results: a built-in one, or one of an extension. @public */
export type ResultsTab = keyof typeof resultsStrings.tabs | (string & {})
