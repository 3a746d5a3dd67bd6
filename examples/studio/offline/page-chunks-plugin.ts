import type { Plugin, UserConfig } from 'vite'

/**
 * Bundles the studio's pages into a few files, since each request costs a round trip: one file for the imports of the
 * first page, one for code shared by several pages; the rest is fetched on demand. Does nothing for builds with their
 * own input.
 */
export const pageChunksPlugin: Plugin = {
  name: 'aw-page-chunks',
  apply: 'build',
  config({ build }): UserConfig | undefined {
    if (build?.rolldownOptions?.input !== undefined) return undefined
    const groups = [
      { name: 'first', tags: ['$initial' as const] },
      { name: 'shared', test: /\bexamples[\\/]studio[\\/]|\blit(?:-html)?[\\/]/, minShareCount: 2 },
    ]
    return { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } }
  },
}
