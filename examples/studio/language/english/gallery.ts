import type { Formats } from '../formats.ts'

/** UI strings for the public template gallery. */
export const createEnglishGallery = ({ pluralize, count }: Formats) => ({
  gallery: {
    title: 'Template gallery',
    lead: 'Workflows that users have published on a server. A copy does not include the author’s data, and you decide what it can access.',
    needsServer: 'Published templates are stored on a server. Connect a server to open its gallery.',
    galleryDisabled: 'The administrator of this server turned off the gallery.',
    search: 'Search gallery',
    templateCount: (found: number): string => pluralize(found, 'template', 'templates'),
    empty: 'No templates yet. Publish a workflow to be the first.',
    noMatches: 'No templates match. Try different words.',
    authorLabel: (author: string | null): string => (author === null ? 'By a user of this server' : `By ${author}`),
    nodes: (nodes: number): string => pluralize(nodes, 'node', 'nodes'),
    uses: (uses: number): string => (uses === 1 ? 'Copied once' : `Copied ${count(uses)} times`),
    preview: 'Preview',
    previewLabel: (name: string): string => `Preview “${name}”`,
    copy: 'Copy to my workflows',
    copyLabel: (name: string): string => `Copy to my workflows: “${name}”`,
    copied: (name: string): string => `“${name}” copied.`,
    unpublish: 'Unpublish',
    unpublishLabel: (name: string): string => `Unpublish “${name}”`,
    unpublishQuestion: (name: string): string => `Unpublish “${name}”?`,
    unpublishHelp: 'The template is removed from the gallery. Existing copies are not affected.',
    unpublished: (name: string): string => `“${name}” unpublished.`,
    publish: 'Publish a workflow',
    publishHelp:
      'Everyone who can sign in to this server can read and copy it, including all its text and settings, but without its datasets and secrets.',
    workflow: 'Workflow',
    selectWorkflow: 'Select a workflow',
    description: 'Description',
    publishAction: 'Publish',
    published: (name: string): string => `“${name}” published.`,
    more: 'Show more',
  },
})
