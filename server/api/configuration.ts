import { retryPolicySchema } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { WorkspaceState } from '../store/workspace-state.ts'

const modelSchema = z.strictObject({
  id: z.string().min(1).max(200).openapi({ description: 'Name of the model at its service.' }),
  name: z.string().min(1).max(200).optional(),
  address: z
    .string()
    .max(2000)
    .regex(/^https?:\/\/\S+$/, 'Start with https:// or http://')
    .openapi({
      description: 'URL of the OpenAI-compatible service.',
    }),
  secret: z.string().max(64).optional().openapi({ description: 'Name of the secret with the API key.' }),
})

/** The configuration of a workspace in the API. */
export const configurationSchema = z
  .strictObject({
    retry: retryPolicySchema
      .nullable()
      .default(null)
      .openapi({
        type: ['object', 'null'],
        description: 'Default retry policy of workflows without their own.',
      }),
    llm_models: z.array(modelSchema).max(100).default([]),
    default_llm: z.string().max(200).nullable().default(null),
  })
  .openapi('Configuration', {
    example: {
      retry: { count: 3, delaysMs: [5000, 30_000, 120_000] },
      llm_models: [{ id: 'a-model', name: 'A model', address: 'https://models.example.com/v1', secret: 'models' }],
      default_llm: 'a-model',
    },
  })
export type Configuration = z.infer<typeof configurationSchema>

const settingName = 'configuration'

/** Reads the stored configuration. A configuration in an outdated format counts as absent. */
export const readConfiguration = async (state: WorkspaceState): Promise<Configuration> =>
  configurationSchema.safeParse(await state.read(settingName)).data ?? configurationSchema.parse({})

export const writeConfiguration = (state: WorkspaceState, configuration: Configuration): Promise<void> =>
  state.write(settingName, configuration)
