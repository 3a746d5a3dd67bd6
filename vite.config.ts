import { fileURLToPath } from 'node:url'
import { defaultClientConditions, defaultServerConditions, defineConfig } from 'vite'
import { keepOfflinePlugin } from './examples/studio/offline/keep-offline-plugin.ts'
import { pageChunksPlugin } from './examples/studio/offline/page-chunks-plugin.ts'
import { precompressPlugin } from './examples/studio/offline/precompress-plugin.ts'
import { compactCatalogsPlugin } from './compact-catalogs-plugin.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The `eval` in litegraph's prompt and in Emscripten's glue is never reached: the e2e suites run under a policy without it. */
const checks = { eval: false, pluginTimings: false }

/**
 * How source becomes something that runs, in one place: `npm run dev`, the builds of studio and embed, Storybook, the
 * browser tests (through `web-test-runner.config.mjs`) and vitest (through `vitest.config.ts`) all use it. Workspace
 * packages resolve to their source by the condition `aw-source`.
 */
export default defineConfig({
  root: here('examples/studio'),
  // Addresses like /workflows/cosmo-ready are pages of the studio.
  appType: 'spa',
  plugins: [
    compactCatalogsPlugin,
    pageChunksPlugin,
    keepOfflinePlugin(here('examples/studio/offline/service-worker.ts')),
    precompressPlugin(here('node_modules/.cache/aw-brotli')),
  ],
  base: '/',
  resolve: {
    conditions: ['aw-source', ...defaultClientConditions],
    alias: [
      // Left out of the package's exports (facts: its "./blocking" points at a file that does not exist).
      {
        find: '@duckdb/duckdb-wasm/blocking-browser',
        replacement: here('node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs'),
      },
      // The frame meter of cosmos.gl, which is never shown: no bundler finds what it exports.
      { find: /^gl-bench$/, replacement: here('packages/editor/views/graph/no-meter.ts') },
    ],
  },
  ssr: { resolve: { conditions: ['aw-source', ...defaultServerConditions] } },
  server: { port: 5173, strictPort: false, fs: { allow: [here('.')] } },
  // Readers of formats are chunks of their own, which the worker fetches with the first file of their kind.
  worker: {
    format: 'es',
    rolldownOptions: {
      checks,
      output: {
        codeSplitting: {
          // No reader imports the worker's own script, which would run a second time under another address (`?v=2`).
          groups: [
            { name: 'reading', test: /\bdata\/(?:files|formats)\/[^/]*$/ },
            { name: 'shared', minShareCount: 2 },
          ],
        },
      },
    },
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_500,
    rolldownOptions: { checks },
  },
  optimizeDeps: {
    include: [
      'litegraph.js/build/litegraph.core.js',
      'chardet',
      'comlink',
      'idb',
      'lit',
      'lit/directive.js',
      'lit/directives/live.js',
      '@lit/context',
      'zod',
      '@uwdata/flechette',
      // Fetched with the first chart and the first graph.
      '@aw-flow/editor > @observablehq/plot',
      '@aw-flow/editor > @cosmos.gl/graph',
      '@aw-flow/editor > d3-force',
      '@noble/hashes/sha2.js',
      // What readers of formats bring: found with the first such file, it would reload a page under a person's hands.
      '@zip.js/zip.js/lib/zip-core-native.js',
      '@e965/xlsx',
      'fflate',
      'fzstd',
      'parquet-wasm/esm/parquet_wasm.js',
      // Of the version that its reader is made for: tools at the root have brought an older one.
      '@aw-flow/data > parse5',
      'saxes',
      'sql.js',
    ],
    // lucide is 1,700 files of which the editor imports some 80, one by one.
    // QuickJS finds its wasm beside its script.
    exclude: ['@duckdb/duckdb-wasm', 'lucide', '@jitl/quickjs-wasmfile-release-sync'],
  },
})
