import type { InitializeParams, Plugin } from '@custom-elements-manifest/analyzer'
import type { CssProperty } from './css-properties.ts'
import type { Attribute, Declaration, Feature, Manifest, Member, Module, Tier } from './manifest.ts'

type TypeScript = InitializeParams['ts']
type CallExpression = Parameters<TypeScript['factory']['updateCallExpression']>[0]

/** Lit members that are not part of an element's public API. */
const litMembers = new Set(['connectedCallback', 'disconnectedCallback', 'willUpdate', 'updated', 'render', 'styles'])

/**
 * Creates a plugin that adapts the analyzer to the conventions of these elements:
 *
 * - Tag names come from `HTMLElementTagNameMap`.
 * - Properties and attributes come from the arguments of `element`, which creates the base class.
 * - Events come only from `@event`, although the analyzer also reads the arguments of `dispatchEvent`.
 * - Private members (`#fields`, `_state`, `protected`) are omitted.
 * - The custom properties of shared style sheets are added.
 * - Events, slots, parts and custom properties have the same tier as their element, unless their description starts
 *   with `{@beta}` or the class of the event is `@beta`.
 *
 * @param sharedProperties - Custom properties, keyed by style sheet name.
 */
export function createElementPlugin(sharedProperties: ReadonlyMap<string, readonly CssProperty[]>): Plugin {
  const tagNames = new Map<string, string>()
  /** Names of reactive state properties, as `Class.name`. */
  const stateProperties = new Set<string>()
  /** Names of `@internal` members, as `Class.name`. */
  const internalMembers = new Set<string>()
  const tiers = new Map<string, Tier>()
  const examples = new Map<string, string>()
  const sheetsByClass = new Map<string, readonly string[]>()
  /** Properties of the event classes created with `defineEvent`, keyed by class name. */
  const eventFields = new Map<string, Member[]>()
  /** Properties of the elements created with `element`, keyed by class name. */
  const elementFields = new Map<string, ElementFields>()
  return {
    name: 'aw-elements',
    collectPhase({ ts, node }) {
      if (ts.isPropertyAssignment(node) && /\bstate: true\b/.test(node.initializer.getText())) {
        const classNode = node.parent.parent.parent
        if (ts.isClassDeclaration(classNode)) stateProperties.add(`${classNode.name?.text}.${node.name.getText()}`)
      }
      if (ts.isClassElement(node) && ts.isClassDeclaration(node.parent) && hasTag(ts, node, 'internal'))
        internalMembers.add(`${node.parent.name?.text}.${node.name?.getText()}`)
      if (ts.isClassDeclaration(node) && node.name)
        tiers.set(node.name.text, hasTag(ts, node, 'beta') ? 'beta' : 'public')
      if (ts.isClassDeclaration(node) && node.name) {
        const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === 'example')
        const code = tag && ts.getTextOfJSDocComment(tag.comment)
        if (code) examples.set(node.name.text, code)
      }
      if (ts.isPropertyDeclaration(node) && node.name.getText() === 'styles' && ts.isClassDeclaration(node.parent)) {
        const names = new Set(node.initializer?.getText().match(/\b\w+\b/g))
        sheetsByClass.set(node.parent.name?.text ?? '', [...names])
      }
      if (ts.isClassDeclaration(node) && node.name) {
        const base = node.heritageClauses?.[0]?.types[0]?.expression
        if (base && ts.isCallExpression(base) && base.expression.getText() === 'element')
          elementFields.set(node.name.text, readElementFields(ts, base))
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
        tagNames.set(member.type.getText(), member.name.text)
      }
    },
    // This phase runs before the analyzer copies inherited members.
    moduleLinkPhase({ moduleDoc }) {
      for (const declaration of (moduleDoc as Module).declarations ?? []) {
        const fields = elementFields.get(declaration.name)
        if (fields) {
          const members = [...fields.members, ...(declaration.members ?? [])]
          const attributes = [...fields.attributes, ...(declaration.attributes ?? [])]
          // The analyzer mistakes the `element` call for a mixin.
          Object.assign(declaration, { superclass: litElement, mixins: undefined, members, attributes })
        }
        declaration.members = declaration.members?.filter(
          ({ name }) => !internalMembers.has(`${declaration.name}.${name}`),
        )
        const properties = (sheetsByClass.get(declaration.name) ?? []).flatMap(
          (sheet) => sharedProperties.get(sheet) ?? [],
        )
        if (properties.length > 0) declaration.cssProperties = [...(declaration.cssProperties ?? []), ...properties]
      }
    },
    packageLinkPhase({ customElementsManifest }) {
      for (const module of (customElementsManifest as Manifest).modules) {
        for (const declaration of module.declarations ?? []) {
          if (declaration.kind !== 'class') continue
          const fields = eventFields.get(declaration.name)
          // The analyzer mistakes the `defineEvent` call for a mixin.
          if (fields) Object.assign(declaration, { superclass: { name: 'Event' }, mixins: undefined, members: fields })
          declaration.tier = tiers.get(declaration.name) ?? 'public'
          const example = examples.get(declaration.name)
          if (example) declaration.example = example
          declaration.members = declaration.members?.filter(
            ({ name }) => !stateProperties.has(`${declaration.name}.${name}`),
          )
          cleanUp(declaration, module, tagNames.get(declaration.name) ?? declaration.tagName)
          if (declaration.tagName !== undefined) setTiers(declaration, tiers)
        }
      }
    },
  }
}

