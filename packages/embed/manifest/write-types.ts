import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { declareTypes } from './declare-types.ts'
import { elementsOf, eventsOf, sourcesOf, type ElementEntry, type EventEntry } from './make-manifest.ts'
import type { Declaration, Manifest, Member } from './manifest.ts'

const entry = fileURLToPath(new URL('../index.ts', import.meta.url))

/** The declarations for applications. */
export interface WrittenTypes {
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
export function writeTypes(manifest: Manifest): WrittenTypes {
  const elements = elementsOf(manifest)
  const events = eventsOf(manifest)
  const ofClass = new Map(elements.map((element) => [element.name, className(element)]))
  const types = declareTypes([...sourcesOf(), entry], new Set(events.keys()), (name) => ofClass.get(name))
  types.exportsOf(entry)
  const type = (owner: ElementEntry | EventEntry, { name }: Member): string => types.of(owner.name, name)
  const doc = (text: string | undefined, indent: string): string =>
    text ? `${indent}/** ${text.replace(/\s*\n\s*/g, ' ')} */\n` : ''
  /** The comment of a property or a method. */
  const memberDoc = ({ description = '', deprecated }: Member, indent: string): string =>
    deprecated
      ? `${indent}/**\n${indent} * ${description}\n${indent} *\n${indent} * @deprecated ${deprecated}\n${indent} */\n`
      : doc(description, indent)
  const headOf = ({ description, tier = 'public' }: Declaration): string => {
    const [text] = description?.split(/\n\s*\n/) ?? []
    return text ? `/**\n * ${text.replace(/\s*\n\s*/g, ' ')}\n *\n * @${tier}\n */\n` : `/** @${tier} */\n`
  }
  const fields = (element: ElementEntry): Member[] =>
    (element.members ?? []).filter((member) => member.kind === 'field' && !member.static)
  const methods = (element: ElementEntry): string[] =>
    (element.members ?? [])
      .filter((member) => member.kind === 'method' && !member.static)
      .map((method) => `${memberDoc(method, '  ')}  ${method.name}${types.signature(element.name, method.name)}\n`)
  const settable = (element: ElementEntry): Member[] => fields(element).filter(({ readonly }) => !readonly)
  const eventsOfElement = (element: ElementEntry): { name: string; type: string; description: string | undefined }[] =>
    (element.events ?? []).map((event) => ({
      name: event.name,
      type: events.has(event.type.text) ? event.type.text : 'Event',
      description: event.description,
    }))

  const eventTypes = [...events.values()].map((event) => {
    const members = (event.members ?? []).filter((member) => member.kind === 'field' && !member.static)
    const lines = members.map((field) => `${memberDoc(field, '  ')}  readonly ${field.name}: ${type(event, field)}\n`)
    return `${headOf(event)}export interface ${event.name} extends Event {\n${lines.join('')}}\n`
  })
  const fromElements = `import type * as elements from './aw.js'\n`

  const properties = (element: ElementEntry, indent: string, optional: string): string =>
    settable(element)
      .map((field) => `${memberDoc(field, indent)}${indent}${field.name}${optional}: ${type(element, field)}\n`)
      .join('')
  const listeners = (element: ElementEntry, nameOf: (name: string) => string): string =>
    eventsOfElement(element)
      .map(
        (event) =>
          `${doc(event.description, '  ')}  '${nameOf(event.name)}'?: (event: ${event.type === 'Event' ? 'Event' : `elements.${event.type}`}) => void\n`,
      )
      .join('')

  const classes = elements.map((element) => {
    const read = fields(element).filter((field) => field.readonly)
    const body = read.map((field) => `${memberDoc(field, '  ')}  readonly ${field.name}: ${type(element, field)}\n`)
    const content = `${properties(element, '  ', '')}${[...body, ...methods(element)].join('')}`
    return element.tagName === editorTag
      ? `${headOf(element)}export declare class ${element.name} extends HTMLElement {
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
      : `${headOf(element)}export interface ${className(element)} extends HTMLElement {\n${content}}\n`
  })
  const props = elements.map(
    (element) =>
      `/**\n * The properties of \`<${element.tagName}>\`, for components of frameworks.\n *\n * @${element.tier ?? 'public'}\n */\nexport interface ${className(element)}Props {\n${properties(element, '  ', '?')}}\n`,
  )
  const eventMap = [...new Map(elements.flatMap(eventsOfElement).map((event) => [event.name, event.type]))]
  const table = (line: (element: ElementEntry) => string): string => elements.map(line).join('')

  const globals = `declare global {
  interface HTMLElementTagNameMap {
${table((one) => `    '${one.tagName}': ${className(one)}\n`)}  }
  interface HTMLElementEventMap {
${eventMap.map(([name, text]) => `    '${name}': ${text}\n`).join('')}  }
}
`
  const files = {
    'api.d.ts': `${moduleComment()}\n${[...eventTypes, ...classes, ...props, ...types.declarations()].join('\n')}`,
    // Earlier versions declared the types of elements in a separate file.
    'elements.d.ts': "export type * from './aw.js'\n",
    'react.d.ts': `import type { HTMLAttributes, ReactNode, RefAttributes } from 'react'
${fromElements}
type Component<Element, Props> = (
  props: Props & Omit<HTMLAttributes<Element>, keyof Props> & RefAttributes<Element>,
) => ReactNode

${table((one) => `/** @${one.tier ?? 'public'} */\nexport interface ${className(one)}Listeners {\n${listeners(one, reactName)}}\n`)}
${table((one) => `${headOf(one)}export declare const ${className(one)}: Component<elements.${className(one)}, elements.${className(one)}Props & ${className(one)}Listeners>\n`)}`,
    'jsx.d.ts': `import type { DetailedHTMLProps, HTMLAttributes } from 'react'
${fromElements}
${table((one) => `interface ${className(one)}Listeners {\n${listeners(one, (name) => `on${name}`)}}\n`)}
type ElementAttributes<Element, Props> = Props & Omit<DetailedHTMLProps<HTMLAttributes<Element>, Element>, keyof Props>

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${table((one) => `      '${one.tagName}': ElementAttributes<elements.${className(one)}, elements.${className(one)}Props & ${className(one)}Listeners>\n`)}    }
  }
}
`,
    'vue.d.ts': `import type { HTMLAttributes, ReservedProps } from 'vue'
${fromElements}
${table((one) => `interface ${className(one)}Listeners {\n${listeners(one, (name) => `on${pascal(name)}`)}}\n`)}
type Component<Props> = new () => { $props: Props & Omit<HTMLAttributes, keyof Props> & ReservedProps }

declare module 'vue' {
  interface GlobalComponents {
${table((one) => `    '${one.tagName}': Component<elements.${className(one)}Props & ${className(one)}Listeners>\n`)}  }
}
`,
    'svelte.d.ts': `import type { HTMLAttributes } from 'svelte/elements'
${fromElements}
${table((one) => `interface ${className(one)}Listeners {\n${listeners(one, (name) => `on${name}`)}}\n`)}
type ElementAttributes<Element extends HTMLElement, Props> = Props & Omit<HTMLAttributes<Element>, keyof Props>

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
${table((one) => `    '${one.tagName}': ElementAttributes<elements.${className(one)}, elements.${className(one)}Props & ${className(one)}Listeners>\n`)}  }
}
`,
  }
  return { files, globals, withoutTier: types.withoutTier }
}

/** The comment of the module. */
const moduleComment = (): string => /^\/\*\*[\s\S]*?\*\/\n/.exec(readFileSync(entry, 'utf8'))?.[0] ?? ''

/** The source of the React wrappers: one component per element, one listener per event. */
export function writeReactModule(manifest: Manifest): string {
  const components = elementsOf(manifest).map((element) => {
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
