import type { Formats } from '../formats.ts'

/** UI strings for the home page. */
export const createEnglishHome = ({ pluralize, count }: Formats) => ({
  home: {
    quickActions: 'Quick actions',
    fromTemplate: 'New from template',
    allWorkflows: 'All workflows',
    validateFile: 'Validate a file',
    tour: 'Five-minute tour',
    mainTask: 'Prepare a messy file',
    mainTaskHelp:
      'Drop or choose a file. Agents load, prepare and validate it, and report each step. Nothing leaves this browser.',
    mainTaskOnServer:
      'Drop or choose a file. Agents load, prepare and validate it on the server, and report each step.',
    describe: 'Describe what you need',
    describeExample: 'Or describe what you need, such as “remove duplicates and sum the price per region”',
    propose: 'Propose workflow',
    examplesLabel: 'Try an example:',
    examples: {
      'survey-cleaning': 'Clean a survey',
      'join-and-chart': 'Join two files and draw a chart',
      'deduplicate-contacts': 'Remove duplicate contacts',
    },
    drop: 'Drop to load and prepare',
    uploaded: (files: number): string => (files === 1 ? 'File uploaded.' : `${count(files)} files uploaded.`),
    viewData: 'View data',
    recentWorkflows: 'Recent workflows',
    recentRuns: 'Recent runs',
    all: 'View all',
    approvals: (runs: number): string => `${pluralize(runs, 'run is', 'runs are')} waiting for approval`,
    noRuns: 'Runs appear here after you run a workflow.',
    system: 'System',
    engine: 'Engine',
    engineStates: { loading: 'Starting', ready: 'Ready, in this browser', failed: 'Not available' },
    data: 'Data',
    datasets: (datasets: number): string => pluralize(datasets, 'dataset', 'datasets'),
    offline: 'Offline',
    offlineReady: 'Ready',
    offlineNotReady: 'Not ready yet',
    storage: 'Storage',
    untilClosed: 'Until you close this tab',
    used: (used: string, quota: string): string => `${used} of ${quota}`,
    inBrowser: 'In this browser',
    succeeded: (ended: number): string => `of ${pluralize(ended, 'finished run', 'finished runs')} succeeded`,
    median: (time: string): string => `median of successful runs: ${time}`,
    lastRuns: (shown: number, succeeded: number, failed: number): string =>
      `Last ${pluralize(shown, 'run', 'runs')}: ${count(succeeded)} succeeded, ${count(failed)} failed`,
  },
})
