import type { NodeDefinition } from '@aw-flow/engine'
import type { Config } from '@aw-flow/schema'
import type { z } from 'zod'

/**
 * Creates an earlier version of a node type for runs that started with it. The result is the newest version with a
 * schema that migrates the settings.
 *
 * @param settings The settings schema with the defaults of the earlier version.
 * @internal
 */
export const createEarlierVersion = <Schema extends z.ZodType>(
  newestDefinition: NodeDefinition<Schema>,
  version: number,
  settings: NoInfer<Schema>,
): NodeDefinition => ({
  ...(newestDefinition as NodeDefinition),
  version,
  ...(newestDefinition.insertionPlaces
    ? {
        insertionPlaces: (config: Config) =>
          newestDefinition.insertionPlaces!(newestDefinition.migrate!(config, version)),
      }
    : {}),
  settings: settings.transform((config) =>
    newestDefinition.settings.parse(newestDefinition.migrate!(config as Config, version)),
  ),
})
