import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import apiExtractor from '@microsoft/api-extractor'

/**
 * Writes the reports of the public API (`*.api.md`) from the built declarations.
 *
 * `node .ci/api.mjs` updates the reports; review their differences. Build the packages first.
 */
const { Extractor, ExtractorConfig } = apiExtractor
const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Entries with an API report. `isComplete`: with the types that only other declarations name. */
export const entries = [
  { folder: 'packages/node-kit', entry: 'dist/index.d.ts', report: 'node-kit.api.md', isComplete: true },
  { folder: 'packages/node-kit', entry: 'dist/testing.d.ts', report: 'testing.api.md' },
  { folder: 'packages/embed', entry: 'dist/aw.d.ts', report: 'embed.api.md', isComplete: true },
]

const quiet = { logLevel: 'none' }

/** Names that an entry exports itself: each has a tier, `@public`, `@beta` or `@internal`. */
function exportedNames(path) {
  const text = readFileSync(path, 'utf8')
  const lists = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list]) => list.split(','))
  const declared = text.matchAll(/^export (?:declare )?(?:class|function|interface|type|const) (\w+)/gm)
  return new Set([
    ...lists.map((name) => name.replace(/^\s*type\s/, '').trim()),
    ...[...declared].map(([, name]) => name),
  ])
}

/**
 * Compares the report of an entry with the committed one.
 *
 * @param {{ folder: string, entry: string, report: string }} entry
 * @param {{ update?: boolean }} [options] - `update` writes the committed report.
 * @returns {{ isCurrent: boolean, messages: string[] }} `messages`: what is wrong with the declarations.
 */
export function checkApi({ folder, entry, report, isComplete = false }, { update = false } = {}) {
  const project = join(root, folder)
  const temporary = mkdtempSync(join(tmpdir(), 'aw-api-'))
  mkdirSync(join(temporary, 'reports'))
  try {
    const config = ExtractorConfig.prepare({
      configObjectFullPath: join(project, 'api-extractor.json'),
      packageJsonFullPath: join(project, 'package.json'),
      configObject: {
        projectFolder: project,
        mainEntryPointFilePath: join(project, entry),
        bundledPackages: ['@aw-flow/engine', '@aw-flow/schema', '@aw-flow/messages', '@aw-flow/data'],
        newlineKind: 'lf',
        compiler: {
          overrideTsconfig: {
            compilerOptions: {
              target: 'ES2022',
              module: 'ESNext',
              moduleResolution: 'bundler',
              lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
              types: ['node'],
              strict: true,
              skipLibCheck: true,
              allowImportingTsExtensions: true,
              noEmit: true,
            },
            include: [join(project, entry)],
          },
        },
        apiReport: {
          enabled: true,
          reportFileName: report,
          reportFolder: project,
          reportTempFolder: join(temporary, 'reports'),
          includeForgottenExports: isComplete,
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        messages: {
          compilerMessageReporting: { default: { logLevel: 'error' } },
          extractorMessageReporting: {
            default: { logLevel: 'error' },
            // Types that only declarations name are part of the report, too.
            'ae-forgotten-export': quiet,
            'ae-unresolved-link': quiet,
            'ae-undocumented': quiet,
          },
          tsdocMessageReporting: { default: quiet },
        },
      },
    })
    const exported = exportedNames(join(project, entry))
    const messages = []
    const result = Extractor.invoke(config, {
      localBuild: update,
      messageCallback(message) {
        const isListed = message.messageId !== 'ae-missing-release-tag' || exported.has(message.text.split('"')[1])
        if (message.logLevel === 'error' && isListed) {
          const place = message.sourceFilePath ? ` (${message.sourceFilePath}:${message.sourceFileLine})` : ''
          messages.push(`${message.messageId}: ${message.text}${place}`)
        }
        message.handled = true
      },
    })
    return { isCurrent: !result.apiReportChanged, messages }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const entry of entries) {
    const { isCurrent, messages } = checkApi(entry, { update: true })
    console.log(`${entry.folder}/${entry.report}: ${isCurrent ? 'unchanged' : 'updated'}`)
    for (const message of messages) console.log(`  ${message}`)
    if (messages.length > 0) process.exitCode = 1
  }
}
