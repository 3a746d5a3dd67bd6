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

/** Migrates settings of version 1, in which values were inserted unchanged in the given settings. */
export const keepInsertion = (config: Config, settings: readonly string[]): Config =>
  hasInsertion(config, settings) ? { ...config, insertion: 'unchanged' } : config

/** The parts of a node type whose version 2 escapes values for the places that `findPlaces` returns. */
export const createInsertionParts = (
  settings: readonly string[],
  findPlaces: (config: Config) => Record<string, InsertionPlace>,
) => ({
  version: 2,
  assumedVersion: 1,
  migrate: (config: Config): Config => keepInsertion(config, settings),
  insertionPlaces: (config: Config) => (config.insertion === 'unchanged' ? {} : findPlaces(config)),
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
