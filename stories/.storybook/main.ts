import { fileURLToPath } from 'node:url'
import type { StorybookConfig } from '@storybook/web-components-vite'
import { defaultClientConditions, type Alias, type AliasOptions, type Plugin } from 'vite'
import { makeManifest } from '../../packages/embed/manifest/make-manifest.ts'

const listAliases = (alias: AliasOptions | undefined): Alias[] =>
  Array.isArray(alias)
    ? [...(alias as readonly Alias[])]
    : Object.entries((alias ?? {}) as Record<string, string>).map(([find, replacement]) => ({ find, replacement }))

/**
 * Generates the elements' manifest from source and provides it as a module for docs, controls and actions. A build also
 * writes it, for the tests of the stories.
 */
const manifest: Plugin = {
  name: 'aw-manifest',
  resolveId: (id) => (id === 'virtual:aw-manifest' ? `\0${id}` : undefined),
  load: (id) => (id === '\0virtual:aw-manifest' ? `export default ${JSON.stringify(makeManifest())}` : undefined),
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'custom-elements.json', source: JSON.stringify(makeManifest()) })
  },
}

const config: StorybookConfig = {
  stories: ['../**/*.stories.ts'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y'],
  framework: '@storybook/web-components-vite',
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // The root `vite.config.ts` sets the studio's root; Storybook needs its own.
  viteFinal: (vite) => ({
    ...vite,
    root: new URL('..', import.meta.url).pathname,
    plugins: [...(vite.plugins ?? []), manifest],
    resolve: {
      ...vite.resolve,
      // Resolve elements to their source, because an existing build may be outdated.
      conditions: ['aw-source', ...defaultClientConditions],
      alias: [
        ...listAliases(vite.resolve?.alias),
        // Repeats an alias of the root `vite.config.ts`, which Storybook does not load.
        {
          find: /^gl-bench$/,
          replacement: fileURLToPath(new URL('../../packages/editor/views/graph/no-meter.ts', import.meta.url)),
        },
      ],
    },
  }),
}
export default config
