import type { Plugin, UserConfig } from 'vite'

/**
 * Gathers what the studio's pages need in few files: each costs a slow line a journey, however small it is. What the first
 * page imports is one, what several pages share is another; the rest is fetched by the page that needs it. Does nothing for
 * builds that name an input of their own.
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
