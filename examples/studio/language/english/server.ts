/** UI strings for the server settings, the access dialog, and item locations. */
export const createEnglishServer = () => ({
  server: {
    title: 'Server',
    runOnServer: 'Run on server…',
    needsServer: 'This node works only on a server.',
    runsInBrowser: 'Runs in this browser.',
    runsOnServer: (address: string): string => `Runs on ${address}.`,
    runsOnTooltip: (address: string): string => `Runs on ${address}. Change…`,
    notConnected:
      'Workflows, data and runs stay in this browser. If you connect a server, the workflows that you edit or run are also stored there, with their data and runs.',
    url: 'URL',
    token: 'Token (if required)',
    connecting: 'Connecting…',
    use: 'Connect server',
    connected: {
      connecting: 'Connecting to',
      failed: 'Not connected to',
      ready: 'Workflows are stored and run on',
    },
    alsoInBrowser:
      'Everything is also stored in this browser. Lists mark items that are only in this browser. Changes that you make while the server does not respond are sent as soon as it responds, and merged with those of others.',
    uploadAll: 'Upload local items',
    disconnect: 'Use this browser only',
    api: 'This page’s server also provides an API:',
    readApi: 'read the API documentation',
    invalidUrl: (input: string): string => `“${input}” is not a valid URL.`,
    notAnAwServer: (address: string): string => `${address} responds, but it is not an aw server.`,
    invalidUrlHint: 'Use a URL such as https://aw.example.com, or leave the field empty to use this page’s server.',
    runInProgress: 'A run is in progress on this page.',
    runInProgressHint: 'Wait until it ends or cancel it, then try again.',
    notStored: 'The browser could not store this setting.',
    notStoredHint: 'Use a regular window or allow this site to store data.',
    connectedTo: (address: string): string => `Workflows are now stored and run on ${address}.`,
    disconnected: 'Workflows are now stored and run in this browser only.',
    alreadyUploaded: 'Everything is already on the server.',
    uploaded: (count: number): string => `${count} ${count === 1 ? 'item' : 'items'} uploaded.`,
    notUploaded: (reason: string): string => `Some items could not be uploaded. ${reason}`,
    notUploadedHint: 'Try again.',
    blocked: (address: string): string => `This page’s server does not allow access to ${address}.`,
    blockedHint: 'Ask the administrator of this page’s server to add the URL to AW_CONNECT.',
  },
  configuration: {
    title: 'Server configuration',
    description:
      'Language models (llm_models, default_llm) and their limits, web tools and retries for this workspace. Prices and costs are in US dollars. Only administrators can save changes.',
    save: 'Save configuration',
    usage: (requests: string, month: string): string => `Model requests in ${month}: ${requests}`,
    json: 'Configuration (JSON)',
    saved: 'Configuration saved.',
    invalid: (reason: string): string => `The configuration is not valid JSON: ${reason}`,
  },
  access: {
    title: (name: string): string => `Grant access to “${name}”?`,
    question:
      'This workflow comes from a file. To run, it needs the following access. Access is granted to this workflow only.',
    secrets: 'Secrets',
    hosts: 'Hosts',
    allHosts: 'All hosts (some are known only at run time)',
    tools: 'Tools',
    toolNames: { folder: 'Files in this browser', models: 'Language models' },
    grant: 'Grant and run',
    runWithoutAccess: 'Run without access',
  },
  /** Short labels for items whose latest changes are only on this device. */
  unsynced: { pending: 'Will be sent', rejected: 'Rejected by server' },
  locations: {
    browser: 'Only in this browser',
    server: 'On the server',
    both: 'In this browser and on the server',
    pending: 'Latest changes only on this device · will be sent',
    rejected: 'Latest changes only on this device · rejected by server',
  },
})

export type EnglishServer = ReturnType<typeof createEnglishServer>
