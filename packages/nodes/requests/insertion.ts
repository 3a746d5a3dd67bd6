import { info, type Config } from '@aw-flow/schema'
import type { InsertionPlace, NodeDefinition } from '@aw-flow/engine'
import { z } from 'zod'
import { hasPlaceholder } from './has-placeholder.ts'
import { findPlaces, insertionPlaces } from './insertion-places.ts'

/** The setting that determines whether values of `{{…}}` are escaped for their place. */
export const insertionSetting = {
  insertion: z
    .enum(['escaped', 'unchanged'])
    .default('escaped')
    .meta({
      advanced: true,
      title: 'Inserted values',
      description:
        'Whether values of {{…}} in texts are escaped for their place, or inserted unchanged as in earlier versions.',
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

type Version = 1 | 2 | 3

/**
 * Defines a node type. If `insertionPlaces` names places of its settings, the result is a new version that escapes values
 * of `{{…}}` for them. Settings of earlier versions keep inserting them unchanged, and escaping is offered. The settings
 * must contain `insertion`.
 */
export function escapeInsertions<Schema extends z.ZodType>(definition: NodeDefinition<Schema>): NodeDefinition<Schema> {
  const { type } = definition
  const { 2: secondPlaces, 3: thirdPlaces, differs } = insertionPlaces[type] ?? {}
  if (!secondPlaces && !thirdPlaces) return definition
  const firstVersion = secondPlaces ? 2 : 3
  const collectPlaces = (config: Config, ...versions: readonly Version[]): Record<string, InsertionPlace> =>
    Object.assign({}, ...versions.map((version) => findPlaces(type, version, config)))
  const hasInsertion = (config: Config, ...versions: readonly Version[]): boolean =>
    Object.keys(collectPlaces(config, ...versions)).some((path) =>
      hasPlaceholder(JSON.stringify(getValue(config, path))),
    )
  return {
    ...definition,
    version: thirdPlaces ? 3 : 2,
    assumedVersion: definition.assumedVersion ?? definition.version,
    migrate(config, version, isAssumed) {
      const migratedConfig =
        version < definition.version ? (definition.migrate?.(config, version, isAssumed) ?? config) : config
      if (version < firstVersion)
        return differs?.(migratedConfig) || hasInsertion(migratedConfig, 2, 3)
          ? { ...migratedConfig, insertion: 'unchanged' }
          : migratedConfig
      return migratedConfig.insertion !== 'unchanged' && hasInsertion(migratedConfig, 3)
        ? { ...migratedConfig, insertion: 'partly' }
        : migratedConfig
    },
    insertionPlaces(config) {
      if (config.insertion === 'unchanged') return collectPlaces(config, 1)
      return config.insertion === 'partly' ? collectPlaces(config, 1, 2) : collectPlaces(config, 1, 2, 3)
    },
    describe(args) {
      const config = args.settings as Config
      const description = definition.describe(args)
      const isUnescaped =
        (config.insertion === 'unchanged' && hasInsertion(config, 2, 3)) ||
        (config.insertion === 'partly' && hasInsertion(config, 3))
      if (!isUnescaped) return description
      const problem = info('node.unescaped', {}, { where: { setting: 'insertion' } })
      return { ...description, problems: [...(description.problems ?? []), problem] }
    },
  }
}

/** Returns the setting at a path. */
const getValue = (config: Config, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], config) ?? ''
