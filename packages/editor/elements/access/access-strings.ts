/** The UI strings of the dialog for granting access. @public */
export interface AccessStrings {
  readonly title: (workflow: string) => string
  readonly text: string
  readonly secrets: string
  readonly hosts: string
  readonly allHosts: string
  readonly tools: string
  readonly toolNames: Readonly<Record<'folder' | 'models', string>>
  readonly cancel: string
  readonly runWithout: string
  readonly grant: string
}

/** The English UI strings. @public */
export const accessStrings: AccessStrings = {
  title: (workflow) => `Grant access to “${workflow}”?`,
  text: 'This workflow comes from a file. To run, it needs the following access. Access is granted to this workflow only.',
  secrets: 'Secrets',
  hosts: 'Hosts',
  allHosts: 'All hosts (some are known only at run time)',
  tools: 'Tools',
  toolNames: { folder: 'Datasets in this browser, by name', models: 'Language models' },
  cancel: 'Cancel',
  runWithout: 'Run without access',
  grant: 'Grant and run',
}
