import { titleOf } from '../forms/title-of.ts'

type Schema = Readonly<Record<string, unknown>>
type Words = Readonly<Record<string, string>>

/** What settings are called, what they are for and what their choices are called, by how that reads in English. */
export interface SettingWords {
  readonly titles: Words
  readonly helps: Words
  readonly choices: Words
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The schema of settings with its titles, descriptions and choices in another language; what has no word there stays.
 * A setting without a title is called by its name, as the form does.
 */
export function wordedSettings(schema: Schema, words: SettingWords, name?: string): Record<string, unknown> {
  if (schema.format === 'load-plan') return { ...schema, ...wordsOf(schema, words, name) }
  const inner = Object.fromEntries(
    ['items', 'additionalProperties'].flatMap((key) => {
      const value = schema[key]
      return isSchema(value) ? [[key, wordedSettings(value, words)]] : []
    }),
  )
  const lists = Object.fromEntries(
    ['anyOf', 'oneOf', 'allOf'].flatMap((key) => {
      const list: unknown = schema[key]
      if (!Array.isArray(list)) return []
      return [[key, list.map((one: unknown) => (isSchema(one) ? wordedSettings(one, words) : one))]]
    }),
  )
  const named = Object.fromEntries(
    ['properties', '$defs'].flatMap((key) => {
      const record = schema[key]
      if (!isSchema(record)) return []
      const worded = Object.entries(record).map(([one, value]) => [
        one,
        isSchema(value) ? wordedSettings(value, words, key === 'properties' ? one : undefined) : value,
      ])
      return [[key, Object.fromEntries(worded)]]
    }),
  )
  return { ...schema, ...inner, ...lists, ...named, ...wordsOf(schema, words, name) }
}

function wordsOf(schema: Schema, { titles, helps, choices }: SettingWords, name: string | undefined): Schema {
  const title = typeof schema.title === 'string' ? schema.title : name === undefined ? undefined : titleOf(name)
  const worded = title === undefined ? undefined : titles[title]
  const help = typeof schema.description === 'string' ? helps[schema.description] : undefined
  const labels = labelsOf(schema, choices)
  return {
    ...(worded === undefined ? {} : { title: worded }),
    ...(help === undefined ? {} : { description: help }),
    ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }),
  }
}

function labelsOf(schema: Schema, choices: Words): [string, string][] {
  if (isSchema(schema.labels)) {
    return Object.entries(schema.labels).map(([value, label]) => [
      value,
      choices[String(label)] ?? choices[value] ?? String(label),
    ])
  }
  const options: unknown[] = Array.isArray(schema.enum) ? schema.enum : []
  return options.flatMap((value): [string, string][] => {
    const label = choices[String(value)]
    return label === undefined ? [] : [[String(value), label]]
  })
}
