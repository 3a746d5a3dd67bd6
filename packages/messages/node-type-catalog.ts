import type { Catalog } from './message-formatter.ts'

/** Title, help and labels of choices of a setting. */
type SettingTexts = string | readonly [title: string, help: string, choices?: Readonly<Record<string, string>>]

/** The texts of a node type in a language; `any` has those of ports that every node can have. @internal */
export interface NodeTypeEntry {
  readonly title?: string
  readonly description?: string
  /** Labels of input ports by name. */
  readonly inputs?: Readonly<Record<string, string>>
  readonly outputs?: Readonly<Record<string, string>>
  /**
   * By name. The name of a setting in a list or object starts with the name of the list or object: `conditions.column`.
   */
  readonly settings?: Readonly<Record<string, SettingTexts>>
  /** Default values of settings that people read, by the name of the setting. */
  readonly defaults?: Readonly<Record<string, string>>
}

/**
 * The texts of node types as messages of a catalog, where they are found by code: `type.filter.title`.
 *
 * @param entries Texts by node type.
 * @example
 * nodeTypeCatalog({ filter: { title: 'Zeilen filtern', description: 'Behält passende Zeilen.' } })
 * @internal
 */
export function nodeTypeCatalog(entries: Readonly<Record<string, NodeTypeEntry>>): Catalog {
  const catalog: Record<string, string> = {}
  for (const [type, { title, description, inputs, outputs, settings = {}, defaults = {} }] of Object.entries(entries)) {
    const own = `type.${type}`
    if (title !== undefined) catalog[`${own}.title`] = title
    if (description !== undefined) catalog[`${own}.description`] = description
    for (const [name, label] of Object.entries(inputs ?? {})) catalog[`${own}.input.${name}`] = label
    for (const [name, label] of Object.entries(outputs ?? {})) catalog[`${own}.output.${name}`] = label
    for (const [name, text] of Object.entries(defaults)) catalog[`${own}.default.${name}`] = text
    for (const [name, texts] of Object.entries(settings)) {
      const [settingTitle, help, choices = {}] = typeof texts === 'string' ? [texts, ''] : texts
      catalog[`${own}.setting.${name}`] = settingTitle
      if (help !== '') catalog[`${own}.help.${name}`] = help
      for (const [value, label] of Object.entries(choices)) catalog[`${own}.choice.${name}.${value}`] = label
    }
  }
  return catalog
}
