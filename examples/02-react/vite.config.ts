import { defineConfig } from 'vite'

/**
 * Keeps `aw.js` out of the bundle. The page imports it from `/aw`, where it is served unchanged next to its worker and
 * wasm files.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    modulePreload: { polyfill: false },
    rolldownOptions: { external: ['@aw-flow/embed'], output: { paths: { '@aw-flow/embed': '/aw/aw.js' } } },
  },
})
