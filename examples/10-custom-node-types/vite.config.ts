import { defineConfig } from 'vite'

/**
 * Keeps `aw.js` out of the bundle. The node type module is a separate file that bundles its own copies of zod and the
 * engine: a worker imports it by URL, and import maps do not apply in workers.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: `${import.meta.dirname}/index.html`, 'custom-nodes': `${import.meta.dirname}/custom-nodes.ts` },
      external: ['@aw-flow/embed'],
      preserveEntrySignatures: 'strict',
      output: {
        paths: { '@aw-flow/embed': '/aw/aw.js' },
        entryFileNames: ({ name }) => (name === 'custom-nodes' ? '[name].js' : 'assets/[name].js'),
      },
    },
  },
})
