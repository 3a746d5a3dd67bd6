import { defineConfig } from 'vite'
import { svelte } from '@sveltejs/vite-plugin-svelte'

/** `aw.js` is served as it ships, beside its worker and wasm, and not bundled: the page imports it from `/aw`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [svelte()],
  build: {
    modulePreload: { polyfill: false },
    rolldownOptions: { external: ['@aw-flow/embed'], output: { paths: { '@aw-flow/embed': '/aw/aw.js' } } },
  },
})
