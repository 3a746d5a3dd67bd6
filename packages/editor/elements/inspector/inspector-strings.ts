import { identityTranslator } from '../../language/node-type-translator.ts'
import { renderText } from '../../language/render-text.ts'
import type { PortType } from '@aw-flow/schema'
import { canvasStrings } from '../../canvas/canvas-strings.ts'
import { getLanguageName, defaultLanguage } from '@aw-flow/messages'
import { formStrings, type FormStrings } from '../../forms/form-strings.ts'
import { nodeOptionStrings, type NodeOptionStrings } from './node-option-strings.ts'
import { networkAccessStrings, type NetworkAccessStrings } from '../outside/outside-strings.ts'
import { columnTypeNames } from '../../language/column-types.ts'

/** Default UI strings of the inspector. Hosts override them with the `strings` property. @internal */
export const inspectorStrings = {
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  nodeTypes: identityTranslator,
  /** Language of the UI strings and of documentation pages, as a BCP 47 tag. */
  language: defaultLanguage,
  /** Display names of the column types, keyed by DuckDB type name. */
  columnTypes: columnTypeNames,
  name: 'Node name',
  close: 'Close settings',
  openSubWorkflow: 'Open sub-workflow',
  problems: 'Problems',
  waitingForApproval: 'Waiting for approval',
  review: 'Review',
  learnMore: 'Learn more',
  explain: 'Explain',
  fix: (change: string): string => `Fix: ${change}`,
  fixNotTested: 'Not tested',
  settings: 'Settings',
  /** Tabs of the settings panel. */
  tabs: { settings: 'Settings', data: 'Data', details: 'Details' },
  inputs: 'Inputs',
  outputs: 'Outputs',
  exposeInput: 'Expose as input of the sub-workflow',
  exposeOutput: 'Expose as output of the sub-workflow',
  exposedPortName: (port: string): string => `Name of “${port}” on the sub-workflow`,
  about: 'About this node',
  nextTimes: 'Upcoming times',
  nextTimesHelp: 'Times are in your time zone. Turn on the schedule on a server to start runs.',
  clockChange: (isForward: boolean): string => (isForward ? 'clocks go forward that day' : 'clocks go back that day'),
  docs: 'Documentation',
  docsInLanguage: (language: string): string => `Documentation in ${getLanguageName(language)}`,
  docsLoading: 'Loading…',
  changes: 'Changed since the last run',
  newNode: 'This node was not in the last run.',
  connectionsChanged: 'The connections have changed.',
  notSet: 'not set',
  oldValue: 'was',
  newValue: 'now',
  restore: (title: string): string => `Restore “${title}” from the last run`,
  notConnected: 'Not connected',
  sourceTitle: (title: string, port: string): string => (port ? `${title}, ${port}` : title),
  columns: (count: number): string => `${count} ${count === 1 ? 'column' : 'columns'}`,
  unknownColumns: 'Run the workflow to list columns.',
  remove: 'Delete node',
  removeMany: (count: number): string => `Delete ${count} nodes`,
  selectedCount: (count: number): string => `${count} nodes selected`,
  typeId: 'Type',
  unknownType: (type: string): string => `Unknown node type “${type}”. Its settings are unchanged.`,
  rows: canvasStrings.rows,
  rejected: canvasStrings.rejected,
  portTypes: canvasStrings.portTypes as Record<PortType, string>,
  form: formStrings as FormStrings,
  options: nodeOptionStrings as NodeOptionStrings,
  networkAccessTitle: 'Allowed hosts and secrets',
  networkAccess: networkAccessStrings as NetworkAccessStrings,
}
/** @internal */
export type InspectorStrings = typeof inspectorStrings & {
  /** Loads a node type's documentation page in `language`, as Markdown. If absent, the session's page is shown. */
  readonly nodeDocs?: (type: string) => Promise<string | undefined>
}
