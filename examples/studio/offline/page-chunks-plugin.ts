import type { Plugin, UserConfig } from 'vite'

/**
 * Bundles the studio's pages into a few files, because each request costs a round trip. One file contains the first
 * page's imports, and another contains the code shared by several pages. Everything else is fetched on demand. Has no
 * effect on builds that define their own input.
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
