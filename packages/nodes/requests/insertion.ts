import { info, type Config, type Problem } from '@aw-flow/schema'
import type { InsertionPlace } from '@aw-flow/engine'
import { z } from 'zod'
import { findHeader } from './find-header.ts'
import { hasPlaceholder } from './has-placeholder.ts'

/** The setting that determines whether values of `{{…}}` are escaped for their place. */
export const insertionSetting = {
  insertion: z
    .enum(['escaped', 'unchanged'])
    .default('escaped')
    .meta({
      advanced: true,
      title: 'Inserted values',
      description:
        'Whether values of {{…}} in texts are escaped for their place, or inserted unchanged as in version 1.',
      labels: { escaped: 'Escaped', unchanged: 'Unchanged' },
    }),
}

/** Creates the setting of a node type whose version 2 escapes values in some of its texts only. */
export const createPartialInsertionSetting = (partly: string) => ({
  insertion: z
    .enum(['escaped', 'partly', 'unchanged'])
    .default('escaped')
    .meta({
      ...insertionSetting.insertion.meta(),
      labels: { escaped: 'Escaped', partly, unchanged: 'Unchanged' },
    }),
})

/** Migrates settings of version 1, in which values were inserted unchanged in the given settings. */
export const keepInsertion = (config: Config, settings: readonly string[]): Config =>
  hasInsertion(config, settings) ? { ...config, insertion: 'unchanged' } : config

type FindPlaces = (config: Config) => Record<string, InsertionPlace>

/**
 * The parts of a node type whose version 2 escapes values for the places that `findPlaces` returns, and whose version 3,
 * if it has one, also for those of `findLaterPlaces`.
 */
export const createInsertionParts = (findPlaces: FindPlaces, findLaterPlaces?: FindPlaces) => ({
  version: findLaterPlaces ? 3 : 2,
  assumedVersion: 1,
  migrate(config: Config, version: number): Config {
    const laterSettings = Object.keys(findLaterPlaces?.(config) ?? {})
    if (version < 2) return keepInsertion(config, [...Object.keys(findPlaces(config)), ...laterSettings])
    return config.insertion !== 'unchanged' && hasInsertion(config, laterSettings)
      ? { ...config, insertion: 'partly' }
      : config
  },
  insertionPlaces(config: Config): Record<string, InsertionPlace> {
    if (config.insertion === 'unchanged') return {}
    return { ...findPlaces(config), ...(config.insertion === 'partly' ? {} : findLaterPlaces?.(config)) }
  },
})

/** Offers escaping if values are inserted unchanged. */
export const findInsertionProblems = (
  config: Readonly<Record<string, unknown>>,
  settings: readonly string[],
): Problem[] =>
  (config.insertion === 'unchanged' || config.insertion === 'partly') && hasInsertion(config, settings)
    ? [info('node.unescaped', {}, { where: { setting: 'insertion' } })]
    : []

const hasInsertion = (config: Readonly<Record<string, unknown>>, settings: readonly string[]): boolean =>
  settings.some((setting) => hasPlaceholder(JSON.stringify(config[setting] ?? '')))

/** Returns the place of a text with the content type of the given headers, or `undefined` if values need no escaping. */
export function findTextPlace(headers: unknown): InsertionPlace | undefined {
  const type = findHeader(headers, 'content-type')
  if (/[/+]json\b/.test(type)) return 'json'
  if (type.includes('x-www-form-urlencoded')) return 'form'
  if (type.includes('/csv')) return 'csv'
  return /[/+](?:html|xml|xhtml|svg)\b/.test(type) ? 'markup' : undefined
}
