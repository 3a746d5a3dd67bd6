import type { Formats } from '../formats.ts'

/** Texts of the page with the workflows of a server. */
export const englishServerWorkflows = ({ pluralize }: Formats) => ({
  serverWorkflows: {
    title: 'Workflows on the server',
    lead: 'What the server stores besides the current document: status, public link, versions, templates of the workspace, and its trash.',
    needsServer: 'Versions, links and templates are on a server.',
    workflow: 'Workflow',
    chooseWorkflow: 'Choose a workflow',
    status: 'Status',
    statusChanged: 'Status changed.',
    publishedVersion: (version: number | null): string =>
      version === null ? 'No version is published.' : `Schedules, webhooks and events run version ${version}.`,
    share: 'Public link',
    shareHelp: 'Anyone with the link can read the workflow, without signing in.',
    shareOn: 'Anyone with the link can read it',
    link: 'Link',
    copyLink: 'Copy link',
    copied: 'Link copied.',
    copyFailed: 'The link could not be copied. Select it and copy it.',
    shared: 'The workflow has a public link.',
    notShared: 'The public link no longer works.',
    versions: 'Versions',
    noVersions: 'No versions yet. Saving with a name, running and publishing create one.',
    version: (number: number): string => `Version ${number}`,
    madeBy: {
      saved: 'Saved',
      published: 'Published',
      run: 'Run',
      restored: 'Restored',
      imported: 'Imported',
    } as Readonly<Record<string, string>>,
    restore: 'Restore',
    restoreLabel: (number: number): string => `Restore version ${number}`,
    restored: (number: number): string => `Version ${number} restored.`,
    templates: 'Templates of the workspace',
    noTemplates: 'No templates of this workspace yet.',
    addTemplate: 'Save as template',
    templateAdded: (name: string): string => `“${name}” is a template.`,
    use: 'Create workflow',
    useLabel: (name: string): string => `Create a workflow from “${name}”`,
    used: (name: string): string => `Workflow “${name}” created.`,
    deleteTemplate: (name: string): string => `Delete template “${name}”`,
    templateDeleted: (name: string): string => `Template “${name}” deleted.`,
    nodes: (nodes: number): string => pluralize(nodes, 'node', 'nodes'),
    trash: 'Trash of the server',
    noTrash: 'No deleted workflows.',
    restoreWorkflow: (name: string): string => `Restore “${name}”`,
    workflowRestored: (name: string): string => `“${name}” restored.`,
  },
})

export type EnglishServerWorkflows = ReturnType<typeof englishServerWorkflows>
