/**
 * The tested build tools. Projects of a `framework` are created by `@aw-flow/create`, which has the tested versions. The
 * others have a guide in `docs/embedding`, whose code blocks are the sample, and the exact versions of their packages.
 * `output` is the folder to serve, `server` the command of a framework that serves its pages itself, `dev` the command of
 * its development server; `rendered`: the page of the server contains the element; `daily`: part of `npm test`;
 * `node: 24`: requires a newer version than Node 20.
 */
export const tools = [
  { name: 'plain files', guide: 'plain-files', packages: [], output: '.' },
  {
    name: 'vite',
    framework: 'vite',
    daily: true,
    build: ['vite', 'build', '--base', './'],
    output: 'dist',
    dev: ['vite', '--port', '{port}', '--strictPort'],
  },
  ...['react', 'vue', 'svelte', 'solid'].map((name) => ({
    name,
    framework: name,
    build: ['vite', 'build'],
    output: 'dist',
  })),
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
  {
    name: 'next.js',
    framework: 'next',
    rendered: true,
    build: ['next', 'build'],
    output: '.next/static',
    server: ['next', 'start', '--port', '{port}'],
    dev: ['next', 'dev', '--port', '{port}'],
  },
  {
    name: 'nuxt',
    framework: 'nuxt',
    rendered: true,
    build: ['nuxt', 'build'],
    output: '.output/public',
    server: ['node', '.output/server/index.mjs'],
    node: 24,
  },
  {
    name: 'sveltekit',
    framework: 'sveltekit',
    rendered: true,
    build: ['vite', 'build'],
    output: 'build/client',
    server: ['node', 'build'],
    node: 24,
  },
  {
    name: 'astro',
    framework: 'astro',
    rendered: true,
    build: ['astro', 'build'],
    output: 'dist',
    node: 24,
  },
  {
    name: 'angular',
    framework: 'angular',
    build: ['ng', 'build'],
    output: 'dist/sample/browser',
    dev: ['ng', 'serve', '--port', '{port}'],
    node: 24,
  },
]
