import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { declareTypes } from './declare-types.ts'
import { listElements, indexEvents, listSources, type ElementEntry, type EventEntry } from './make-manifest.ts'
import type { Declaration, Manifest, Member } from './manifest.ts'

const entry = fileURLToPath(new URL('../index.ts', import.meta.url))

/** The declarations for applications. */
export interface GeneratedTypes {
  /** Declarations by file name. `api.d.ts` has all names of all tiers; API Extractor generates `aw.d.ts` from it. */
  readonly files: Readonly<Record<string, string>>
  /** The part of `aw.d.ts` that API Extractor does not support: names of elements and events in the DOM's types. */
  readonly globals: string
  /** Exported names without a tier in the sources. */
  readonly withoutTier: readonly string[]
}

/**
 * Generates the declarations from the sources and the manifest: the exports of the module, the elements with their
 * events, and the types for React, JSX, Vue and Svelte.
 */
export function writeTypes(manifest: Manifest): GeneratedTypes {
  const elements = listElements(manifest)
  const events = indexEvents(manifest)
  const publicNames = new Map(elements.map((element) => [element.name, className(element)]))
  const types = declareTypes([...listSources(), entry], new Set(events.keys()), (name) => publicNames.get(name))
  types.declareExports(entry)
  const type = (owner: ElementEntry | EventEntry, { name }: Member): string => types.memberType(owner.name, name)
  const toDoc = (text: string | undefined, indent: string): string =>
    text ? `${indent}/** ${text.replace(/\s*\n\s*/g, ' ')} */\n` : ''
  /** Returns the comment of a property or a method. */
  const toMemberDoc = ({ description = '', deprecated }: Member, indent: string): string =>
    deprecated
      ? `${indent}/**\n${indent} * ${description}\n${indent} *\n${indent} * @deprecated ${deprecated}\n${indent} */\n`
      : toDoc(description, indent)
  const toComment = ({ description, tier = 'public' }: Declaration): string => {
    const [text] = description?.split(/\n\s*\n/) ?? []
    return text ? `/**\n * ${text.replace(/\s*\n\s*/g, ' ')}\n *\n * @${tier}\n */\n` : `/** @${tier} */\n`
  }
  const fields = (element: ElementEntry): Member[] =>
    (element.members ?? []).filter((member) => member.kind === 'field' && !member.static)
  const methods = (element: ElementEntry): string[] =>
    (element.members ?? [])
      .filter((member) => member.kind === 'method' && !member.static)
      .map((method) => `${toMemberDoc(method, '  ')}  ${method.name}${types.signature(element.name, method.name)}\n`)
  const listSettable = (element: ElementEntry): Member[] => fields(element).filter(({ readonly }) => !readonly)
  const listEvents = (element: ElementEntry): { name: string; type: string; description: string | undefined }[] =>
    (element.events ?? []).map((event) => ({
      name: event.name,
      type: events.has(event.type.text) ? event.type.text : 'Event',
      description: event.description,
    }))

  const eventTypes = [...events.values()].map((event) => {
    const members = (event.members ?? []).filter((member) => member.kind === 'field' && !member.static)
    const lines = members.map((field) => `${toMemberDoc(field, '  ')}  readonly ${field.name}: ${type(event, field)}\n`)
    return `${toComment(event)}export interface ${event.name} extends Event {\n${lines.join('')}}\n`
  })
  const elementsImport = `import type * as elements from './aw.js'\n`

  const properties = (element: ElementEntry, indent: string, optional: string): string =>
    listSettable(element)
      .map((field) => `${toMemberDoc(field, indent)}${indent}${field.name}${optional}: ${type(element, field)}\n`)
      .join('')
  const listeners = (element: ElementEntry, toListenerName: (name: string) => string): string =>
    listEvents(element)
      .map(
        (event) =>
          `${toDoc(event.description, '  ')}  '${toListenerName(event.name)}'?: (event: ${event.type === 'Event' ? 'Event' : `elements.${event.type}`}) => void\n`,
      )
      .join('')

  const classes = elements.map((element) => {
    const readonlyFields = fields(element).filter((field) => field.readonly)
    const body = readonlyFields.map(
      (field) => `${toMemberDoc(field, '  ')}  readonly ${field.name}: ${type(element, field)}\n`,
    )
    const content = `${properties(element, '  ', '')}${[...body, ...methods(element)].join('')}`
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
export type ${className(element)} = ${element.name}
`
      : `${toComment(element)}export interface ${className(element)} extends HTMLElement {\n${content}}\n`
  })
  const props = elements.map(
    (element) =>
      `/**\n * The properties of \`<${element.tagName}>\`, for framework components.\n *\n * @${element.tier ?? 'public'}\n */\nexport interface ${className(element)}Props {\n${properties(element, '  ', '?')}}\n`,
  )
  const eventMap = [...new Map(elements.flatMap(listEvents).map((event) => [event.name, event.type]))]
  const joinElements = (line: (element: ElementEntry) => string): string => elements.map(line).join('')

  const globals = `declare global {
  interface HTMLElementTagNameMap {
${joinElements((element) => `    '${element.tagName}': ${className(element)}\n`)}  }
  interface HTMLElementEventMap {
${eventMap.map(([name, text]) => `    '${name}': ${text}\n`).join('')}  }
}
`
  const files = {
    'api.d.ts': `${moduleComment()}\n${[...eventTypes, ...classes, ...props, ...types.declarations()].join('\n')}`,
    // Earlier versions declared the types of elements in a separate file.
    'elements.d.ts': "export type * from './aw.js'\n",
    'react.d.ts': `import type { HTMLAttributes, ReactNode, RefAttributes } from 'react'
${elementsImport}
type Component<Element, Props> = (
  props: Props & Omit<HTMLAttributes<Element>, keyof Props> & RefAttributes<Element>,
) => ReactNode

${joinElements((element) => `/** @${element.tier ?? 'public'} */\nexport interface ${className(element)}Listeners {\n${listeners(element, reactName)}}\n`)}
${joinElements((element) => `${toComment(element)}export declare const ${className(element)}: Component<elements.${className(element)}, elements.${className(element)}Props & ${className(element)}Listeners>\n`)}`,
    'jsx.d.ts': `import type { DetailedHTMLProps, HTMLAttributes } from 'react'
${elementsImport}
${joinElements((element) => `interface ${className(element)}Listeners {\n${listeners(element, (name) => `on${name}`)}}\n`)}
type ElementAttributes<Element, Props> = Props & Omit<DetailedHTMLProps<HTMLAttributes<Element>, Element>, keyof Props>

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${joinElements((element) => `      '${element.tagName}': ElementAttributes<elements.${className(element)}, elements.${className(element)}Props & ${className(element)}Listeners>\n`)}    }
  }
}
`,
    'vue.d.ts': `import type { HTMLAttributes, ReservedProps } from 'vue'
