import { defineConfig } from 'vite'
import { svelte } from '@sveltejs/vite-plugin-svelte'

/** `aw.js` is not bundled, but served unchanged next to its worker and wasm. The page imports it from `/aw`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [svelte()],
  build: {
    modulePreload: { polyfill: false },
    rolldownOptions: { external: ['@aw-flow/embed'], output: { paths: { '@aw-flow/embed': '/aw/aw.js' } } },
  },
})
