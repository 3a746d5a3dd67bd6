import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DeclaredTypes } from './declare-types.ts'
import { listElements, indexEvents, type ElementEntry, type EventEntry } from './list-elements.ts'
import { listSources } from './make-manifest.ts'
import type { Declaration, Feature, Manifest, Member } from './manifest.ts'

const editorTag = 'aw-workflow-editor'
const entryPath = fileURLToPath(new URL('../index.ts', import.meta.url))

/** The generated type declarations for applications. */
export interface GeneratedTypes {
  /** Declarations, keyed by file name. `api.d.ts` has the names of all tiers; API Extractor turns it into `aw.d.ts`. */
  readonly files: Readonly<Record<string, string>>
  /** The part of `aw.d.ts` that API Extractor does not support: element and event names in the DOM types. */
  readonly globals: string
  /** Names of the exports whose comments lack a tier. */
  readonly untieredExports: readonly string[]
}

/**
 * Generates type declarations from the sources and the manifest. They cover the module's exports, the elements and
 * their events, and the elements in React, JSX, Vue and Svelte.
 */
export function generateTypes(manifest: Manifest): GeneratedTypes {
  const elements = listPublishedElements(manifest)
  const eventNames = new Set(elements.flatMap(({ events = [] }) => events.map(({ type }) => type.text)))
  const events = new Map([...indexEvents(manifest)].filter(([name]) => eventNames.has(name)))
  const publicNames = new Map(listElements(manifest).map((element) => [element.name, 'HTMLElement']))
  for (const element of elements) publicNames.set(element.name, toClassName(element))
  const types = new DeclaredTypes(
    [...listSources(), entryPath],
    new Set(events.keys()),
    (name) => publicNames.get(name),
    publishedTypes,
  )
  types.declareExports(entryPath)
  const getType = (owner: ElementEntry | EventEntry, { name }: Member): string => types.getMemberType(owner.name, name)
  const printMethods = (element: ElementEntry): string[] =>
    (element.members ?? [])
      .filter((member) => member.kind === 'method' && !member.static)
      .map((method) => `${toMemberDoc(method, '  ')}  ${method.name}${types.getSignature(element.name, method.name)}\n`)
  const listEvents = (element: ElementEntry): { name: string; type: string; description: string }[] =>
    (element.events ?? []).map((event) => ({
      name: event.name,
      type: events.has(event.type.text) ? event.type.text : 'Event',
      description: describeListener(element, event),
    }))

  const eventTypes = [...events.values()].map((event) => {
    const members = (event.members ?? []).filter((member) => member.kind === 'field' && !member.static)
    const lines = members.map(
      (field) => `${toMemberDoc(field, '  ')}  readonly ${field.name}: ${getType(event, field)}\n`,
    )
    return `${toComment(event)}export interface ${event.name} extends Event {\n${lines.join('')}}\n`
  })

  const printProperties = (element: ElementEntry, indent: string, nameSuffix: string): string =>
    listWritableFields(element)
      .map((field) => `${toMemberDoc(field, indent)}${indent}${field.name}${nameSuffix}: ${getType(element, field)}\n`)
      .join('')
  const printListeners = (element: ElementEntry, toListenerName: (name: string) => string): string =>
    listEvents(element)
      .map(
        (event) =>
          `${toDoc(event.description, '  ')}  '${toListenerName(event.name)}'?: (event: ${event.type === 'Event' ? 'Event' : `elements.${event.type}`}) => void\n`,
      )
      .join('')

  const classes = elements.map((element) => {
    const readonlyFields = listFields(element).filter((field) => field.readonly)
    const body = readonlyFields.map(
      (field) => `${toMemberDoc(field, '  ')}  readonly ${field.name}: ${getType(element, field)}\n`,
    )
    const content = `${printProperties(element, '  ', '')}${[...body, ...printMethods(element)].join('')}`
    return element.tagName === editorTag
      ? `${toComment(element)}export declare class ${element.name} extends HTMLElement {
${content}  /** Settles when pending changes are rendered; \`true\` if no further change is pending. */
  readonly updateComplete: Promise<boolean>
}
/**
 * The type of \`<${editorTag}>\`.
 *
 * @public
 */
export type ${toClassName(element)} = ${element.name}
`
      : `${toComment(element)}export interface ${toClassName(element)} extends HTMLElement {\n${content}}\n`
  })
  const props = elements.map(
    (element) =>
      `/**\n * The properties of \`<${element.tagName}>\`, for framework components.\n *\n * @${element.tier ?? 'public'}\n */\nexport interface ${toClassName(element)}Props {\n${printProperties(element, '  ', '?')}}\n`,
  )
  const eventEntries = [...new Map(elements.flatMap(listEvents).map((event) => [event.name, event.type]))]
  const joinElements = (printElement: (element: ElementEntry) => string): string => elements.map(printElement).join('')

  const globals = printGlobals(elements, eventEntries)
  const files = {
    'api.d.ts': `${readModuleComment()}\n${[...eventTypes, ...classes, ...props, ...types.listDeclarations()].join('\n')}${endOfExports}`,
    // Earlier versions declared the element types in this file.
    'elements.d.ts': "export type * from './aw.js'\n",
    'react.d.ts': `import type { HTMLAttributes, ReactNode, RefAttributes } from 'react'
${elementsImport}
type Component<Element, Props> = (
  props: Props & Omit<HTMLAttributes<Element>, keyof Props> & RefAttributes<Element>,
) => ReactNode

${joinElements((element) => `/**\n * Event listeners of \`<${element.tagName}>\`, for React.\n *\n * @${element.tier ?? 'public'}\n */\nexport interface ${toClassName(element)}Listeners {\n${printListeners(element, toReactListenerName)}}\n`)}
${joinElements((element) => `${toComment(element)}export declare const ${toClassName(element)}: Component<elements.${toClassName(element)}, elements.${toClassName(element)}Props & ${toClassName(element)}Listeners>\n`)}`,
    'jsx.d.ts': `import type { DetailedHTMLProps, HTMLAttributes } from 'react'
${elementsImport}
${joinElements((element) => `interface ${toClassName(element)}Listeners {\n${printListeners(element, (name) => `on${name}`)}}\n`)}
type ElementAttributes<Element, Props> = Props & Omit<DetailedHTMLProps<HTMLAttributes<Element>, Element>, keyof Props>

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${joinElements((element) => `      '${element.tagName}': ElementAttributes<elements.${toClassName(element)}, elements.${toClassName(element)}Props & ${toClassName(element)}Listeners>\n`)}    }
  }
}
`,
    'vue.d.ts': `import type { HTMLAttributes, ReservedProps } from 'vue'
${elementsImport}
${joinElements((element) => `interface ${toClassName(element)}Listeners {\n${printListeners(element, (name) => `on${toPascalCase(name)}`)}}\n`)}
type Component<Props> = new () => { $props: Props & Omit<HTMLAttributes, keyof Props> & ReservedProps }

declare module 'vue' {
  interface GlobalComponents {
${joinElements((element) => `    '${element.tagName}': Component<elements.${toClassName(element)}Props & ${toClassName(element)}Listeners>\n`)}  }
}
`,
    'svelte.d.ts': `import type { HTMLAttributes } from 'svelte/elements'
${elementsImport}
${joinElements((element) => `interface ${toClassName(element)}Listeners {\n${printListeners(element, (name) => `on${name}`)}}\n`)}
type ElementAttributes<Element extends HTMLElement, Props> = Props & Omit<HTMLAttributes<Element>, keyof Props>

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
${joinElements((element) => `    '${element.tagName}': ElementAttributes<elements.${toClassName(element)}, elements.${toClassName(element)}Props & ${toClassName(element)}Listeners>\n`)}  }
}
`,
  }
  return { files, globals, untieredExports: types.untieredExports }
}

