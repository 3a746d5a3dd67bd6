import { defineConfig } from 'vite'

/** `aw.js` is served as it ships, beside its worker and wasm, and not bundled: the page imports it from `/aw`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    modulePreload: { polyfill: false },
    rolldownOptions: { external: ['@aw-flow/embed'], output: { paths: { '@aw-flow/embed': '/aw/aw.js' } } },
  },
})
