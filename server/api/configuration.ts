import { retryPolicySchema } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { Facts } from '../store/facts.ts'

const modelSchema = z.strictObject({
  id: z.string().min(1).max(200).openapi({ description: 'The name by which its service knows it.' }),
  name: z.string().min(1).max(200).optional(),
  address: z
    .string()
    .max(2000)
    .regex(/^https?:\/\/\S+$/, 'Begin with https:// or http://')
    .openapi({
      description: 'Of the OpenAI-compatible service.',
    }),
  secret: z.string().max(64).optional().openapi({ description: 'The name of the secret that holds its key.' }),
})

/** What is set for the whole server by whoever may, in the words of the API. */
export const configurationSchema = z
  .strictObject({
    retry: retryPolicySchema
      .nullable()
      .default(null)
      .openapi({
        type: ['object', 'null'],
        description: 'Of workflows that say nothing of retries themselves.',
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

const fact = 'configuration'

/** One that an older version wrote in another shape counts as none. */
export const readConfiguration = async (facts: Facts): Promise<Configuration> =>
  configurationSchema.safeParse(await facts.read(fact)).data ?? configurationSchema.parse({})

export const writeConfiguration = (facts: Facts, configuration: Configuration): Promise<void> =>
  facts.write(fact, configuration)
