/** UI strings for the trash page. */
export const createEnglishTrash = () => ({
  trash: {
    title: 'Trash',
    empty: 'Empty trash',
    description: 'Deleted items are kept for 30 days.',
    noItems: 'Trash is empty. Deleted items appear here.',
    kinds: { dataset: 'Dataset', workflow: 'Workflow', run: 'Run' },
    deletedAt: (time: string): string => `deleted ${time}`,
    restore: 'Restore',
    deletePermanently: 'Delete permanently',
    deleteItem: (name: string): string => `Delete “${name}” permanently`,
    deletedPermanently: (name: string): string => `“${name}” deleted permanently.`,
    emptied: 'Trash emptied.',
    restored: (name: string): string => `“${name}” restored.`,
    notRestored: (name: string): string => `“${name}” could not be restored: its stored data cannot be read.`,
    notRestoredHint: 'It stays in the trash. A newer version of the studio may be able to read it.',
  },
})
