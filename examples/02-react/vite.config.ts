import { defineConfig } from 'vite'

/** `aw.js` is not bundled, but served unchanged next to its worker and wasm. The page imports it from `/aw`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    modulePreload: { polyfill: false },
    rolldownOptions: { external: ['@aw-flow/embed'], output: { paths: { '@aw-flow/embed': '/aw/aw.js' } } },
  },
})
