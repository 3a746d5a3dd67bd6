import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import apiExtractor from '@microsoft/api-extractor'
import { listPublishedFolders } from './pack.mjs'

/**
 * Writes the reports of the public API (`*.api.md`) from the built declarations.
 *
 * `node .ci/api.mjs` updates the reports; review their differences. Build the packages and declarations first.
 */
const { CompilerState, Extractor, ExtractorConfig } = apiExtractor
const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Packages with a stable API. Everything that their declarations use must be equally stable. */
const stable = new Set(['packages/embed', 'packages/node-kit'])

/** Entries without exports, which only extend the types of a framework. */
const augmentations = new Set(['./jsx', './vue', './svelte'])

/** The entries of all published packages, each with its report. */
export const entries = listPublishedFolders().flatMap((folder) => {
  const { exports = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  const types = new Map()
  for (const [path, { types: entry }] of Object.entries(exports)) {
    if (entry === undefined || augmentations.has(path) || types.has(entry)) continue
    const name = path === '.' ? basename(folder) : path.slice(2).replaceAll('/', '-')
    // Reports of other packages omit `@internal` exports, which change with every message and every schema.
    const report = stable.has(folder) ? `${name}.api.md` : `${name}.beta.api.md`
    types.set(entry, { folder, entry: entry.slice(2), report })
  }
  return [...types.values()]
})

const quiet = { logLevel: 'none' }
const compilerOptions = {
  target: 'ES2022',
  module: 'ESNext',
  moduleResolution: 'bundler',
  lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
}

const isStable = ({ folder }) => stable.has(folder)

function prepare(entry, temporary, rollup) {
  const project = join(root, entry.folder)
  return ExtractorConfig.prepare({
    configObjectFullPath: join(project, 'api-extractor.json'),
    packageJsonFullPath: join(project, 'package.json'),
    configObject: {
      projectFolder: project,
      mainEntryPointFilePath: join(project, entry.entry),
      bundledPackages: isStable(entry)
        ? ['@aw-flow/engine', '@aw-flow/schema', '@aw-flow/messages', '@aw-flow/data']
        : [],
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions, include: [join(project, entry.entry)] } },
      apiReport: rollup
        ? { enabled: false }
        : {
            enabled: true,
            reportFileName: entry.report.replace(/(?:\.beta)?\.api\.md$/, ''),
            reportVariants: [isStable(entry) ? 'complete' : 'beta'],
            reportFolder: project,
            reportTempFolder: join(temporary, 'reports'),
            // Types that are not exported but used by declarations of a stable API are part of that API.
            includeForgottenExports: entry.folder === 'packages/node-kit' && entry.entry === 'dist/index.d.ts',
          },
      docModel: { enabled: false },
      dtsRollup: rollup
        ? {
            enabled: true,
            untrimmedFilePath: '',
            betaTrimmedFilePath: join(project, rollup),
            omitTrimmingComments: true,
          }
        : { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        extractorMessageReporting: {
          default: { logLevel: 'error' },
          'ae-forgotten-export': quiet,
          'ae-unresolved-link': quiet,
          'ae-missing-getter': quiet,
          'ae-undocumented': quiet,
          'ae-internal-missing-underscore': quiet,
          ...(isStable(entry) ? {} : { 'ae-incompatible-release-tags': quiet }),
        },
        tsdocMessageReporting: { default: quiet },
      },
    },
  })
}

/** Returns the names that the entry itself exports. Each has a tier: `@public`, `@beta` or `@internal`. */
function getExportedNames(path) {
  const text = readFileSync(path, 'utf8')
  const lists = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list]) => list.split(','))
  const declared = text.matchAll(/^export (?:declare )?(?:class|function|interface|type|const) (\w+)/gm)
  return new Set([
    ...lists.map((name) =>
      name
        .replace(/^[\s\S]*\bas\s/, '')
        .replace(/^\s*type\s/, '')
        .trim(),
    ),
    ...[...declared].map(([, name]) => name),
  ])
}

let compiled
/** Returns one program for all entries, since each reads the declarations of the others. */
function createCompilerState(config) {
  const files = entries.map(({ folder, entry }) => join(root, folder, entry)).filter((path) => existsSync(path))
  return (compiled ??= CompilerState.create(config, { additionalEntryPoints: files }))
}

function extract(entry, config, state, update) {
  const exported = getExportedNames(join(root, entry.folder, entry.entry))
  const messages = []
  const result = Extractor.invoke(config, {
    localBuild: update,
    compilerState: state,
    messageCallback(message) {
      const isListed = message.messageId !== 'ae-missing-release-tag' || exported.has(message.text.split('"')[1])
      if (message.logLevel === 'error' && isListed) {
        const location = message.sourceFilePath ? ` (${message.sourceFilePath}:${message.sourceFileLine})` : ''
        messages.push(`${message.messageId}: ${message.text}${location}`)
      }
      message.handled = true
    },
  })
  return { isCurrent: !result.apiReportChanged, messages }
}

/**
 * Compares the report of an entry with the committed one.
 *
 * @param {{ folder: string, entry: string, report: string }} entry
 * @param {{ update?: boolean }} [options] - `update` writes the committed report.
 * @returns {{ isCurrent: boolean, messages: string[] }} `messages`: problems in the declarations.
 */
export function checkApi(entry, { update = false } = {}) {
  const temporary = mkdtempSync(join(tmpdir(), 'aw-api-'))
  mkdirSync(join(temporary, 'reports'))
  try {
    const config = prepare(entry, temporary)
    return extract(entry, config, createCompilerState(config), update)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/**
 * Rolls the declarations of an entry up into one file, without `@internal` names.
 *
 * @param {string} folder - The package.
 * @param {string} entry - The declarations, relative to the package.
 * @param {string} target - The file to write, relative to the package.
 * @returns {string[]} Problems in the declarations.
 */
export function rollUpTypes(folder, entry, target) {
  const source = { folder, entry, report: '' }
  const config = prepare(source, tmpdir(), target)
  return extract(source, config, CompilerState.create(config), true).messages
}

/** Returns the reports of entries that no longer exist. */
export function listStaleReports() {
  const current = new Set(entries.map(({ folder, report }) => `${folder}/${report}`))
  return listPublishedFolders()
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((path) => path.endsWith('.api.md') && !current.has(path))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const path of listStaleReports()) rmSync(join(root, path))
  for (const entry of entries) {
    const { isCurrent, messages } = checkApi(entry, { update: true })
    console.log(`${entry.folder}/${entry.report}: ${isCurrent ? 'unchanged' : 'updated'}`)
    for (const message of messages) console.log(`  ${message}`)
    if (messages.length > 0) process.exitCode = 1
  }
}
