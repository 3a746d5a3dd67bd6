import type { Catalog } from './message-formatter.ts'

/** A setting's title, or its title, help text and choice labels. */
type SettingStrings =
  | string
  | { readonly title: string; readonly help?: string; readonly choices?: Readonly<Record<string, string>> }

/**
 * The strings of a node type in one language. The type `any` contains labels of ports that every node can have.
 * @internal
 */
export interface NodeTypeEntry {
  readonly title?: string
  readonly description?: string
  /** The labels of input ports, keyed by port name. */
  readonly inputs?: Readonly<Record<string, string>>
  readonly outputs?: Readonly<Record<string, string>>
  /**
   * Strings keyed by setting name. A setting inside a list or object is named by its path, such as `conditions.column`.
   */
  readonly settings?: Readonly<Record<string, SettingStrings>>
  /** Default values with user-visible text, such as a message to approvers, keyed by setting name. */
  readonly defaults?: Readonly<Record<string, string>>
}

/**
 * Converts the strings of node types to messages with codes such as `type.filter.title`.
 *
 * @param entries The strings, keyed by node type.
 * @example
 * createNodeTypeCatalog({ filter: { title: 'Zeilen filtern', description: 'Behält passende Zeilen.' } })
 * @internal
 */
export function createNodeTypeCatalog(entries: Readonly<Record<string, NodeTypeEntry>>): Catalog {
  const catalog: Record<string, string> = {}
  for (const [type, { title, description, inputs, outputs, settings = {}, defaults = {} }] of Object.entries(entries)) {
    const prefix = `type.${type}`
    if (title !== undefined) catalog[`${prefix}.title`] = title
    if (description !== undefined) catalog[`${prefix}.description`] = description
    for (const [name, label] of Object.entries(inputs ?? {})) catalog[`${prefix}.input.${name}`] = label
    for (const [name, label] of Object.entries(outputs ?? {})) catalog[`${prefix}.output.${name}`] = label
    for (const [name, text] of Object.entries(defaults)) catalog[`${prefix}.default.${name}`] = text
    for (const [name, strings] of Object.entries(settings)) {
      const { title: settingTitle, help, choices = {} } = typeof strings === 'string' ? { title: strings } : strings
      catalog[`${prefix}.setting.${name}`] = settingTitle
      if (help !== undefined) catalog[`${prefix}.help.${name}`] = help
      for (const [value, label] of Object.entries(choices)) catalog[`${prefix}.choice.${name}.${value}`] = label
    }
  }
  return catalog
}
