/** UI strings for the help page. */
export const createEnglishHelp = () => ({
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
    nodeNotFound: (type: string): string => `Node “${type}” was not found. Choose one from the list.`,
    description:
      'A workflow processes data step by step: nodes do the work, and connections pass tables between them. Nothing runs until you choose Run, and nothing leaves this browser unless a node sends it.',
    tour: 'Take the tour (5 minutes)',
    openWorkflows: 'View workflows',
    pages: 'Pages',
    data: 'Your files. Drop them on any page, preview and validate them, and download them in another format.',
    workflows: 'Your workflows, and templates with sample data.',
    runs: 'Every run with its inputs, outputs and errors. Compare two runs.',
    queue: 'See the queued runs of a server, and set their priorities and concurrency keys.',
    schedules: 'Run workflows at fixed times on a server.',
    webhooks: 'Run workflows when another system calls a URL.',
    validation: 'Validate a file with rules, table-level checks, or a condition for every row.',
    settings: 'Appearance, API keys, models, retries, storage, and full export.',
    trash: 'Items deleted in the last 30 days.',
    nodesHeading: 'Nodes',
    nodesHelp: 'Each node has a page with its inputs, outputs and settings. Choose one from the list.',
  },
})

export type EnglishHelp = ReturnType<typeof createEnglishHelp>