const elementsImport = `import type * as elements from './aw.js'\n`
/** Without this line, a file of declarations exports all of them. */
export const endOfExports = '\nexport {}\n'

const toDoc = (text: string | undefined, indent: string): string =>
  text ? `${indent}/** ${text.replace(/\s*\n\s*/g, ' ')} */\n` : ''
/** Returns the comment of a property or method. */
const toMemberDoc = ({ description = '', deprecated }: Member, indent: string): string =>
  deprecated
    ? `${indent}/**\n${indent} * ${description}\n${indent} *\n${indent} * @deprecated ${deprecated}\n${indent} */\n`
    : toDoc(description, indent)
const toComment = ({ description, example, tier = 'public' }: Declaration): string => {
  const [text] = description?.split(/\n\s*\n/) ?? []
  const code = example?.split('\n').map((line) => ` * ${line}`.trimEnd()) ?? []
  const lines = code.length > 0 ? [' * @example', ...code, ` * @${tier}`] : [` * @${tier}`]
  return text ? `/**\n * ${text.replace(/\s*\n\s*/g, ' ')}\n *\n${lines.join('\n')}\n */\n` : `/** @${tier} */\n`
}
const listFields = (element: ElementEntry): Member[] =>
  (element.members ?? []).filter((member) => member.kind === 'field' && !member.static)
