import { info, type Config, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
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

/** Offers escaping if values are inserted unchanged. */
export const findInsertionProblems = (
  config: Readonly<Record<string, unknown>>,
  settings: readonly string[],
): Problem[] =>
  config.insertion === 'unchanged' && hasInsertion(config, settings)
    ? [info('node.unescaped', {}, { where: { setting: 'insertion' } })]
    : []

const hasInsertion = (config: Readonly<Record<string, unknown>>, settings: readonly string[]): boolean =>
  settings.some((setting) => hasPlaceholder(JSON.stringify(config[setting] ?? '')))
