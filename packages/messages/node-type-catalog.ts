import type { Catalog } from './message-formatter.ts'

/** Title, help and choice labels of a setting. */
type SettingTexts = string | readonly [title: string, help: string, choices?: Readonly<Record<string, string>>]

/** The strings of a node type in a language. The type `any` holds the labels of ports that every node can have. @internal */
export interface NodeTypeEntry {
  readonly title?: string
  readonly description?: string
  /** Labels of input ports by name. */
  readonly inputs?: Readonly<Record<string, string>>
  readonly outputs?: Readonly<Record<string, string>>
  /**
   * Strings by setting name. The name of a setting in a list or object starts with the name of that list or object, such
   * as `conditions.column`.
   */
  readonly settings?: Readonly<Record<string, SettingTexts>>
  /** Default values that contain visible text, such as a message to approvers, by the name of the setting. */
  readonly defaults?: Readonly<Record<string, string>>
}

/**
 * Converts the strings of node types to messages with codes such as `type.filter.title`.
 *
 * @param entries Strings by node type.
 * @example
 * nodeTypeCatalog({ filter: { title: 'Zeilen filtern', description: 'Behält passende Zeilen.' } })
 * @internal
 */
export function nodeTypeCatalog(entries: Readonly<Record<string, NodeTypeEntry>>): Catalog {
  const catalog: Record<string, string> = {}
  for (const [type, { title, description, inputs, outputs, settings = {}, defaults = {} }] of Object.entries(entries)) {
    const prefix = `type.${type}`
    if (title !== undefined) catalog[`${prefix}.title`] = title
    if (description !== undefined) catalog[`${prefix}.description`] = description
    for (const [name, label] of Object.entries(inputs ?? {})) catalog[`${prefix}.input.${name}`] = label
    for (const [name, label] of Object.entries(outputs ?? {})) catalog[`${prefix}.output.${name}`] = label
    for (const [name, text] of Object.entries(defaults)) catalog[`${prefix}.default.${name}`] = text
    for (const [name, texts] of Object.entries(settings)) {
      const [settingTitle, help, choices = {}] = typeof texts === 'string' ? [texts, ''] : texts
      catalog[`${prefix}.setting.${name}`] = settingTitle
      if (help !== '') catalog[`${prefix}.help.${name}`] = help
      for (const [value, label] of Object.entries(choices)) catalog[`${prefix}.choice.${name}.${value}`] = label
    }
  }
  return catalog
}
