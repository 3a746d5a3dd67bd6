import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProject, frameworks } from './index.ts'
import { isAtLeast } from './frameworks.ts'
import { main, type Terminal } from './main.ts'

const guides = join(import.meta.dirname, '../../docs/embedding')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aw-create-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Creates a non-interactive terminal that records its output. */
function createTerminal(): Terminal & { output: string; errors: string } {
  const terminal = {
    isInteractive: false,
    output: '',
    errors: '',
    write: (text: string) => void (terminal.output += text),
    writeError: (text: string) => void (terminal.errors += text),
  }
  return terminal
}

describe.each(frameworks)('a project with $title', (framework) => {
  it('has the files of its guide, and a manifest with its packages', () => {
    const project = join(folder, 'My Project')
    const files = createProject(framework, project)
    const guide = readFileSync(join(guides, `${framework.guide}.md`), 'utf8')
    const titles = [...guide.matchAll(/^```(?!http)\w+ title="([^":]+)"\n(.*?)^```$/gms)]
    expect(titles.length).toBeGreaterThan(1)
    for (const [, path = '', text] of titles) {
      expect(files).toContain(path)
      expect(readFileSync(join(project, path), 'utf8')).toBe(text)
    }
    const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
      name: string
      scripts: Record<string, string>
      dependencies: Record<string, string>
      devDependencies?: Record<string, string>
    }
    expect(manifest.name).toBe('my-project')
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(['dev', 'build']))
    const installed = { ...manifest.dependencies, ...manifest.devDependencies }
    expect(Object.keys(installed).sort()).toEqual(
      ['@aw-flow/embed', ...Object.keys({ ...framework.dependencies, ...framework.devDependencies })].sort(),
    )
    for (const range of Object.values(installed)) expect(range).toMatch(/^[\^~]\d/)
    // Every package that the files import is installed.
    for (const path of files.filter((name) => /\.(jsx?|ts|vue|svelte|astro)$/.test(name))) {
      const text = readFileSync(join(project, path), 'utf8')
      for (const [, name = ''] of text.matchAll(
        /(?:from|import) '(?!node:)((?:@[^/']+\/)?[^/'.:][^/']*)(?:\/[^']*)?'/g,
      ))
        expect([path, Object.keys(installed)]).toEqual([path, expect.arrayContaining([name])])
    }
    expect(files).toEqual(expect.arrayContaining(['.gitignore', 'README.md', 'package.json']))
  })
})

it('has a guide for each of its frameworks, and offers every framework that has a guide', () => {
  const bundlers = new Set(['README', 'esbuild', 'parcel', 'plain-files', 'rollup', 'webpack'])
  const documented = readdirSync(guides).map((name) => name.replace('.md', ''))
  expect(frameworks.map(({ guide }) => guide).sort()).toEqual(documented.filter((name) => !bundlers.has(name)).sort())
})

it('assigns settings of the guide to a part of the files of Angular', () => {
  const project = join(folder, 'app')
  createProject(
    frameworks.find(({ name }) => name === 'angular')!,
    project,
  )
  const { projects } = JSON.parse(readFileSync(join(project, 'angular.json'), 'utf8')) as {
    projects: { sample: { architect: { build: { options: { browser: string; assets: unknown[] } } } } }
  }
  const { browser, assets } = projects.sample.architect.build.options
  expect(browser).toBe('src/main.ts')
  expect(JSON.stringify(assets)).toContain('node_modules/@aw-flow/embed/dist')
})

describe('the command line', () => {
  it('creates a project without questions, and prints the next steps', async () => {
    const terminal = createTerminal()
    expect(await main(['--framework', 'react', join(folder, 'app')], terminal)).toBe(0)
    expect(readdirSync(join(folder, 'app/src'))).toContain('App.jsx')
    expect(terminal.output).toContain('npm install\n  npm run dev\n')
    expect(terminal.errors).toBe('')
  })

  it('refuses a folder with files, and leaves it unchanged', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'notes')
    const terminal = createTerminal()
    expect(await main(['--framework', 'vue', folder], terminal)).toBe(1)
    expect(terminal.errors).toContain(`${folder} is not empty`)
    expect(readdirSync(folder)).toEqual(['notes.txt'])
  })

  it('accepts an empty folder, and a new Git repository', async () => {
    mkdirSync(join(folder, '.git'))
    expect(await main(['-f', 'vite', folder], createTerminal())).toBe(0)
    expect(readdirSync(join(folder, 'src'))).toContain('main.js')
  })

  it.each([
    [['--framework', 'ember', 'app'], '"ember" is not a known framework. Use one of vite, react,'],
    [['--framework', 'react'], 'Specify a folder.'],
    [['app'], 'Specify a framework.'],
    [[], 'Specify a framework and a folder.'],
    [['app', 'other', '-f', 'react'], 'Unexpected argument "other"'],
    [['--color'], "Unknown option '--color'"],
  ])('rejects %j', async (args, expected) => {
    const terminal = createTerminal()
    expect(await main(args, terminal)).toBe(1)
    expect(terminal.errors).toContain(expected)
    expect(readdirSync(folder)).toEqual([])
  })

  it('prints help with the frameworks', async () => {
    const terminal = createTerminal()
    expect(await main(['--help'], terminal)).toBe(0)
    for (const { name } of frameworks) expect(terminal.output).toContain(name)
  })
})

it('compares versions of Node', () => {
  expect(isAtLeast('22.12.0', '22.12')).toBe(true)
  expect(isAtLeast('22.9.1', '22.12.0')).toBe(false)
  expect(isAtLeast('24.0.0', '22.22.3')).toBe(true)
  expect(isAtLeast('20.20.2', '22')).toBe(false)
})
