import { readFileSync } from 'node:fs'
import { expandTypes, type ExpandedTypes } from './expand-types.ts'
import { elementsOf, eventsOf, sourcesOf, type ElementEntry, type EventEntry } from './make-manifest.ts'
import type { Manifest, Member } from './manifest.ts'

/** Types for hosts that `aw.d.ts` does not have, without imports and comments for readers of the source. */
const hostTypes = readFileSync(new URL('./host-types.ts', import.meta.url), 'utf8').replace(
  /^[\s\S]*?import type [^\n]*\n\n/,
  '',
)
const hostNames = [...hostTypes.matchAll(/^export (?:interface|type) (\w+)/gm)].map((match) => match[1]!)

/** Names that TypeScript provides. */
const everywhere = new Set(
  'ReadonlySet ReadonlyMap Record Readonly Partial Promise Blob File Element HTMLElement Uint8Array Event'.split(' '),
)

/**
 * Generates the declarations from the manifest, by file name: the elements with their events, and the types for React, JSX,
 * Vue and Svelte. Other types are resolved by the type checker and written out.
 *
 * @param declared The types that `aw.d.ts` has.
 */
export function writeTypes(manifest: Manifest, declared: ReadonlySet<string>): Record<string, string> {
  const elements = elementsOf(manifest)
  const events = eventsOf(manifest)
  const known = new Set([
    ...everywhere,
    ...declared,
    ...hostNames,
    ...elements.map(className),
    ...[...events.values()].map(({ name }) => name),
  ])
  const ofClass = new Map(elements.map((element) => [element.name, className(element)]))
  let expanded: ExpandedTypes | undefined
  const type = (owner: ElementEntry | EventEntry, { name: member, type: given }: Member): string => {
    const text = (given?.text ?? 'unknown').replace(/\b[A-Z]\w*Strings\b/g, 'Words')
    const names = text.replace(/'[^']*'/g, '').match(/\b[A-Z]\w*/g) ?? []
    if (text !== 'unknown' && !/\btypeof\b/.test(text) && names.every((name) => known.has(name))) return text
    return expand().of(owner.name, member)
  }
  const expand = (): ExpandedTypes => (expanded ??= expandTypes(sourcesOf(), known, (name) => ofClass.get(name)))
  const doc = (text: string | undefined, indent: string): string =>
    text ? `${indent}/** ${text.replace(/\s*\n\s*/g, ' ')} */\n` : ''
  const fields = (element: ElementEntry): Member[] =>
    (element.members ?? []).filter((member) => member.kind === 'field' && !member.static)
  const methods = (element: ElementEntry): string[] =>
    (element.members ?? [])
      .filter((member) => member.kind === 'method' && !member.static)
      .map(
        ({ name, description }) =>
          `${doc(description, '  ')}  ${name}${expand().signature(element.name, name).replaceAll('\n', '\n  ')}\n`,
      )
  const settable = (element: ElementEntry): Member[] => fields(element).filter(({ readonly }) => !readonly)
  const eventsOfElement = (element: ElementEntry): { name: string; type: string; description: string | undefined }[] =>
    (element.events ?? []).map((event) => ({
      name: event.name,
      type: events.has(event.type.text) ? event.type.text : 'Event',
      description: event.description,
    }))

  const eventTypes = [...events.values()]
    .filter(({ name }) => !declared.has(name))
    .map((event) => {
      const members = (event.members ?? []).filter((member) => member.kind === 'field' && !member.static)
      const lines = members.map((field) => `  readonly ${field.name}: ${type(event, field)}\n`)
      return `${doc(event.description, '')}export interface ${event.name} extends Event {\n${lines.join('')}}\n`
    })
  const fromElements = `import type * as elements from './elements.js'\n`
  const inAw = [...declared].sort().join(', ')

  const properties = (element: ElementEntry, indent: string, optional: string): string =>
    settable(element)
      .map((field) => `${doc(field.description, indent)}${indent}${field.name}${optional}: ${type(element, field)}\n`)
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
    const head = doc(element.description?.split(/\n\s*\n/)[0], '')
    if (element.tagName === editorTag) return `${head}export type ${className(element)} = LocalWorkflowEditor\n`
    const body = read.map(
      (field) => `${doc(field.description, '  ')}  readonly ${field.name}: ${type(element, field)}\n`,
    )
    return `${head}export interface ${className(element)} extends HTMLElement {\n${properties(element, '  ', '')}${[...body, ...methods(element)].join('')}}\n`
  })
  const props = elements.map(
    (element) => `export interface ${className(element)}Props {\n${properties(element, '  ', '?')}}\n`,
  )
  const eventMap = [...new Map(elements.flatMap(eventsOfElement).map((event) => [event.name, event.type]))]
  const table = (line: (element: ElementEntry) => string): string => elements.map(line).join('')

  return {
    'elements.d.ts': `import type { ${inAw} } from './aw.js'
export type { ${inAw} } from './aw.js'

${hostTypes}
${[...eventTypes, ...classes, ...props, ...(expanded?.declarations() ?? [])].join('\n')}
declare global {
  interface HTMLElementTagNameMap {
${table((one) => (one.tagName === editorTag ? '' : `    '${one.tagName}': ${className(one)}\n`))}  }
  interface HTMLElementEventMap {
${eventMap.map(([name, text]) => (declared.has(text) ? '' : `    '${name}': ${text}\n`)).join('')}  }
}
`,
    'react.d.ts': `import type { HTMLAttributes, ReactNode, RefAttributes } from 'react'
${fromElements}
type Component<Element, Props> = (
  props: Props & Omit<HTMLAttributes<Element>, keyof Props> & RefAttributes<Element>,
) => ReactNode

${table((one) => `export interface ${className(one)}Listeners {\n${listeners(one, reactName)}}\n`)}
${table((one) => `${doc(one.description?.split(/\n\s*\n/)[0], '')}export declare const ${className(one)}: Component<elements.${className(one)}, elements.${className(one)}Props & ${className(one)}Listeners>\n`)}`,
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
}

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
