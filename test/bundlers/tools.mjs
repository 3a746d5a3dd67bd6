/**
 * The tested build tools. Each has a new project as in its documentation: packages, files, build command and served
 * folder. `policy` relaxes the strict policy if the tool's own code requires it; `daily`: part of `npm test`.
 */
const page = (script, type = 'module') =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>aw</title><link rel="icon" href="/mark.svg"><link rel="stylesheet" href="./page.css"></head><body><div id="root"></div><script type="${type}" src="${script}"></script></body></html>\n`

const styles = 'aw-workflow-editor { display: block; height: 90vh; }\n'

/** A page without a framework. */
const plainMain = `import '@aw-flow/embed'
document.querySelector('#root').append(document.createElement('aw-workflow-editor'))
`

const reactMain = `import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { AwWorkflowEditor } from '@aw-flow/embed/react'

createRoot(document.querySelector('#root')).render(createElement(AwWorkflowEditor))
`

/** The strict policy without Trusted Types, for tools whose runtime loads scripts by plain URLs. */
const withoutTrustedTypes = (policy) =>
  policy
    .split('; ')
    .filter((directive) => !/trusted-types/.test(directive))
    .join('; ')

export const tools = [
  {
    name: 'plain files',
    daily: true,
    packages: [],
    files: {
      'index.html': page('./node_modules/@aw-flow/embed/dist/aw.js').replace(
        '</body>',
        '<aw-workflow-editor></aw-workflow-editor></body>',
      ),
      'page.css': styles,
    },
    build: [],
    output: '.',
  },
  {
    name: 'vite',
    daily: true,
    packages: ['vite@8'],
    files: { 'index.html': page('/main.js'), 'page.css': styles, 'main.js': plainMain },
    build: ['vite', 'build', '--base', './'],
    output: 'dist',
  },
  {
    name: 'vite and react',
    packages: ['vite@8', '@vitejs/plugin-react', 'react@19', 'react-dom@19'],
    files: {
      'index.html': page('/main.jsx'),
      'page.css': styles,
      'main.jsx': reactMain,
      'vite.config.js': `import react from '@vitejs/plugin-react'\nexport default { plugins: [react()] }\n`,
    },
    build: ['vite', 'build'],
    output: 'dist',
  },
  {
    name: 'webpack',
    packages: ['webpack@5', 'webpack-cli'],
    files: {
      'dist/index.html': page('./main.js', 'text/javascript'),
      'dist/page.css': styles,
      'src/index.js': plainMain,
    },
    build: ['webpack', '--mode', 'production'],
    output: 'dist',
    policy: withoutTrustedTypes,
  },
  {
    name: 'rspack',
    packages: ['@rspack/core@1', '@rspack/cli@1'],
    files: {
      'dist/index.html': page('./main.js', 'text/javascript'),
      'dist/page.css': styles,
      'src/index.js': plainMain,
    },
    build: ['rspack', 'build', '--mode', 'production'],
    output: 'dist',
    policy: withoutTrustedTypes,
  },
  {
    name: 'esbuild',
    daily: true,
    packages: ['esbuild'],
    files: {
      'dist/index.html': page('./main.js'),
      'dist/page.css': styles,
      'main.js': plainMain,
      'build.mjs': `import { build } from 'esbuild'
import { copyAssets } from '@aw-flow/embed/copy-assets'

await build({ entryPoints: ['main.js'], bundle: true, minify: true, splitting: true, format: 'esm', outdir: 'dist' })
await copyAssets('dist')
`,
    },
    build: ['node', 'build.mjs'],
    output: 'dist',
  },
  {
    name: 'rollup',
    packages: ['rollup@4', '@rollup/plugin-node-resolve'],
    files: {
      'dist/index.html': page('./main.js'),
      'dist/page.css': styles,
      'main.js': plainMain,
      'rollup.config.js': `import resolve from '@rollup/plugin-node-resolve'
import { copyAssetsPlugin } from '@aw-flow/embed/copy-assets'

export default { input: 'main.js', output: { dir: 'dist', format: 'es' }, plugins: [resolve({ browser: true }), copyAssetsPlugin()] }
`,
    },
    build: ['rollup', '--config'],
    output: 'dist',
  },
]
