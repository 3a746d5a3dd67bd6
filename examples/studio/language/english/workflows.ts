import type { Formats } from '../formats.ts'

/** UI strings for the workflow list. */
export const createEnglishWorkflows = ({ pluralize, count }: Formats) => ({
  workflows: {
    import: 'Import',
    exportAll: 'Export all',
    exportFiltered: 'Export filtered',
    fromTemplate: 'New from template',
    onServer: 'On the server',
    noMatches: 'No workflows match.',
    showAll: 'Clear filters',
    search: 'Search workflows',
    tags: 'Tags',
    filters: { active: 'Active', draft: 'Drafts', published: 'Published', archived: 'Archived', all: 'All' },
    sorts: { edited: 'Recently edited', name: 'Name' },
    statuses: { draft: 'Draft', published: 'Published', archived: 'Archived' },
    duplicate: 'Duplicate',
    duplicateLabel: (name: string): string => `Duplicate “${name}”`,
    export: 'Export as file',
    exportLabel: (name: string): string => `Export “${name}” as file`,
    deleteLabel: (name: string): string => `Delete “${name}”`,
    unreadableDescription: 'This stored workflow cannot be read.',
    unreadable: 'Unreadable',
    exportStoredData: 'Export stored data',
    exportStoredLabel: (name: string): string => `Export stored data for “${name}”`,
    deleteUnreadable: (name: string): string => `Delete unreadable workflow “${name}”`,
    tagsLabel: (name: string): string => `Tags for “${name}”`,
    addTags: 'Add tags',
    statusLabel: (name: string): string => `Status of “${name}”`,
    tagsField: (name: string): string => `Tags for “${name}”, separated by commas`,
    tagsExample: 'monthly, sales',
    saveTags: 'Save',
    archived: (name: string): string => `“${name}” archived.`,
    deleted: (name: string): string => `“${name}” deleted.`,
    imported: (workflows: number): string => `${pluralize(workflows, 'workflow', 'workflows')} imported.`,
    alreadyExists: (name: string): string => `“${name}” already exists and was not changed.`,
    alreadyExist: (workflowCount: number): string =>
      `${count(workflowCount)} workflows already exist and were not changed.`,
    noWorkflowInFile: 'The file does not contain a workflow.',
    references: {
      title: (name: string): string => `Select sub-workflows of “${name}”`,
      question: (workflowCount: number): string =>
        workflowCount === 1
          ? 'This workflow runs another workflow that was not found here. Select a workflow to run instead.'
          : `This workflow runs ${count(workflowCount)} other workflows that were not found here. Select workflows to run instead.`,
      leave: 'Leave unresolved',
      leaveAll: 'Leave all unresolved',
      apply: 'Apply',
    },
    notLoaded: (name: string): string => `“${name}” could not be loaded from the server.`,
    notLoadedHint: 'Check the connection and try again.',
    fileName: 'workflows',
  },
})