${elementsImport}
${joinElements((element) => `interface ${className(element)}Listeners {\n${listeners(element, (name) => `on${pascal(name)}`)}}\n`)}
type Component<Props> = new () => { $props: Props & Omit<HTMLAttributes, keyof Props> & ReservedProps }

declare module 'vue' {
  interface GlobalComponents {
${joinElements((element) => `    '${element.tagName}': Component<elements.${className(element)}Props & ${className(element)}Listeners>\n`)}  }
}
`,
    'svelte.d.ts': `import type { HTMLAttributes } from 'svelte/elements'
${elementsImport}
${joinElements((element) => `interface ${className(element)}Listeners {\n${listeners(element, (name) => `on${name}`)}}\n`)}
type ElementAttributes<Element extends HTMLElement, Props> = Props & Omit<HTMLAttributes<Element>, keyof Props>

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
${joinElements((element) => `    '${element.tagName}': ElementAttributes<elements.${className(element)}, elements.${className(element)}Props & ${className(element)}Listeners>\n`)}  }
}
`,
  }
  return { files, globals, withoutTier: types.withoutTier }
}

/** The comment of the module. */
const moduleComment = (): string => /^\/\*\*[\s\S]*?\*\/\n/.exec(readFileSync(entry, 'utf8'))?.[0] ?? ''

/** The source of the React wrappers: one component per element, one listener per event. */
export function writeReactModule(manifest: Manifest): string {
  const components = listElements(manifest).map((element) => {
    const events = Object.fromEntries((element.events ?? []).map(({ name }) => [reactName(name), name]))
    return `export const ${className(element)} = wrap('${element.tagName}', '${className(element)}', ${JSON.stringify(events)})`
  })
  return `import * as react from 'react'
import { createComponent } from '@lit/react'
import '@aw-flow/embed'

// On a server, where no element is registered, the properties are rendered as attributes.
const elementClass = (tagName) => globalThis.customElements?.get(tagName) ?? class {}
const wrap = (tagName, displayName, events) =>
  createComponent({ react, tagName, displayName, events, elementClass: elementClass(tagName) })

${components.join('\n')}
`
}

const editorTag = 'aw-workflow-editor'
const pascal = (name: string): string => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
/** The editor is the class of this package, by its tag name. */
const className = ({ tagName }: ElementEntry): string => pascal(tagName)
const reactName = (name: string): string => `on${pascal(name.replace(/^aw-/, ''))}`
