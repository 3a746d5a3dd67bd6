import { defaultLanguage, formatCount } from '@aw-flow/messages'
import type { RunState } from '@aw-flow/schema'
import { identityTranslator } from '../../language/node-type-translator.ts'

/** Default UI strings for the run bar. Hosts override them with the `strings` property. @internal */
export const runBarStrings = {
  /** Language of the UI strings and number formats, as a BCP 47 tag. */
  language: defaultLanguage,
  nodeTypes: identityTranslator,
  label: 'Run',
  run: 'Run',
  runAgain: 'Run again',
  cancel: 'Cancel',
  resume: 'Resume',
  resumeHint: 'Resume the interrupted run',
  migrate: 'Migrate and resume',
  migrateHint: 'Resume with the current node types, because the original ones are unavailable',
  states: {
    queued: 'Queued',
    running: 'Running',
    waiting: 'Waiting',
    completed: 'Completed',
    failed: 'Failed',
    cancelled: 'Canceled',
  } satisfies Record<RunState, string>,
  warnings: (state: string, count: number): string => `${state}, ${count} ${count === 1 ? 'warning' : 'warnings'}`,
  changed: 'Changed since this run',
  changedAfter: (state: string): string => `${state}, changed since`,
  nodeProgress: (finished: number, total: number): string => `${finished} of ${total} nodes`,
  rowCount: (count: number): string => `${formatCount(count)} ${count === 1 ? 'row' : 'rows'}`,
  noNodes: 'Add a node first',
  engineLoading: 'Starting…',
  engineFailed: 'The engine could not start',
  problems: (count: number): string => `Fix ${count} ${count === 1 ? 'error' : 'errors'} first`,
  chooseInput: 'Choose a file first',
  setUpNodes: (count: number): string => `Set up ${count} new ${count === 1 ? 'node' : 'nodes'} first`,
  input: 'Input',
  chooseFile: 'Choose a file…',
  uploadFile: 'Upload file',
  ready: 'Ready',
  waitingForApproval: 'Waiting for approval',
  review: 'Review',
}
/** @internal */
export type RunBarStrings = typeof runBarStrings
