import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseAst } from 'vite'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { createProgram } from '../../packages/cli/program.ts'
import { environmentSettings } from '../../server/environment/environment-settings.ts'

/**
 * Samples of the documentation that other tests do not run: `npm run bundlers` runs those of `docs/embedding`, tests of
 * the server, of node types and of messages write or run those of `docs/http-api`, `docs/nodes` and `docs/errors`, and
 * `docs-commands.process.test.ts` runs commands.
 */
const root = resolve(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const pages = filesIn('docs', '.md').filter((path) => !/^docs\/(?:decisions|nodes|packages|dist)\//.test(path))
const generated = /^docs\/(?:errors\/|http-api\/(?!index|authentication))/
const written = [...pages.filter((path) => !generated.test(path)), 'README.md', 'packages/create/README.md']

function filesIn(folder: string, extension: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith(extension) && !path.includes('/node_modules/'))
}

interface Sample {
  readonly page: string
  readonly language: string
  readonly code: string
}
const samples: readonly Sample[] = written.flatMap((page) =>
  [...read(page).matchAll(/^```(\w*)[^\n]*\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    page,
    language: language || 'sh',
    code,
  })),
)
const samplesIn = (...languages: readonly string[]): readonly Sample[] =>
  samples.filter(({ language }) => languages.includes(language))

const variables = new Set(environmentSettings.flatMap(({ settings }) => settings.map(({ name }) => name)))
const isVariable = (name: string): boolean => variables.has(name) || /^AW_(?:WRITE$|TEST_|SECRET_)/.test(name)
const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts)
const program = createProgram(
  {
    print: () => undefined,
    report: () => undefined,
    showProgress: () => undefined,
    input: process.stdin,
    width: 100,
    signal: new AbortController().signal,
  },
  () => undefined,
)

type Command = ReturnType<typeof createProgram>

/** Commands of a shell script as lists of words, without preceding variable assignments. */
function commandsOf(code: string): readonly (readonly string[])[] {
  const lines = code.replaceAll('\\\n', ' ').replaceAll(/(?:^|\s)#.*$/gm, '')
  return lines
    .split(/\n|&&|\||\$\(|\)(?=\s|$|")/)
    .map((line) =>
      line
        .trim()
        .split(/\s+/)
        .filter((word) => !/^\w+=/.test(word)),
    )
    .filter(([word]) => word)
}

const optionsOf = (command: Command): readonly string[] =>
  command.options.flatMap(({ short, long }) => [short, long]).filter((name) => name !== undefined && name !== null)

/** Describes what is wrong with a command; `undefined` if it is correct or not a command of this project. */
function faultOf(words: readonly string[]): string | undefined {
  const [name, ...rest] = words[0] === 'npx' ? words.slice(1) : words
  const missing = rest.find(
    (word) => /^(?:server|test|packages|examples|\.ci)\//.test(word) && !isBuilt(word) && !existsSync(join(root, word)),
  )
  if (missing) return `${missing} does not exist`
  if (name?.startsWith('server/') && !existsSync(join(root, name))) return `${name} does not exist`
  if (name === 'npm' && rest[0] === 'run' && !scripts.includes(rest[1]!)) return `the script ${rest[1]} does not exist`
  if (name !== 'aw' || rest[0]?.startsWith('-')) return undefined
  const command = program.commands.find((known) => known.name() === rest[0])
  if (!command) return `aw ${rest[0]} does not exist`
  const unknown = rest.find((word) => word.startsWith('--') && !optionsOf(command).includes(word))
  return unknown && `aw ${rest[0]} has no option ${unknown}`
}
const isBuilt = (path: string): boolean => path.includes('/dist/')

describe('samples of the documentation', () => {
  it('have a language that is checked', () => {
    expect(samples.length).toBeGreaterThan(60)
    const checked = ['sh', 'json', 'js', 'ts', 'jsx', 'css', 'html', 'http', 'ini', 'yaml', 'md']
    // Run by the tests of bundlers.
    const run = ['vue', 'svelte', 'astro']
    for (const { page, language } of samples) expect([...checked, ...run], page).toContain(language)
  })

  it('in shell use commands, options, scripts and files that exist', () => {
    const commands = samplesIn('sh').flatMap(({ page, code }) => commandsOf(code).map((words) => ({ page, words })))
    expect(commands.length).toBeGreaterThan(40)
    const faults = commands.flatMap(({ page, words }) => {
      const fault = faultOf(words)
      return fault ? [`${page}: ${fault}`] : []
    })
    expect(faults).toEqual([])
    expect(faultOf(['npx', 'aw', 'load', 'a.csv', '--no-such'])).toBe('aw load has no option --no-such')
  })

  it('set variables that the server reads', () => {
    for (const { page, code } of samples)
      for (const [, name = ''] of code.matchAll(/\b(AW_\w+)=/g))
        expect([page, name, isVariable(name)]).toEqual([page, name, true])
  })

  it('in JSON and YAML can be parsed', () => {
    for (const { page, code } of samplesIn('json')) expect(() => JSON.parse(code), page).not.toThrow()
    for (const { page, code } of samplesIn('yaml'))
      for (const { errors } of parseAllDocuments(code)) expect(errors, page).toEqual([])
  })

  it('in JavaScript can be parsed', () => {
    expect(samplesIn('js').length).toBeGreaterThan(10)
    for (const { page, code } of samplesIn('js')) expect(() => parseAst(code), page).not.toThrow()
  })

  it('in CSS use properties and parts of the elements', () => {
    const sources = filesIn('packages/editor', '.ts').map(read).join('\n')
    for (const page of ['docs/customizing/theming.md'])
      for (const [, name = ''] of read(page).matchAll(/(--aw-[a-z-]+)(?![\w-]*…)/g))
        expect(sources, name).toContain(name)
    for (const { page, code } of samplesIn('css'))
      for (const [, part] of code.matchAll(/::part\((.+?)\)/g))
        expect(sources, page).toMatch(new RegExp(`part="[^"]*\\b${part}\\b`))
  })

  it('of policies use known directives', () => {
    const known =
      /^(?:default|script|style|style-src-attr|img|font|worker|connect|manifest)-src(?:-attr)?$|^base-uri$|^form-action$|^frame-ancestors$|^require-trusted-types-for$|^trusted-types$/
    for (const { page, code } of samplesIn('http'))
      for (const directive of code
        .split(';')
        .map((text) => text.trim())
        .filter(Boolean))
        expect(directive.split(/\s+/)[0], page).toMatch(known)
  })
})

describe('the documentation', () => {
  it('names files, variables and commands that exist', () => {
    for (const page of written.filter((path) => !/benchmarks|structure/.test(path))) {
      for (const [, code = ''] of read(page)
        .replaceAll(/^```.*?^```$/gms, '')
        .matchAll(/`([^`\n]+)`/g)) {
        const [, path] =
          /^((?:packages|server|examples|test|docs|\.ci|\.github|\.changeset)\/[\w./[\]-]+)$/.exec(code) ?? []
        if (path && !isBuilt(path)) expect([page, path, existsSync(join(root, path))]).toEqual([page, path, true])
        const [, variable] = /^(AW_[A-Z_]+)(?:=|$)/.exec(code) ?? []
        if (variable) expect([page, variable, isVariable(variable)]).toEqual([page, variable, true])
        if (/^(?:npx )?(?:aw|npm run) [a-z]/.test(code))
          expect([page, faultOf(code.split(/\s+/))]).toEqual([page, undefined])
      }
    }
  })
})
