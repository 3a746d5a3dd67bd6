/**
 * The tested build tools, with the exact versions of their packages. Each has a guide in `docs/embedding`, whose code
 * blocks are the sample, and optionally a folder of `projects` with the files that the tool's own generator writes.
 * `output` is the folder to serve, `server` the command of a framework that serves its pages itself, `dev` the command of
 * its development server; `daily`: part of `npm test`; `node: 24`: requires more than Node 20.
 */
const vite = 'vite@8.3.8'

export const tools = [
  { name: 'plain files', guide: 'plain-files', daily: true, packages: [], output: '.' },
  {
    name: 'vite',
    guide: 'vite',
    daily: true,
    packages: [vite],
    project: 'vite-js',
    build: ['vite', 'build', '--base', './'],
    output: 'dist',
  },
  {
    name: 'react',
    guide: 'react',
    packages: [vite, '@vitejs/plugin-react@6.3.0', 'react@19.3.1', 'react-dom@19.3.1'],
    project: 'vite-jsx',
    build: ['vite', 'build'],
    output: 'dist',
  },
  {
    name: 'vue',
    guide: 'vue',
    packages: [vite, '@vitejs/plugin-vue@6.0.11', 'vue@3.5.45'],
    project: 'vite-js',
    build: ['vite', 'build'],
    output: 'dist',
  },
  {
    name: 'svelte',
    guide: 'svelte',
    packages: [vite, '@sveltejs/vite-plugin-svelte@7.3.1', 'svelte@5.57.3'],
    project: 'vite-js',
    build: ['vite', 'build'],
    output: 'dist',
  },
  {
    name: 'solid',
    guide: 'solid',
    packages: [vite, 'vite-plugin-solid@2.11.14', 'solid-js@1.9.19'],
    project: 'vite-jsx',
    build: ['vite', 'build'],
    output: 'dist',
  },
  {
    name: 'webpack',
    guide: 'webpack',
    packages: ['webpack@5.112.2', 'webpack-cli@7.3.1'],
    build: ['webpack', '--mode', 'production'],
    output: 'dist',
  },
  {
    name: 'rspack',
    guide: 'webpack',
    packages: ['@rspack/core@2.3.2', '@rspack/cli@2.2.8'],
    build: ['rspack', 'build', '--mode', 'production'],
    output: 'dist',
    node: 24,
  },
  {
    name: 'esbuild',
    guide: 'esbuild',
    daily: true,
    packages: ['esbuild@0.28.2'],
    build: ['node', 'build.mjs'],
    output: 'dist',
  },
  {
    name: 'rollup',
    guide: 'rollup',
    packages: ['rollup@4.68.7', '@rollup/plugin-node-resolve@16.0.3'],
    build: ['rollup', '--config'],
    output: 'dist',
  },
  {
    name: 'parcel',
    guide: 'parcel',
    packages: ['parcel@2.16.4'],
    build: ['parcel', 'build', 'index.html', '--no-cache'],
    output: 'dist',
  },
]
