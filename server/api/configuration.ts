import { isHostEntry } from '@aw-flow/engine'
import { defined, error, type GrantedModels } from '@aw-flow/schema'
import { modelPricesSchema, retryPolicySchema, usageLimitsSchema } from '@aw-flow/schema/internal'
import { z } from '@hono/zod-openapi'
import { Rejection } from '../http/rejection.ts'
import { webToolsSchema } from '../web-tools/providers/tool-providers.ts'
import type { WorkspaceState } from '../store/workspace-state.ts'

export const modelSchema = z.strictObject({
  id: z.string().min(1).max(200).openapi({ description: 'Name of the model in its service.' }),
  name: z.string().min(1).max(200).optional(),
  address: z
    .string()
    .max(2000)
    .regex(/^https?:\/\/\S+$/, 'Start with https:// or http://')
    .openapi({
      description: 'URL of the OpenAI-compatible service.',
    }),
  secret: z.string().max(64).optional().openapi({ description: 'Name of the secret with the API key.' }),
  protocol: z.enum(['openai', 'anthropic']).optional().openapi({ description: 'Default: openai.' }),
  prices: modelPricesSchema.optional().openapi({ description: 'Prices per million tokens, in US dollars.' }),
})

/** A workspace's configuration, in the API's format. */
export const configurationSchema = z
  .strictObject({
    retry: retryPolicySchema
      .nullable()
      .default(null)
      .openapi({
        type: ['object', 'null'],
        description: 'Retry policy for workflows that do not define their own.',
      }),
    llm_models: z.array(modelSchema).max(100).default([]),
    default_llm: z.string().max(200).nullable().default(null),
    llm_run_limits: usageLimitsSchema.optional().openapi({
      description:
        'Limits for all model and tool calls in a run. `ms`: the time during which at least one call is in progress; `cost`: US dollars. Default: none.',
    }),
    llm_month_limits: usageLimitsSchema.optional().openapi({
      description:
        'Limits for all model calls and agent tool calls by the workspace in a calendar month (UTC). `ms`: the total duration of model calls; `cost`: US dollars, including web tools. Default: none.',
    }),
    allowed_hosts: z
      .array(
        z
          .string()
          .max(300)
          .refine((host) => isHostEntry(host) && !host.includes('*'), 'is not the name of a host'),
      )
      .max(100)
      .optional()
      .openapi({
        description:
          'Hosts that runs may reach in addition to those of AW_ALLOW_HOSTS, such as `localhost:11434`. Only for one user: the server has no accounts and no further workspaces, and AW_ALLOW_HOSTS contains `*`.',
      }),
    web_tools: webToolsSchema.default(webToolsSchema.parse({})),
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

/** Configuration of workspaces that have not stored one. */
const defaultConfiguration: Configuration = Object.freeze(configurationSchema.parse({}))

/**
 * Reads a workspace's configuration. Returns the default if none is stored, or if the stored one has an outdated
 * format.
 */
export async function readConfiguration(state: WorkspaceState): Promise<Configuration> {
  const storedConfiguration = await state.read(settingName)
  return storedConfiguration === undefined
    ? defaultConfiguration
    : (configurationSchema.safeParse(storedConfiguration).data ?? defaultConfiguration)
}

/** @throws {Rejection} if the configuration allows hosts, which only the settings of the server may. */
export function requireAllowedHosts(
  { allowed_hosts: hosts = [] }: Configuration,
  canAddHosts: boolean | undefined,
): void {
  if (hosts[0] !== undefined && !canAddHosts)
    throw new Rejection(403, error('egress.host-not-allowed', { host: hosts[0] }))
}

export const writeConfiguration = (state: WorkspaceState, configuration: Configuration): Promise<void> =>
  state.write(settingName, configuration)

/** Converts the configured models to the format that runs receive. */
export const toGrantedModels = ({
  llm_models: models,
  default_llm: id,
  llm_run_limits: runLimits,
}: Configuration): GrantedModels => ({
  models: models.map(({ id: model, address, secret, protocol = 'openai', prices }) =>
    defined({ id: model, protocol, address, model, secret, prices }),
  ),
  ...(id === null ? {} : { defaultModel: id }),
  ...defined({ runLimits }),
})
