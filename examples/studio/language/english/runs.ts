import type { Formats } from '../formats.ts'

/** UI strings for the run list and the run page. */
export const createEnglishRuns = ({ pluralize }: Formats) => ({
  runs: {
    compareHint: 'Select two runs to compare',
    compare: 'Compare',
    compareSelected: (selectedCount: number): string => `Compare (${selectedCount} of 2)`,
    search: 'Search runs',
    state: 'State',
    allStates: 'All states',
    workflow: 'Workflow',
    allWorkflows: 'All workflows',
    time: 'Time',
    times: { all: 'Any time', day: 'Last 24 hours', week: 'Last 7 days', month: 'Last 30 days' },
    runCount: (runs: number): string => pluralize(runs, 'run', 'runs'),
    succeeded: (rate: string, ended: number): string =>
      `${rate} of ${pluralize(ended, 'finished run', 'finished runs')} succeeded`,
    median: (time: string): string => `median of successful runs: ${time}`,
    noMatches: 'No runs match.',
    more: 'Show more',
    /** A run's input files, for example `a.csv and 2 others`. */
    files: (first: string, others: number): string =>
      others === 0 ? first : `${first} and ${pluralize(others, 'other', 'others')}`,
    compareLabel: (name: string, startTime: string): string => `Compare ${name}, ${startTime}`,
    deleteLabel: (name: string): string => `Delete run of “${name}”`,
    deleted: 'Run deleted.',
    empty: 'Run a workflow to see its runs here, with inputs, outputs and duration.',
    runSample: 'Run sample workflow',
  },
  run: {
    nodes: 'Nodes',
    details: 'Details',
    run: 'Run',
    viewResults: 'View results',
    runAgain: 'Run again',
    runAgainHint: 'Runs the whole workflow again with the same files',
    openWorkflow: 'Open workflow',
    started: (startTime: string): string => `Started ${startTime}`,
    interrupted: 'This run was interrupted.',
    resume: 'Resume run',
    waiting: 'Waiting for approval.',
    review: 'Review',
    errorTitle: 'Error',
    nodeFailed: (label: string): string => `“${label}” failed.`,
    runFailed: 'The run failed.',
    showError: 'Show error',
    hideError: 'Hide error',
    noErrorMessage: 'No error message was reported.',
    retries: (retries: number): string => pluralize(retries, 'retry', 'retries'),
    noRetries: 'because this error cannot be fixed by retrying.',
    beforeFailure: 'before it failed.',
    progress: 'Progress',
    notFound: (run: string): string => `Run “${run}” was not found in this browser`,
    queuedHint: 'This run is in the queue and starts automatically.',
    notFoundHint: 'Runs are stored in the browser that ran them.',
  },
})

export type EnglishRuns = ReturnType<typeof createEnglishRuns>
