import type { Formats } from './formats.ts'

/** Kinds of items in an export. */
export type ImportedKind = 'workflows' | 'datasets' | 'runs' | 'plans' | 'settings' | 'models'

/** Texts of settings, API keys, models, help, tour, and full export. */
export const englishSettings = ({ pluralize, count }: Formats) => ({
  settings: {
    title: 'Settings',
    appearance: 'Appearance and language',
    themes: { auto: 'Auto (system)', light: 'Light', dark: 'Dark' },
    language: 'Language',
    matchBrowser: 'Match browser',
    formatNote: (locale: string): string => `Numbers and dates use ${locale} format.`,
    retries: 'Default retries',
    retryDelays: 'Delay before each retry (seconds)',
    delaysHelp:
      'One number per retry, such as 5, 30, 120. Applies to new workflows. Workflows and nodes can override it.',
    delaysInvalid: (text: string): string =>
      `${text === '' ? 'A delay is missing.' : `“${text}” isn’t a number of seconds.`} Use numbers of 0 or more, separated by commas, such as 0.5, 5, 30.`,
    delaysTooMany: (delays: number): string => `You entered ${count(delays)} delays. Use at most 10.`,
    notStored: 'The browser could not store this setting.',
    storage: 'Storage',
    notPersistent:
      'This browser does not store data for this page. Everything is lost when you close the tab. Export what you want to keep.',
    used: (used: string, free: string): string => `${used} used, ${free} free.`,
    inBrowser: 'In this browser.',
    persisted: 'Stored until you delete it.',
    usedLabel: 'Storage used',
    mayEvict: 'The browser may delete stored data when the disk is full. You can ask the browser to protect it.',
    persist: 'Protect storage',
    offline: 'Works offline.',
    offlineNotReady: 'Offline: not ready yet.',
    storedData: 'Stored data',
    data: 'Data',
    dataUsage: (datasets: number, bytes: string): string => `${pluralize(datasets, 'dataset', 'datasets')}, ${bytes}`,
    manageData: 'Manage data',
    runs: 'Runs',
    storedRuns: (runs: number): string => pluralize(runs, 'run', 'runs'),
    noOldRuns: 'No runs older than one month',
    deleteOld: (runs: number): string => `Delete ${pluralize(runs, 'run', 'runs')} older than one month`,
    trash: 'Trash',
    results: 'Run results',
    resultsUsage: (runs: number, bytes: string, limit: string): string =>
      `${pluralize(runs, 'run', 'runs')}, ${bytes} of ${limit}`,
    resultsNotStored: 'Not stored',
    resultsLimit: 'Storage limit for run results',
    automatic: 'Automatic: 1 GB or 10% of available storage',
    storeNoResults: 'Do not store results',
    resultsHelp: 'The oldest results are removed first. They can be recomputed from the datasets.',
    removeStoredResults: 'Remove stored results',
    trashUsage: (items: number, bytes: string): string => `${pluralize(items, 'item', 'items')}, ${bytes}`,
    reviewTrash: 'Review and empty trash',
    export: 'Export everything',
    exportingAll: 'Exporting…',
    import: 'Import from file',
    runsDeleted: (runs: number): string => `${pluralize(runs, 'run', 'runs')} deleted.`,
    notGranted: 'Persistent storage has not been granted. Browsers usually grant it to installed apps.',
    alreadyImported: 'Everything in this file has already been imported.',
    exportHelp:
      'Includes data, load plans, workflows with their named versions, runs and these settings. Excludes API keys, the server connection and the trash.',
    imported: ({
      workflows,
      datasets,
      runs,
      plans,
      settings,
      models,
    }: Readonly<Record<ImportedKind, number>>): string =>
      `Imported ${[
        ...(workflows > 0 ? [pluralize(workflows, 'workflow', 'workflows')] : []),
        ...(datasets > 0 ? [pluralize(datasets, 'dataset', 'datasets')] : []),
        ...(runs > 0 ? [pluralize(runs, 'run', 'runs')] : []),
        ...(plans > 0 ? [pluralize(plans, 'load plan', 'load plans')] : []),
        ...(settings > 0 ? [pluralize(settings, 'setting', 'settings')] : []),
        ...(models > 0 ? [`${pluralize(models, 'model', 'models')} to add under Language models`] : []),
      ].join(', ')}.`,
    keyboard: 'Keyboard shortcuts',
    keys: [
      ['Ctrl+S', 'Save the workflow'],
      ['Ctrl+K', 'Search commands, nodes and notes in the editor'],
      ['Ctrl+Z, Ctrl+Shift+Z', 'Undo, redo'],
      ['?', 'Show and change all shortcuts'],
      ['Tab, arrows', 'Move through the canvas and tables'],
    ] as readonly (readonly [key: string, action: string])[],
  },
  keys: {
    title: 'API keys',
    description:
      'Nodes refer to keys by name. A key is sent only to the hosts listed with it. Keys are stored for this tab only, or encrypted with a passphrase in this browser.',
    withServer: 'They are also stored, encrypted, on the server that runs your workflows.',
    onServer: 'On the server',
    onlyTab: 'Only in this tab',
    sendToServer: 'Send to server',
    passphrase: 'Passphrase',
    unlocking: 'Unlocking…',
    unlock: 'Unlock keys',
    deleteAll: 'Delete keys',
    forHosts: (hosts: string): string => `for ${hosts}`,
    deleteKey: (name: string): string => `Delete key “${name}”`,
    host: 'Host',
    key: 'Key',
    add: 'Add key',
    newPassphrase: (characters: number): string => `Passphrase (at least ${characters} characters)`,
    encrypting: 'Encrypting…',
    encrypt: 'Store keys in this browser',
    notStored: 'The browser could not store the keys. They are lost when you close this tab.',
    encrypted: 'Keys stored, encrypted with your passphrase.',
    wrongPassphrase: 'Wrong passphrase. The keys cannot be read without it. Try again or delete the keys.',
    storeAgain: 'The encrypted keys were deleted because they included this key. Store the other keys again.',
  },
  models: {
    title: 'Language models',
    description:
      'Everything works without AI. Prepare can optionally ask a model to suggest its plan: choose one in the step list. The model sees columns, counts and a few rows, never the whole table.',
    address: 'URL',
    model: 'Model',
    key: 'API key (optional)',
    nameExample: 'My computer',
    none: 'none',
    add: 'Add model',
    at: (model: string, address: string): string => `${model} at ${address}`,
    withKey: (key: string): string => `, key “${key}”`,
    remove: (name: string): string => `Remove model “${name}”`,
    removed: (name: string): string => `Model “${name}” removed.`,
    offered: 'Imported. Add this model to use it in steps.',
    addOffered: (name: string): string => `Add model “${name}”`,
    reach: {
      unreachable: (origin: string): string =>
        `Model added, but ${origin} did not respond. Check that it is running and allows requests from web pages (CORS).`,
      blocked: (origin: string): string =>
        `Model added, but this page has no access to ${origin}. Start its server with AW_CONNECT=${origin}, or connect a server that sends the requests for this page.`,
      outdated: (origin: string): string =>
        `Model added. Reload the page: access to ${origin} was granted after it loaded.`,
      reloadFromServer: 'Reload page',
    },
    incomplete: 'Enter a name and a model.',
    invalidUrl: (address: string): string =>
      `“${address}” is not a valid URL. Use a URL such as https://api.openai.com/v1.`,
    tooMany: (max: number): string => `You can add at most ${max} models. Remove one first.`,
    notStored: 'The browser could not store the model. Use a regular window or allow this site to store data.',
  },
  browserModel: {
    title: 'Browser model',
    description: 'Some browsers have a built-in language model. It runs on this device, and no data leaves the device.',
    states: {
      missing: 'This browser has no built-in language model. Chrome for desktop has one since version 148.',
      unchecked: 'Check whether this browser can run a model. Nothing is downloaded.',
      unavailable: 'The browser cannot run its model on this device. It needs about 22 GB of free disk space.',
      downloadable: 'The model can be downloaded. It needs several gigabytes.',
      downloading: 'The browser is downloading the model.',
      available: 'The model is ready.',
    },
    check: 'Check this browser',
    download: 'Download model',
    confirmTitle: 'Download the browser model?',
    confirm:
      'The download is several gigabytes and needs about 22 GB of free disk space. The browser stores the model.',
    failed: (reason: string): string => `The model was not downloaded: ${reason}`,
    use: (name: string): string => `Use it in runs on this page as model “${name}”`,
  },
  help: {
    title: 'Help',
    nodes: 'Nodes',
    search: 'Search nodes',
    families: {
      triggers: 'Triggers',
      'data-agents': 'Data agents',
      tables: 'Tables',
      agents: 'Agents',
      actions: 'Actions',
      logic: 'Logic',
      integration: 'Integration',
      views: 'Views',
    },
    noNode: (type: string): string => `Node “${type}” was not found. Choose one from the list.`,
    description:
      'A workflow processes data step by step: nodes do the work, and connections pass tables between them. Nothing runs until you choose Run, and nothing leaves this browser unless a node sends it.',
    tour: 'Take the tour (5 minutes)',
    openWorkflows: 'View workflows',
    pages: 'Pages',
    data: 'Your files. Drop them on any page, preview and validate them, and download them in another format.',
    workflows: 'Your workflows, and templates with sample data.',
    runs: 'Every run with its inputs, outputs and errors. Compare two runs.',
    queue: 'See which runs are waiting on a server, and set priorities and concurrency keys.',
    schedules: 'Run workflows at fixed times on a server.',
    webhooks: 'Run workflows when another system calls a URL.',
    validation: 'Validate a file with a schema, table-level checks, or a condition for every row.',
    settings: 'Appearance, API keys, models, retries, storage, and full export.',
    trash: 'Items deleted in the last 30 days.',
    nodesHeading: 'Nodes',
    nodesHelp: 'Each node has a page with its inputs, outputs and settings. Choose one from the list.',
  },
  tour: {
    title: 'Tour',
    /** The sample file has typical problems, which the tour explains. */
    sampleName: 'market stalls.csv',
    sampleText: `Stall report, spring;;;;
made 2 May;;;;

id;name;place;takings;visitors
1;Anna's Bread;North gate;1.204,50;310
2;Cheese & Co;Hall 2;890,00;205
;;;;
3;Green Corner;Hall 2;455,75;98
4;"Honey; and more";South gate;1.010,25;260
5;Fish Otto;North gate;2.310,00;402
`,
    skip: 'Skip tour',
    next: 'Next',
    back: 'Back',
    steps: [
      {
        title: 'A real-world file',
        description:
          'This small file has typical problems: lines above the table, semicolons, decimal commas and an empty row. It has been added to your data. You don’t need to describe its format.',
      },
      {
        title: 'Loaded without setup',
        description:
          'The Load agent detected where the table starts, the delimiter, and the type of each column. This is the file as a table. The report of a run lists each decision with its reasons.',
      },
      {
        title: 'A complete workflow',
        description:
          'Load, Prepare, Validate, Table: four nodes with settings that you can read and change. The workflow starts when you choose Run.',
      },
      {
        title: 'Try it',
        description:
          'Open the workflow with this file, choose Run, then select a node to see its result. You can find this tour under Help.',
      },
    ],
    example: 'Example',
    asTable: 'The file as a table',
    loading: 'Loading file…',
    step: (step: number, steps: number): string => `Step ${step} of ${steps}`,
  },
  exportAll: {
    notAnExport: (name: string): string => `“${name}” is not a studio export.`,
    notAnExportHint: 'Choose a file created with “Export everything”. Import single workflows on the Workflows page.',
    damagedDataset: (name: string): string => `The dataset “${name}” in this file cannot be read and was skipped.`,
    damaged: {
      dataset: 'A dataset in this file cannot be read and was skipped.',
      workflow: 'A workflow in this file cannot be read and was skipped.',
      run: 'A run in this file cannot be read and was skipped.',
      plan: 'A load plan in this file cannot be read and was skipped.',
      setting: 'A setting in this file cannot be read and was skipped.',
    },
    notStored: 'The browser could not store some settings and load plans of this file.',
    damagedHint: 'Everything else was imported. Export the data again from the original studio.',
  },
})

export type EnglishSettings = ReturnType<typeof englishSettings>
