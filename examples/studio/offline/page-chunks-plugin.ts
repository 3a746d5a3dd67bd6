import type { HtmlTagDescriptor, Plugin, UserConfig } from 'vite'

/** The request that decides which server the studio uses. The server adds its base path. */
const settingsPath = '/api/v1/auth/settings'

/** Chunks that an editor needs besides those of the first page, by name. */
const editorChunks: readonly string[] = ['workflow-page', 'built-in-types']

/**
 * Bundles the studio's pages into a few files, because each request costs a round trip. One file contains the first
 * page's imports, and another contains the code shared by several pages. Everything else is fetched on demand, except what
 * an editor needs: a browser fetches it, and the sign-in settings, while it fetches the first file. Has no effect on builds
 * that define their own input.
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
  transformIndexHtml(_html, { bundle = {} }) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
    const entry = chunks.find(({ isEntry }) => isEntry)
    const files = new Set<string>()
    const addImports = (fileName: string): void => {
      if (fileName === entry?.fileName || files.has(fileName)) return
      files.add(fileName)
      for (const name of chunks.find((chunk) => chunk.fileName === fileName)?.imports ?? []) addImports(name)
    }
    for (const { name, fileName } of chunks) if (editorChunks.includes(name)) addImports(fileName)
    if (files.size === 0) return undefined
    const addLink = (attrs: Record<string, string | true>): HtmlTagDescriptor => ({
      tag: 'link',
      attrs,
      injectTo: 'head',
    })
    return [
      addLink({ rel: 'preload', as: 'fetch', href: settingsPath, crossorigin: true }),
      ...[...files].map((name) => addLink({ rel: 'modulepreload', href: ['', name].join('/'), crossorigin: true })),
    ]
  },
}
