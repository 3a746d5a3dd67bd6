import { fileURLToPath } from 'node:url'
import { defaultClientConditions, defaultServerConditions, defineConfig } from 'vite'
import { serviceWorkerPlugin } from './examples/studio/offline/service-worker-plugin.ts'
import { pageChunksPlugin } from './examples/studio/offline/page-chunks-plugin.ts'
import { pageFilePlugin } from './examples/studio/offline/page-file-plugin.ts'
import { precompressPlugin } from './examples/studio/offline/precompress-plugin.ts'
import { precomputePlugin } from './.ci/precompute.mjs'
import { compactCatalogsPlugin } from './packages/embed/compact-catalogs-plugin.ts'
import { compactDuckDbPlugin } from './packages/embed/compact-duckdb-plugin.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The `eval` calls of litegraph.js and Emscripten are never executed: the e2e suites run under a policy that forbids them. */
const checks = { eval: false, pluginTimings: false }

/**
 * The build configuration of `npm run dev`, the studio, the embed, Storybook, the browser tests
 * (`web-test-runner.config.mjs`) and vitest (`vitest.config.ts`). Workspace packages resolve to their source by the
 * condition `aw-source`.
 */
export default defineConfig({
  root: here('examples/studio'),
  // URLs such as /workflows/cosmo-ready are pages of the studio.
  appType: 'spa',
  plugins: [
    precomputePlugin,
    compactCatalogsPlugin,
    compactDuckDbPlugin,
    pageChunksPlugin,
    serviceWorkerPlugin(here('examples/studio/offline/service-worker.ts')),
    pageFilePlugin(here('packages/embed/dist/aw-page.html')),
    precompressPlugin(here('node_modules/.cache/aw-brotli')),
  ],
  base: '/',
  // The server can publish the studio under a path (`AW_BASE_PATH`). It adds the path to the URLs in `index.html`.
  experimental: { renderBuiltUrl: (_file, { hostType }) => (hostType === 'html' ? undefined : { relative: true }) },
  resolve: {
    conditions: ['aw-source', ...defaultClientConditions],
    alias: [
      // Missing from the package's exports, whose "./blocking" points to a file that does not exist.
      {
        find: '@duckdb/duckdb-wasm/blocking-browser',
        replacement: here('node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs'),
      },
      // The frame meter of cosmos.gl, which is never shown. Bundlers cannot resolve its exports.
      { find: /^gl-bench$/, replacement: here('packages/editor/views/graph/no-meter.ts') },
    ],
  },
  ssr: { resolve: { conditions: ['aw-source', ...defaultServerConditions] } },
  server: { port: 5173, strictPort: false, fs: { allow: [here('.')] } },
  // Each format reader is a chunk that the worker fetches with the first file of the format.
  worker: {
    format: 'es',
    plugins: () => [precomputePlugin],
    rolldownOptions: {
      checks,
      output: {
        codeSplitting: {
          // A reader that imported the worker's script would run it again under another URL (`?v=2`).
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
      '@lit/task',
      'zod',
      '@uwdata/flechette',
      // Loaded with the first chart and the first graph.
      '@aw-flow/editor > @observablehq/plot',
      '@aw-flow/editor > @cosmos.gl/graph',
      '@aw-flow/editor > d3-force',
      '@noble/hashes/sha2.js',
      // Dependencies of format readers. Discovered later, they would reload the page during use.
      '@zip.js/zip.js/lib/zip-core-native.js',
      '@e965/xlsx',
      'fflate',
      'fzstd',
      'parquet-wasm/esm/parquet_wasm.js',
      // The version of the reader; tools at the root depend on an older one.
      '@aw-flow/data > parse5',
      'saxes',
      'sql.js',
    ],
    // lucide has 1,700 files, of which the editor imports about 80 individually.
    // QuickJS resolves its wasm file relative to its script.
    exclude: ['@duckdb/duckdb-wasm', 'lucide', '@jitl/quickjs-wasmfile-release-sync'],
  },
})
