import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application } from 'typedoc'
import { writeElementReference } from './element-reference.mjs'

/**
 * Writes the API reference into `docs/reference/api`: one page per subject from the declarations of the embed and the
 * node kit, and a page from the manifest of the elements. Build them first.
 *
 * `node .ci/tools/reference.mjs`
 */
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const embed = join(root, 'packages/embed/dist')
const nodeKit = join(root, 'packages/node-kit/dist')
const target = join(root, 'docs/reference/api')
const entries = join(embed, 'types/reference')

/** Pages of `@aw-flow/embed` with patterns of the names on them. A name is on the first page that matches. */
const subjects = [
  [
    'embed-functions',
    'Functions and host interfaces',
    /^(?:\w+(?:Assets|Check|Nodes|Language|Extension)|Assets|CheckVerdict|CheckedTable|Host\w+)$/,
  ],
  ['embed-elements', 'Elements', /^(?:LocalWorkflowEditor|Aw\w+(?<!Props))$/],
  ['embed-events', 'Events', /Event$/],
  [
    'embed-extensions',
    'Extensions and the canvas',
    /^(?:Extension|Panel|Mount|InspectorSection|CellRenderer|Canvas|Command)/,
  ],
  [
    'embed-sessions',
    'Sessions and runs',
    /^(?:Session|Run|Node|Wait|Decision|StartOptions|Version|WorkflowSession|WorkflowVersions|MergeInput|NetworkAccess|Result|Problem|RequestOptions)/,
  ],
  ['embed-documents', 'Documents', /^(?:Workflow|Edit|Json|Conflict|Config|Port|Position|Retry)/],
  ['embed-preparing', 'Plans and operations', /^(?:Preparation|Plan|Operation|Applied|Inverse|Repair|Proposed)/],
  [
    'embed-checking',
    'Profiles, findings and validation',
    /(?:Profile|Finding|Drift|Check|Answer|Valid|Rule|Spelling|Row)/,
  ],
  ['embed-loading', 'Loading', /^(?:Load|Saved|Region|Read|File|Dataset|Json|Table|Column)/],
  ['embed-views', 'Views and other types', /^(?!.*Props$)/],
]

const declarations = readFileSync(join(embed, 'aw.d.ts'), 'utf8')
const names = [...declarations.matchAll(/^export declare (class|function|interface|type|const) (\w+)/gm)]
rmSync(entries, { recursive: true, force: true })
mkdirSync(entries, { recursive: true })
const findSubject = (name) => subjects.find(([, , pattern]) => pattern.test(name))?.[0]
for (const [subject] of subjects) {
  const subjectNames = names.filter(([, , name]) => findSubject(name) === subject)
  const lines = subjectNames.map(
    ([, kind, name]) => `export ${/class|function|const/.test(kind) ? '' : 'type '}{ ${name} } from '../../aw.js'`,
  )
  writeFileSync(join(entries, `${subject}.d.ts`), `${lines.join('\n')}\n`)
}
writeFileSync(
  join(entries, 'tsconfig.json'),
  JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      module: 'ESNext',
      moduleResolution: 'bundler',
      lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
      strict: true,
      skipLibCheck: true,
      noEmit: true,
    },
    files: [
      ...subjects.map(([subject]) => `${subject}.d.ts`),
      join(nodeKit, 'index.d.ts'),
      join(nodeKit, 'testing.d.ts'),
    ],
  }),
)

rmSync(target, { recursive: true, force: true })
const application = await Application.bootstrapWithPlugins({
  entryPoints: [
    ...subjects.map(([subject]) => join(entries, `${subject}.d.ts`)),
    join(nodeKit, 'index.d.ts'),
    join(nodeKit, 'testing.d.ts'),
  ],
  tsconfig: join(entries, 'tsconfig.json'),
  plugin: ['typedoc-plugin-markdown'],
  outputs: [{ name: 'markdown', path: target }],
  router: 'module',
  readme: 'none',
  name: 'API',
  disableSources: true,
  disableGit: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCodeBlocks: true,
  sanitizeComments: true,
  parametersFormat: 'table',
  validation: { notExported: false, invalidLink: false, notDocumented: false },
  logLevel: 'Warn',
})
const project = await application.convert()
if (!project) process.exit(1)
await application.generateOutputs(project)

/** Page names and titles by the name of the file that TypeDoc writes. */
const pages = new Map([
  ...subjects.map(([subject, title]) => [`${subject}.md`, [`${subject}.md`, title]]),
  ['dist.md', ['node-kit.md', 'Node kit']],
  ['testing.md', ['node-kit-testing.md', 'Tests of node types']],
])
const pageFiles = readdirSync(target, { recursive: true })
  .map(String)
  .filter((path) => path.endsWith('.md') && pages.has(basename(path)))
const texts = pageFiles.map((path) => [basename(path), readFileSync(join(target, path), 'utf8')])
rmSync(target, { recursive: true })
mkdirSync(target, { recursive: true })
for (const [file, text] of texts) {
  const [name, title] = pages.get(file)
  const linked = text.replaceAll(/\]\((?:[^()\s]*\/)?([\w-]+\.md)(#[^()\s]*)?\)/g, (link, to, anchor = '') =>
    pages.has(to) ? `](${to === file ? anchor || name : pages.get(to)[0] + anchor})` : link,
  )
  writeFileSync(join(target, name), linked.replace(/^# .*$/m, `# API: ${title}`))
}
const manifest = JSON.parse(readFileSync(join(embed, 'custom-elements.json'), 'utf8'))
writeFileSync(join(target, 'embed-element-features.md'), writeElementReference(manifest))
