import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { makeManifest } from './make-manifest.ts'
import { describeListener, generateTypes, listPublishedElements } from './write-types.ts'

const manifest = makeManifest()
const { files: types, globals, untieredExports } = generateTypes(manifest)
const elements = `${types['api.d.ts']!}\n${globals}`

it('finds a tier in the comment of every exported name', () => {
  expect(untieredExports).toEqual([])
  const untagged = [
    ...elements.matchAll(
      /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)?\n(?:export )?(?:declare )?(?:class|function|interface|type) (\w+)/g,
    ),
  ]
    .filter(([, comment]) => !/@(?:public|beta|internal)\b/.test(comment ?? ''))
    .map(([, , name]) => name)
  expect(untagged).toEqual([])
})

it('declares every export of the module, and copies comments of the sources', () => {
  const exported = [...readFileSync(new URL('../index.ts', import.meta.url), 'utf8').matchAll(exportList)]
    .flatMap((match) => match[1]!.split(','))
    .map((name) => name.replace(/^\s*type\s/, '').trim())
    .filter(Boolean)
  expect(exported.length).toBeGreaterThan(50)
  for (const name of exported)
    expect(elements, name).toMatch(new RegExp(`^export (?:declare )?(?:class|function|interface|type) ${name}\\b`, 'm'))
  expect(elements).toContain('/** The save status of the document. */')
  expect(elements, 'the comment of a field in a schema').toMatch(
    /\/\*\* How a failure of the node is handled\. Default: `stop`\. \*\/\n {2}onError\?: 'stop' \| 'continue'/,
  )
  // Comments may show imports as examples.
  const code = elements.replaceAll(/\/\*\*(?:(?!\*\/)[^])*\*\//g, '')
  expect(code, 'zod and other packages').not.toMatch(/\bz\.|\bimport\b/)
})

it('documents every type and every member', () => {
  const comment = String.raw`/\*\*(?:(?!\*/)[^])*\*/`
  const undocumented = [
    ...elements.matchAll(
      new RegExp(`(?:(${comment})\\n)?^(?:export )?(?:declare )?(?:class|function|interface|type) (\\w+)`, 'gm'),
    ),
  ]
    .filter(([, text = '']) => text.replace(/@\w+|[/*\s]/g, '') === '')
    .map(([, , name]) => name)
  expect(undocumented).toEqual([])
  const bodies = elements.matchAll(/^(?:export )?(?:interface|declare class) (\w+)[^\n]*\{\n([^]*?)^\}/gm)
  const members = [...bodies].flatMap(([, name, body = '']) => {
    const lines = body.split('\n')
    return lines.flatMap((line, index) => {
      const [, member] = /^ {2}(?:readonly )?(\w+)\??[:(<]/.exec(line) ?? []
      return member && !lines[index - 1]?.endsWith('*/') ? [`${name}.${member}`] : []
    })
  })
  // A part of a type of the sources, whose comment does not apply to the part.
  expect(members).toEqual(['SpellingsFinding.kind'])
})

it('exports what applications name, and only declares the parts of these types', () => {
  const exported = [...elements.matchAll(/^export (?:declare )?(?:class|function|interface|type|const) (\w+)/gm)]
  expect(exported.length).toBeLessThanOrEqual(200)
  for (const name of ['PreparationPlan', 'LoadPlan', 'ChartSpec', 'Finding'])
    expect(elements).toMatch(new RegExp(`^export (?:interface|type) ${name}\\b`, 'm'))
  for (const name of ['PortEnd', 'ChartSettings', 'TableRequestTypes', 'CommandHost'])
    expect(elements).toMatch(new RegExp(`^(?:interface|type) ${name}\\b`, 'm'))
})

it('copies the example of an element', () => {
  expect(elements).toMatch(
    / \* @example\n \* import '@aw-flow\/embed'\n \*\n \* const editor = [^]*?\n \* @public\n \*\/\nexport declare class LocalWorkflowEditor /,
  )
})

it('declares the exported names of version 0.1, some under their new names', () => {
  for (const name of namesOfFirstVersion)
    expect(elements, name).toMatch(new RegExp(`^export (?:declare )?\\w+ ${name}\\b`, 'm'))
})

it('marks the listeners of beta events', () => {
  const event = { name: 'aw-open', description: 'The user opens it.', tier: 'beta' } as const
  expect(describeListener({ tier: 'public' }, event)).toBe('The user opens it. @beta')
  expect(describeListener({ tier: 'beta' }, event)).toBe('The user opens it.')
  expect(describeListener({ tier: 'public' }, { ...event, tier: 'public' })).toBe('The user opens it.')
})

it('omits internal members', () => {
  expect(elements).toMatch(/export declare class LocalWorkflowEditor [^]*?\n {2}readonly locked: boolean/)
  expect(elements, 'values of secrets').toMatch(
    /export interface NetworkAccess \{(?:(?!\n\})[^])*secrets(?:(?!\n\})[^])*\n\}/,
  )
  expect(elements).not.toMatch(/readonly request: Access/)
})

