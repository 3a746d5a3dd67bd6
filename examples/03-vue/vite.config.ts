import { defineConfig } from 'vite'
import vue from '@vitejs/plugin-vue'

/** `aw.js` is not bundled, but served unchanged next to its worker and wasm. The page imports it from `/aw`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('aw-') } } })],
  build: {
    modulePreload: { polyfill: false },
    rolldownOptions: { external: ['@aw-flow/embed'], output: { paths: { '@aw-flow/embed': '/aw/aw.js' } } },
  },
})
