import type { InitializeParams, Plugin } from '@custom-elements-manifest/analyzer'
import type { CssProperty } from './css-properties.ts'
import type { Declaration, Manifest, Member, Module } from './manifest.ts'

type TypeScript = InitializeParams['ts']

/** Members of Lit that users of an element do not call. */
const litMembers = new Set(['connectedCallback', 'disconnectedCallback', 'willUpdate', 'updated', 'render', 'styles'])

/**
 * Teaches the analyzer the conventions of these elements: tag names come from `HTMLElementTagNameMap`, events from
 * `@event` (the analyzer also takes arguments of `dispatchEvent`), and private members (`#fields`, `_state`,
 * `protected`) are left out. Custom properties of shared style sheets (`shared`, by the name of the sheet) are added.
 */
export function elementPlugin(shared: ReadonlyMap<string, readonly CssProperty[]>): Plugin {
  const tagOf = new Map<string, string>()
  /** Reactive state, as `Class.name`. */
  const states = new Set<string>()
  /** Members that are `@internal`, as `Class.name`. */
  const internals = new Set<string>()
  const tiers = new Map<string, 'public' | 'beta'>()
  const sheetsOf = new Map<string, readonly string[]>()
  /** The properties of events that are defined by `defineEvent`, by class. */
  const eventFields = new Map<string, Member[]>()
  return {
    name: 'aw-elements',
    collectPhase({ ts, node }) {
      if (ts.isPropertyAssignment(node) && /\bstate: true\b/.test(node.initializer.getText())) {
        const holder = node.parent.parent.parent
        if (ts.isClassDeclaration(holder)) states.add(`${holder.name?.text}.${node.name.getText()}`)
      }
      if (ts.isClassElement(node) && ts.isClassDeclaration(node.parent) && hasTag(ts, node, 'internal'))
        internals.add(`${node.parent.name?.text}.${node.name?.getText()}`)
      if (ts.isClassDeclaration(node) && node.name)
        tiers.set(node.name.text, hasTag(ts, node, 'beta') ? 'beta' : 'public')
      if (ts.isPropertyDeclaration(node) && node.name.getText() === 'styles' && ts.isClassDeclaration(node.parent)) {
        const names = new Set(node.initializer?.getText().match(/\b\w+\b/g))
        sheetsOf.set(node.parent.name?.text ?? '', [...names])
      }
      if (ts.isClassDeclaration(node) && node.name) {
        const base = node.heritageClauses?.[0]?.types[0]?.expression
        if (base && ts.isCallExpression(base) && base.expression.getText() === 'defineEvent') {
          const [detail] = base.typeArguments ?? []
          const members = detail && ts.isTypeLiteralNode(detail) ? detail.members.filter(ts.isPropertySignature) : []
          const fields = members.map((member): Member => {
            const [comment] = ts.getJSDocCommentsAndTags(member)
            const description = comment && ts.getTextOfJSDocComment(comment.comment)
            const type = { text: member.type?.getText() ?? 'unknown' }
            return {
              kind: 'field',
              name: member.name.getText(),
              readonly: true,
              type,
              ...(description ? { description } : {}),
            }
          })
          eventFields.set(node.name.text, fields)
        }
      }
      if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'HTMLElementTagNameMap') return
      for (const member of node.members) {
        if (!ts.isPropertySignature(member) || !member.type || !ts.isStringLiteral(member.name)) continue
        tagOf.set(member.type.getText(), member.name.text)
      }
    },
    // Before the analyzer copies inherited members.
    moduleLinkPhase({ moduleDoc }) {
      for (const declaration of (moduleDoc as Module).declarations ?? []) {
        declaration.members = declaration.members?.filter(({ name }) => !internals.has(`${declaration.name}.${name}`))
        const properties = (sheetsOf.get(declaration.name) ?? []).flatMap((sheet) => shared.get(sheet) ?? [])
        if (properties.length > 0) declaration.cssProperties = [...(declaration.cssProperties ?? []), ...properties]
      }
    },
    packageLinkPhase({ customElementsManifest }) {
      for (const module of (customElementsManifest as Manifest).modules) {
        for (const declaration of module.declarations ?? []) {
          if (declaration.kind !== 'class') continue
          const fields = eventFields.get(declaration.name)
          // The analyzer mistakes the call for a mixin.
          if (fields) Object.assign(declaration, { superclass: { name: 'Event' }, mixins: undefined, members: fields })
          declaration.tier = tiers.get(declaration.name) ?? 'public'
          declaration.members = declaration.members?.filter(({ name }) => !states.has(`${declaration.name}.${name}`))
          tidy(declaration, module, tagOf.get(declaration.name) ?? declaration.tagName)
        }
      }
    },
  }
}

const hasTag = (ts: TypeScript, node: Parameters<TypeScript['getJSDocTags']>[0], name: string): boolean =>
  ts.getJSDocTags(node).some(({ tagName }) => tagName.text === name)

/** Descriptions of properties that have the same meaning in all elements, used where an element has none. */
const meanings: Readonly<Record<string, string>> = {
  session: 'The workflow that is shown and edited, with its runs and data.',
  activeSession: "The session that is shown: the property's, else the context's.",
  strings: 'Every word that is shown; English, unless it is set.',
  readonly: 'To be looked at: nothing can be changed here.',
  disabled: 'Nothing can be chosen here.',
  label: 'What it is called for those who cannot see it.',
  narrow: 'Laid out for little room.',
  theme: "`light`, `dark`, `auto` (the system's); absent, the page's own colour scheme.",
  node: 'The id of the node that is looked at.',
  newId: 'Makes ids of new nodes and edges.',
  source: 'Where the rows come from.',
  spec: 'What is drawn, and how; suggested where it is not set.',
  profile: 'What is known of the columns.',
  findings: 'What a deep look has found.',
  drift: 'What is otherwise than in an earlier profile.',
  run: 'The run that is shown.',
  progress: 'How far running nodes have come, by node id.',
  links: 'A table with a row a link.',
  points: 'A table with a row a point.',
  plan: 'The plan that is shown.',
  versions: 'The versions of the document that is open.',
  focus: 'Puts the focus where typing begins.',
  undo: 'Takes the last change back.',
  redo: 'Makes the change again that was taken back.',
}

function tidy(declaration: Declaration, module: Module, tagName: string | undefined): void {
  const own = (name: string, privacy?: string): boolean =>
    privacy !== 'private' && privacy !== 'protected' && !/^[#_]/.test(name) && !litMembers.has(name)
  declaration.members = (declaration.members ?? []).filter((member) => own(member.name, member.privacy))
  if (tagName === undefined) return
  declaration.tagName = tagName
  declaration.customElement = true
  for (const member of declaration.members) member.description ??= meanings[member.name]
  const names = new Set(declaration.members.map(({ name }) => name))
  declaration.attributes = (declaration.attributes ?? []).filter(({ fieldName }) => names.has(fieldName ?? ''))
  for (const attribute of declaration.attributes) {
    attribute.description ??= declaration.members.find(({ name }) => name === attribute.fieldName)?.description
  }
  declaration.events = (declaration.events ?? []).filter(
    ({ name, description }) => name?.startsWith('aw-') && description,
  )
  module.exports = [
    ...(module.exports ?? []).filter(({ kind }) => kind !== 'custom-element-definition'),
    {
      kind: 'custom-element-definition',
      name: tagName,
      declaration: { name: declaration.name, module: module.path },
    },
  ]
}
