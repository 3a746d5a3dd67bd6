import pages from './node-docs.json' with { type: 'json' }

/**
 * English documentation pages of the node types as Markdown, keyed by type. Generated from the `.md` files in
 * `pages` by `npx tsx --conditions=aw-source examples/docs/nodes/write-node-docs.ts`.
 *
 * @internal
 */
export const nodeDocs: Readonly<Record<string, string>> = pages
