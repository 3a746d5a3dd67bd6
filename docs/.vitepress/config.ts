import { transformerStyleToClass } from '@shikijs/transformers'
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type DefaultTheme } from 'vitepress'
import { packagePages, repository, repositoryRoot } from './repository-page.ts'

const docs = join(repositoryRoot, 'docs')
/** Writes code colors as classes, because the server's policy blocks style attributes. */
const codeColors = transformerStyleToClass({ classPrefix: 'code-' })

const readTitle = (path: string): string => /^# (.*)$/m.exec(readFileSync(join(docs, path), 'utf8'))?.[1] ?? path

const listPages = (folder: string, names?: readonly string[]): DefaultTheme.SidebarItem[] =>
  (
    names ??
    readdirSync(join(docs, folder)).filter((name) => name.endsWith('.md') && !/^(README|index)\.md$/.test(name))
  )
    .map((name) => name.replace(/\.md$/, ''))
    .map((name) => ({ text: readTitle(`${folder}/${name}.md`), link: `/${folder}/${name}` }))

const guide: DefaultTheme.SidebarItem[] = [
  { text: 'Getting started', items: listPages('start', ['install', 'first-workflow', 'concepts']) },
  { text: 'User guide', items: listPages('guide', ['data', 'workflows', 'running', 'validating', 'results']) },
]

const embedding: DefaultTheme.SidebarItem[] = [
  {
    text: 'Embedding',
    items: [
      { text: 'Overview', link: '/embedding/' },
      ...listPages('customizing', ['element', 'theming', 'languages', 'own-nodes', 'own-storage', 'own-runner']),
    ],
  },
  { text: 'Bundlers and frameworks', items: listPages('embedding') },
]

const server: DefaultTheme.SidebarItem[] = [
  {
    text: 'Server',
    items: [
      ...listPages('server', [
        'configuration',
        'deployment',
        'scaling',
        'from-command-line',
        'pull-agents',
        'model-agents',
        'events',
        'mcp',
        'web-tools',
        'notifications',
        'security',
      ]),
      { text: 'Limits', link: '/security' },
      { text: 'Runbook', link: '/packages/runbook' },
      { text: 'Manual', link: '/packages/server' },
    ],
  },
  { text: 'HTTP API', items: [{ text: 'Overview', link: '/http-api/' }, ...listPages('http-api')] },
]

/** Written by `.ci/tools/reference.mjs`. */
const apiPages = existsSync(join(docs, 'reference/api')) ? listPages('reference/api') : []

const reference: DefaultTheme.SidebarItem[] = [
  {
    text: 'Reference',
    items: [
      { text: 'Overview', link: '/reference' },
      { text: 'Node types', link: '/nodes/' },
    ],
  },
  { text: 'API', link: '/reference/api/embed-functions', collapsed: true, items: apiPages },
  { text: 'Errors', link: '/errors/', collapsed: true, items: listPages('errors') },
  { text: 'Packages', items: packagePages.map(({ page, title }) => ({ text: title, link: `/packages/${page}` })) },
]

const project: DefaultTheme.SidebarItem[] = [
  {
    text: 'Project',
    items: [
      { text: 'Architecture', link: '/architecture' },
      { text: 'Contributing', link: '/contributing' },
      { text: 'Attacks and limits', link: '/security' },
      { text: 'Releases', link: '/releases' },
      { text: 'Migration', link: '/migration' },
      { text: 'Benchmarks', link: '/benchmarks' },
      { text: 'Comparison of screens', link: '/comparison' },
      { text: 'Structure in numbers', link: '/structure' },
      { text: 'Glossary', link: '/glossary' },
    ],
  },
  { text: 'Decisions', link: '/decisions/', collapsed: true, items: listPages('decisions') },
]

