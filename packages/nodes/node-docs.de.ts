import pages from './node-docs.de.json' with { type: 'json' }

/**
 * German documentation pages of the node types as Markdown, keyed by type. Generated from the `.de.md` files in
 * `pages` by `npx tsx --conditions=aw-source examples/docs/nodes/write-node-docs.ts`.
 *
 * @internal
 */
export const nodeDocs: Readonly<Record<string, string>> = pages
