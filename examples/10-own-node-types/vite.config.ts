import { defineConfig } from 'vite'

/**
 * `aw.js` is served as it ships and not bundled. The module with node types is one file of its own, with its copy of zod and
 * engine: a worker imports it by address, where no import map holds.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: `${import.meta.dirname}/index.html`, 'own-nodes': `${import.meta.dirname}/own-nodes.ts` },
      external: ['@aw-flow/embed'],
      preserveEntrySignatures: 'strict',
      output: {
        paths: { '@aw-flow/embed': '/aw/aw.js' },
        entryFileNames: ({ name }) => (name === 'own-nodes' ? '[name].js' : 'assets/[name].js'),
      },
    },
  },
})