it('types every property of an element, except those of any type', () => {
  for (const { tagName } of listPublishedElements(manifest)) {
    const name = tagName.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
    const [, body] = new RegExp(`export interface ${name}Props \\{([^}]*)\\}`).exec(elements) ?? []
    const unknown = [...(body ?? '').matchAll(/^ {2}(\w+)\??: unknown$/gm)].map((match) => match[1])
    expect(
      unknown.filter((field) => field !== 'revision'),
      tagName,
    ).toEqual([])
  }
})

it('declares inferred types once, by their names', () => {
  for (const name of ['PreparationPlan', 'Operation', 'ValidationReport', 'TableProfile', 'LoadPreview'])
    expect(elements.match(new RegExp(`^export (?:interface|type) ${name}\\b`, 'gm')), name).toHaveLength(1)
  expect(elements).toMatch(/export interface AwPlanProps \{[^}]*plan\?: PreparationPlan \| undefined/)
})

it('has the public methods of elements with their parameters and results', () => {
  for (const { tagName, members = [] } of listPublishedElements(manifest)) {
    if (tagName === 'aw-workflow-editor') continue
    const name = tagName.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
    const [, body = ''] =
      new RegExp(`export interface ${name} extends HTMLElement \\{\n([^]*?)\n\\}`).exec(elements) ?? []
    const written = [...body.matchAll(/^ {2}(\w+)\(/gm)].map((match) => match[1])
    const methods = members.filter((member) => member.kind === 'method' && !member.static)
    expect(written, tagName).toEqual(methods.map((method) => method.name))
  }
  expect(elements).toMatch(/^ {2}fit\(ids\?: Iterable<string>\): void$/m)
  expect(elements).toMatch(/^ {2}reveal\(id: string\): void$/m)
  expect(elements).not.toMatch(/^ {2}(?:act|place|restand|hasFocus|takeDrop)\(/m)
})

/** The types that the declarations of version 0.1 export, besides elements and events. */
const namesOfFirstVersion = `
  Assets CellChanges ChartSpec CheckVerdict CheckedTable Column Conflict Dataset Decision Edit
  EditCause GraphSpec HostRun HostRunner HostStorage Json LocalWorkflowEditor NewId NodeRun NodeType Offers
  MergeInput NetworkAccess Point Problem ProfileOptions Rect RunEvent RunSelection RunProgress RunView SessionAspect
  SessionChangeEvent StartOptions TableFilter TableQuery TableRef TableSort TableSource TableView Value Version
  Viewport WaitCondition WaitingNode Workflow WorkflowDescription WorkflowEdge WorkflowNode WorkflowSession
  WorkflowVersions configureAssets getAssets loadLanguage registerCheck registerLanguage registerNodes
`
  .trim()
  .split(/\s+/)

const exportList = /^export (?:type )?\{([^}]*)\}/gm

/** The diagnostics of the compiler for these files; empty if there are none. */
async function compiled(files: Readonly<Record<string, string>>, more: readonly string[] = []): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-types-'))
  const root = fileURLToPath(new URL('../../../node_modules', import.meta.url))
  try {
    // The packages that a host has installed.
    await symlink(root, join(folder, 'node_modules'))
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    const options = '--noEmit --strict --target es2022 --module esnext --moduleResolution bundler --types'.split(' ')
    const lib = ['', '--lib', 'ES2023,DOM,DOM.Iterable', ...more, join(folder, Object.keys(files)[0]!)]
    const run = promisify(execFile)
    const { stdout } = await run(process.execPath, [join(root, 'typescript/bin/tsc'), ...options, ...lib], {
      cwd: folder,
    }).catch((cause: { stdout: string }) => cause)
    return stdout
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const shipped = { 'aw.d.ts': elements }

it('ships types that compile without other packages of this repository', async () => {
  const use = `import type { AwPlan, LocalWorkflowEditor, RunView, WorkflowSession } from './aw.js'
export const kinds = (plan: AwPlan): readonly string[] => plan.plan?.operations.map(({ op }) => op) ?? []
export const name = (editor: LocalWorkflowEditor): string | undefined => editor.session?.document.current.name
export async function approve(session: WorkflowSession, run: RunView | undefined): Promise<void> {
  for (const { node, scope, waitFor } of Object.values(run?.waiting ?? {})) {
    if (waitFor.kind !== 'approval') continue
    await session.runs.decide({ node, scope, digest: waitFor.digest, decision: 'approve', comment: 'By the page' })
  }
}
export function listen(editor: LocalWorkflowEditor): void {
  editor.addEventListener('aw-session', ({ session }) => void session?.runs.start())
  editor.addEventListener('aw-run-change', ({ run }) => editor.session && void approve(editor.session, run))
  editor.addEventListener('aw-document-change', ({ document }) => console.log(document.nodes.length))
  editor.addEventListener('aw-saving-change', ({ saving }) => console.log(saving === 'failed'))
  editor.addEventListener('aw-before-edit', (event) => event.cause === 'undo' && event.preventDefault())
  editor.addEventListener('aw-before-decide', (event) => event.decision.node === 'ask' && event.preventDefault())
  editor.addEventListener('aw-decide', (event) => event.decision.decision === 'approve' && event.preventDefault())
}
export async function steer({ canvas, session }: LocalWorkflowEditor): Promise<void> {
  canvas?.fit(['load'])
  canvas?.select(['load'], ['e1'])
  canvas?.reveal('load')
  await session?.runs.resume({ migrate: true })
  await session?.runs.networkAccess?.setSecret('KEY', 'value', ['api.example.com'])
  await session?.document.versions?.restore((await session.document.versions.save('Mine'))?.number ?? 1)
  const { current: run, record = [] } = session?.runs ?? {}
  await session?.runs.fork?.(record, { load: { text: true } })
  for (const value of Object.values(run?.nodes.load?.outputs ?? {})) {
    if (value.kind !== 'table') continue
    const profile = await session?.tables.profile?.(
      { table: value.table },
      { onProgress: (progress) => 'column' in progress && console.log(progress.column.name) },
    )
    console.log(profile?.ok && profile.value.columns.length)
  }
  // @ts-expect-error: a node is named by its id
  canvas?.reveal(1)
  // @ts-expect-error: a decision is bound to what was shown
  await session?.runs.decide({ node: 'ask', decision: 'approve' })
}\n`
  expect(await compiled({ 'host.ts': use, ...shipped })).toBe('')
})

/** The script of an example's component, whose listeners are checked against the events of the element. */
function scriptOf(path: string, listeners: string): string {
  const component = readFileSync(new URL(`../../../examples/${path}`, import.meta.url), 'utf8')
  const [, script = ''] = /<script [^>]*>\n([^]*?)<\/script>/.exec(component) ?? []
  return `${script.replaceAll("'@aw-flow/embed'", "'./aw.js'")}\nexport const listeners: ${listeners}\n`
}

it('ships types of elements, properties and events for Vue, Svelte and React', async () => {
  const use = `import type { GlobalComponents } from 'vue'
import type {} from 'svelte'
import type { SvelteHTMLElements } from 'svelte/elements'
import type { JSX } from 'react'
import type { AwWorkflowEditor } from './react-elements.js'
import type {} from './vue-elements.js'
import type {} from './svelte-elements.js'
import type {} from './jsx-elements.js'
import type {} from './vue-example.js'
import type {} from './svelte-example.js'

export type InVue = InstanceType<GlobalComponents['aw-workflow-editor']>['$props']
export type InSvelte = SvelteHTMLElements['aw-workflow-editor']
type InJsx = JSX.IntrinsicElements['aw-workflow-editor']
type InReact = Parameters<typeof AwWorkflowEditor>[0]
const common = { src: '/workflow.json', theme: 'dark', readonly: true } as const
export const vue: InVue = { ...common, class: 'wide', onAwSelectionChange: (event) => void event.nodes.size, onAwSession: ({ session }) => void session?.runs.start() }
export const svelte: InSvelte = { ...common, class: 'wide', 'onaw-selection-change': (event) => void event.nodes.size, 'onaw-run-change': ({ run }) => void run?.state }
export const jsx: InJsx = { ...common, className: 'wide', 'onaw-before-run': (event) => event.preventDefault() }
export const react: InReact = { ...common, className: 'wide', onBeforeEdit: (event) => event.cause === 'redo' && event.preventDefault() }
export const tables: [GlobalComponents['aw-data-table'], SvelteHTMLElements['aw-data-table']] | undefined = undefined
// @ts-expect-error: there is no such theme
export const inVue: InVue = { theme: 'purple' }
// @ts-expect-error: there is no such theme
export const inSvelte: InSvelte = { theme: 'purple' }
// @ts-expect-error: there is no such theme
export const inJsx: InJsx = { theme: 'purple' }
// @ts-expect-error: the event has no such field
export const event: InVue = { onAwSelectionChange: (event) => void event.node }
`
  const examples = {
    'vue-example.ts': scriptOf(
      '03-vue/App.vue',
      `import('./host.js').InVue = { onAwSelectionChange: onSelection, onAwBeforeEdit: onEdit }`,
    ),
    'svelte-example.ts': scriptOf(
      '04-svelte/App.svelte',
      `import('./host.js').InSvelte = { 'onaw-selection-change': onSelection, 'onaw-before-edit': onEdit }`,
    ),
  }
  // Compiled as sources, because `--skipLibCheck` skips declaration files (`*.d.ts`).
  const ours = Object.fromEntries(
    ['vue', 'svelte', 'jsx', 'react'].map((name) => [`${name}-elements.ts`, types[`${name}.d.ts`]!]),
  )
  expect(await compiled({ 'host.ts': use, ...ours, ...examples, ...shipped }, ['--skipLibCheck'])).toBe('')
})