export default defineConfig({
  title: 'aw',
  description: 'A workflow editor that any site can embed',
  base: '/manual/',
  outDir: 'dist',
  cacheDir: '../node_modules/.cache/vitepress',
  lang: 'en-US',
  cleanUrls: true,
  // The transition adds a style element, which the policy blocks.
  appearance: { disableTransition: false },
  ignoreDeadLinks: 'localhostLinks',
  // Writes the scripts of pages to files, because the server allows only the inline scripts of the generator, by hash.
  metaChunk: true,
  rewrites: {
    'embedding/README.md': 'embedding/index.md',
    'errors/README.md': 'errors/index.md',
    'decisions/README.md': 'decisions/index.md',
  },
  head: [
    ['link', { rel: 'icon', href: '/manual/mark.svg' }],
    ['link', { rel: 'stylesheet', href: '/manual/code.css' }],
  ],
  markdown: {
    codeTransformers: [codeColors],
    attrs: { disable: true },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    // Braces in text and code are not templates of Vue.
    config({ core, renderer: { rules }, utils }) {
      // A README of a folder is its index page.
      core.ruler.push('readme-links', ({ tokens }) => {
        for (const { children } of tokens) {
          for (const token of children ?? []) {
            const href = token.type === 'link_open' ? token.attrGet('href') : null
            if (href) token.attrSet('href', href.replace(/README\.md(?=#|$)/, 'index.md'))
          }
        }
      })
      // The file that a sample belongs to: ```js title="vite.config.js"
      const renderFence = rules.fence!
      rules.fence = (...token) => {
        const [tokens, index] = token
        const title = /title="([^"]*)"/.exec(tokens[index]!.info)?.[1]
        const code = renderFence(...token)
        return title === undefined ? code : `<p class="code-title">${utils.escapeHtml(title)}</p>${code}`
      }
      for (const name of ['text', 'code_inline'] as const) {
        const render = rules[name]!
        rules[name] = (...token) => render(...token).replaceAll('{{', '&#123;&#123;')
      }
    },
  },
  themeConfig: {
    logo: '/mark.svg',
    search: {
      provider: 'local',
      options: { translations: { button: { buttonText: 'Search', buttonAriaLabel: 'Search' } } },
    },
    nav: [
      { text: 'Guide', link: '/start/install', activeMatch: '^/(start|guide)/' },
      { text: 'Embedding', link: '/embedding/', activeMatch: '^/(embedding|customizing)/' },
      { text: 'Server', link: '/server/configuration', activeMatch: '^/(server|http-api)/' },
      { text: 'Reference', link: '/reference', activeMatch: '^/(reference|nodes|errors|packages)' },
      // The Storybook is a separate site: the browser loads it, not the router of this one.
      { text: 'Elements', link: '/catalog/', target: '_self' },
      {
        text: 'Project',
        link: '/architecture',
        activeMatch: '^/(architecture|contributing|releases|migration|decisions)',
      },
    ],
    sidebar: {
      '/start/': guide,
      '/guide/': guide,
      '/embedding/': embedding,
      '/customizing/': embedding,
      '/server/': server,
      '/http-api/': server,
      '/reference': reference,
      '/nodes/': reference,
      '/errors/': reference,
      '/packages/': reference,
      '/': project,
    },
    outline: [2, 3],
    socialLinks: [{ icon: 'github', link: repository }],
    footer: { message: 'MIT license' },
  },
  // The policy blocks style attributes; `theme/style.css` replaces them.
  transformHtml: (html) => html.replaceAll(/ style="(?:position:relative;|--vp-vh:0px;|)"/g, ''),
  vite: { server: { fs: { allow: [repositoryRoot] } } },
  buildEnd({ outDir }) {
    writeFileSync(join(outDir, 'code.css'), codeColors.getCSS())
    cpSync(join(repositoryRoot, 'examples/docs/main-job.png'), join(outDir, 'main-job.png'))
    // The editor that runs in the pages.
    const embed = join(repositoryRoot, 'packages/embed/dist')
    if (!existsSync(join(embed, 'aw.js'))) throw new Error('The editor has not been built. Run `npm run build` first.')
    cpSync(embed, join(outDir, 'aw'), {
      recursive: true,
      filter: (path) => !/\.(d\.ts|map|tsbuildinfo)$/.test(path),
    })
  },
})