const litElement = { name: 'LitElement', package: 'lit' }

interface ElementFields {
  members: Member[]
  attributes: Attribute[]
}

/** Reads the arguments of `element`: the properties with their initial values, and the options of attributes. */
function readElementFields(ts: TypeScript, { arguments: [defaults, options] }: CallExpression): ElementFields {
  const readProperties = (node: typeof defaults) =>
    node && ts.isObjectLiteralExpression(node) ? node.properties.filter(ts.isPropertyAssignment) : []
  const optionsByName = new Map(
    readProperties(options).map((node) => [node.name.getText(), node.initializer.getText()]),
  )
  const members: Member[] = []
  const attributes: Attribute[] = []
  for (const node of readProperties(defaults)) {
    const name = node.name.getText()
    if (name.startsWith('_') || hasTag(ts, node, 'internal')) continue
    const [comment] = ts.getJSDocCommentsAndTags(node)
    const description = (comment && ts.getTextOfJSDocComment(comment.comment)) || undefined
    const { initializer } = node
    const value = ts.isAsExpression(initializer) ? initializer.expression.getText() : initializer.getText()
    const text = ts.isAsExpression(initializer)
      ? initializer.type
          .getText()
          .replace(/^\|\s*/, '')
          .replace(/\s+/g, ' ')
      : /^(?:true|false)$/.test(value)
        ? 'boolean'
        : /^['"]/.test(value)
          ? 'string'
          : 'number'
    const attributeOptions = optionsByName.get(name)
    const attribute =
      attributeOptions === undefined
        ? undefined
        : (/attribute: '([^']*)'/.exec(attributeOptions)?.[1] ?? name.toLowerCase())
    const shared = { type: { text }, description, default: value === 'undefined' ? undefined : value }
    const reflects = attributeOptions?.includes('reflect: true') || undefined
    members.push({ kind: 'field', name, privacy: 'public', ...shared, attribute, reflects })
    if (attribute !== undefined) attributes.push({ name: attribute, ...shared, fieldName: name })
  }
  return { members, attributes }
}

const hasTag = (ts: TypeScript, node: Parameters<TypeScript['getJSDocTags']>[0], name: string): boolean =>
  ts.getJSDocTags(node).some(({ tagName }) => tagName.text === name)

/** Descriptions of members with the same meaning in all elements. Used if an element does not describe the member. */
const defaultDescriptions: Readonly<Record<string, string>> = {
  session: 'The session that the element shows: a workflow with its runs and data.',
  activeSession: 'The displayed session: the `session` property or, if it is not set, the session from the context.',
  strings: 'UI strings. Default: English.',
  readonly: 'Whether the content is read-only.',
  disabled: 'Whether the element is disabled.',
  label: 'Accessible name.',
  narrow: 'Whether to use the layout for narrow containers.',
  theme: "`light`, `dark`, or `auto` for the system color scheme. Default: the page's color scheme.",
  node: 'Id of the displayed node.',
  newId: 'Generates ids for new nodes and edges.',
  source: 'The source of the rows.',
  spec: 'The specification of the drawing. Parts that are not set are suggested based on the data.',
  profile: 'The column profiles.',
  findings: 'The findings of the deep analysis.',
  drift: 'The differences from an earlier profile.',
  run: 'The displayed run.',
  progress: 'Progress of the running nodes, keyed by node id.',
  links: 'A table with one row per link.',
  points: 'A table with one row per point.',
  plan: 'The displayed plan.',
  versions: 'The versions of the open document.',
  focus: 'Focuses the input.',
  undo: 'Undoes the last change.',
  redo: 'Redoes the last undone change.',
}

function cleanUp(declaration: Declaration, module: Module, tagName: string | undefined): void {
  const isPublicMember = (name: string, privacy?: string): boolean =>
    privacy !== 'private' && privacy !== 'protected' && !/^[#_]/.test(name) && !litMembers.has(name)
  declaration.members = (declaration.members ?? []).filter((member) => isPublicMember(member.name, member.privacy))
  if (tagName === undefined) return
  declaration.tagName = tagName
  declaration.customElement = true
  for (const member of declaration.members) member.description ??= defaultDescriptions[member.name]
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

/**
 * Sets the tiers of an element's events, slots, parts and custom properties, and removes `{@beta}` from descriptions.
 */
function setTiers(element: Declaration, tiersByClass: ReadonlyMap<string, Tier>): void {
  const setTier = <T extends Feature>(feature: T, eventTier: Tier = 'public'): T => {
    const description = feature.description?.replace(betaPattern, '')
    const isBeta = element.tier === 'beta' || eventTier === 'beta' || description !== feature.description
    // Return a copy, because elements share the custom properties of style sheets.
    return { ...feature, description, tier: isBeta ? 'beta' : 'public' }
  }
  if (element.events) element.events = element.events.map((event) => setTier(event, tiersByClass.get(event.type.text)))
  if (element.slots) element.slots = element.slots.map((slot) => setTier(slot))
  if (element.cssParts) element.cssParts = element.cssParts.map((part) => setTier(part))
  if (element.cssProperties) element.cssProperties = element.cssProperties.map((property) => setTier(property))
}

const betaPattern = /^\s*\{@beta\}\s*/
