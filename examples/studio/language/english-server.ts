/** Texts of the server settings, of item locations and of access. */
export const englishServer = () => ({
  server: {
    title: 'Server',
    notConnected:
      'Runs, data and workflows stay in this browser. If you use a server, the workflows that you edit or run are also stored there, with their data and runs.',
    address: 'URL',
    token: 'Token (if required)',
    connecting: 'Connecting…',
    use: 'Use server',
    connected: {
      connecting: 'Connecting to',
      failed: 'Stored in this browser, not sent to',
      ready: 'Workflows are stored and run on',
    },
    both: 'Everything is also stored in this browser. Lists show which items are only in this browser.',
    sendAll: 'Upload local items',
    disconnect: 'Use this browser only',
    api: 'This page’s server also provides an API:',
    readApi: 'read the API documentation',
    invalidUrl: (input: string): string => `“${input}” is not a valid URL.`,
    notAnAwServer: (address: string): string => `${address} responds, but it is not an aw server.`,
    invalidUrlHint: 'Use a URL such as https://aw.example.com, or leave the field empty to use this page’s server.',
    runInProgress: 'A run is in progress on this page.',
    runInProgressHint: 'Wait until it ends or cancel it, then choose again.',
    notStored: 'The browser could not store this choice.',
    notStoredHint: 'Use a regular window or allow this site to store data.',
    connectedTo: (address: string): string => `Workflows are now stored and run on ${address}.`,
    disconnected: 'Workflows are now stored and run in this browser only.',
    alreadyUploaded: 'Everything is already on the server.',
    sent: (count: number): string => `Uploaded: ${count}.`,
    notSent: (reason: string): string => `Some items could not be uploaded. ${reason}`,
    notSentHint: 'Try again.',
    blocked: (address: string): string => `This page’s server does not allow access to ${address}.`,
    blockedHint: 'Ask the administrator of this page’s server to add it to AW_CONNECT.',
  },
  access: {
    title: (name: string): string => `Grant access to “${name}”?`,
    question:
      'This workflow comes from a file. To run, it requests the following access. Access is granted to this workflow only.',
    secrets: 'Secrets',
    hosts: 'Hosts',
    allHosts: 'All hosts: some are known only during the run',
    tools: 'Tools',
    toolNames: { folder: 'Files in this browser', models: 'Language models' },
    grant: 'Grant and run',
    runWithout: 'Run without access',
  },
  locations: {
    browser: 'Only in this browser',
    server: 'On the server',
    both: 'In this browser and on the server',
  },
})

export type EnglishServer = ReturnType<typeof englishServer>