const listWritableFields = (element: ElementEntry): Member[] => listFields(element).filter(({ readonly }) => !readonly)

/** Declares the names of elements and events in the types of the DOM. */
const printGlobals = (elements: readonly ElementEntry[], eventEntries: readonly [string, string][]): string =>
  `declare global {
  interface HTMLElementTagNameMap {
${elements.map((element) => `    '${element.tagName}': ${toClassName(element)}\n`).join('')}  }
  interface HTMLElementEventMap {
${eventEntries.map(([name, type]) => `    '${name}': ${type}\n`).join('')}  }
}
`

/**
 * The elements that applications place in their pages. The others are parts of these: they have no types and no wrappers
 * for frameworks.
 */
const publishedTags: ReadonlySet<string> = new Set([
  'aw-canvas',
  'aw-chart',
  'aw-data-profile',
  'aw-data-table',
  'aw-findings',
  'aw-form',
  'aw-graph-view',
  'aw-load-plan',
  'aw-map',
  'aw-plan',
  'aw-results',
  'aw-run-monitor',
  'aw-validation-report',
  editorTag,
])

/**
 * Types that applications name, besides the exports of the module: values of the elements' properties, and parts of the
 * document, of runs and of results. Types that only parts of these have are declared, but not exported.
 */
const publishedTypes: ReadonlySet<string> = new Set([
  'CellChanges',
  'ChartSpec',
  'CheckReport',
  'Config',
  'Finding',
  'GraphSpec',
  'KeyBindings',
  'LoadPlan',
  'LoadPreview',
  'MapSpec',
  'NewId',
  'Operation',
  'Point',
  'PreparationPlan',
  'ProfileOptions',
  'Rect',
  'SavedLoadPlan',
  'Sensitivity',
  'TableFilter',
  'TableProfile',
  'TableQuery',
  'TableSort',
  'TableSource',
  'TableView',
  'ValidationReport',
  'Viewport',
])

/** Lists the elements that applications place in their pages, sorted by tag name. */
export const listPublishedElements = (manifest: Manifest): readonly ElementEntry[] =>
  listElements(manifest).filter(({ tagName }) => publishedTags.has(tagName))

/** Returns the comment of an event listener. It includes the tier if it differs from the element's tier. */
export const describeListener = (element: Pick<Declaration, 'tier'>, { description = '', tier }: Feature): string =>
  tier === 'beta' && element.tier !== 'beta' ? `${description} @beta`.trim() : description

/** Returns the module comment of the entry module. */
const readModuleComment = (): string => /^\/\*\*[\s\S]*?\*\/\n/.exec(readFileSync(entryPath, 'utf8'))?.[0] ?? ''

/** Returns the source of the React wrappers: a component per element, with a listener property per event. */
export function generateReactModule(manifest: Manifest): string {
  const components = listPublishedElements(manifest).map((element) => {
    const events = Object.fromEntries((element.events ?? []).map(({ name }) => [toReactListenerName(name), name]))
    return `export const ${toClassName(element)} = wrap('${element.tagName}', '${toClassName(element)}', ${JSON.stringify(events)})`
  })
  return `import * as react from 'react'
import { createComponent } from '@lit/react'
import '@aw-flow/embed'

// On a server, where no element is registered, the properties are rendered as attributes.
const findElementClass = (tagName) => globalThis.customElements?.get(tagName) ?? class {}
const wrap = (tagName, displayName, events) =>
  createComponent({ react, tagName, displayName, events, elementClass: findElementClass(tagName) })

${components.join('\n')}
`
}

const toPascalCase = (name: string): string => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
/** Returns the public name of an element class, derived from its tag name. */
const toClassName = ({ tagName }: ElementEntry): string => toPascalCase(tagName)
const toReactListenerName = (name: string): string => `on${toPascalCase(name.replace(/^aw-/, ''))}`
