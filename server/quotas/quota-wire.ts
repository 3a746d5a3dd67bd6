import { toKnownCost } from '@aw-flow/agents'
import { z } from '@hono/zod-openapi'
import type { Configuration } from '../api/configuration.ts'
import type { UploadLimits } from '../api/upload-allowance.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { findLowerLimit, type WorkspaceLimits } from './quotas.ts'

/** Names of the quotas that a workspace's administrators can set. */
const quotaNames = [
  'storage_bytes',
  'concurrent_runs',
  'run_minutes',
  'model_requests',
  'model_tool_calls',
  'model_input_tokens',
  'model_output_tokens',
  'model_cost',
  'model_minutes',
] as const

const countSchema = z.number().int().positive().max(Number.MAX_SAFE_INTEGER).nullable().default(null)

/** Request body for setting a workspace's limits. `null` means that the workspace does not set a limit. */
export const setQuotasSchema = z
  .strictObject({
    storage_bytes: countSchema.openapi({ description: 'Total size of the datasets, including deleted ones.' }),
    concurrent_runs: countSchema.openapi({ description: 'Queued and running runs, excluding waiting runs.' }),
    run_minutes: countSchema.openapi({ description: 'Run minutes per month, excluding waiting time.' }),
    model_requests: countSchema.openapi({ description: 'Model calls per month.' }),
    model_tool_calls: countSchema.openapi({ description: 'Agent tool calls per month.' }),
    model_input_tokens: countSchema.openapi({ description: 'Model input tokens per month.' }),
    model_output_tokens: countSchema.openapi({ description: 'Model output tokens per month.' }),
    model_cost: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .openapi({ description: 'Model cost per month, in US dollars.' }),
    model_minutes: countSchema.openapi({ description: 'Minutes of model calls per month.' }),
  })
  .openapi('SetQuotas', { example: { storage_bytes: 10_737_418_240, concurrent_runs: 20, run_minutes: 5000 } })
export type SetQuotas = z.infer<typeof setQuotasSchema>

const quotaSchema = z.object({
  name: z.enum(quotaNames),
  used: z.number().nullable().openapi({ description: 'Null if the cost is unknown because all prices are unknown.' }),
  limit: z
    .number()
    .nullable()
    .openapi({ description: 'The limit that applies: the lower of `workspace_limit` and `server_limit`.' }),
  workspace_limit: z.number().nullable().openapi({ description: 'Set by a workspace administrator.' }),
  server_limit: z.number().nullable().openapi({ description: 'Set by the server operator.' }),
})

export const quotasSchema = z
  .object({
    month: z.string().openapi({
      description: 'Year and month (UTC) in which run minutes and model usage are counted.',
      example: '2026-11',
    }),
    items: z.array(quotaSchema),
  })
  .openapi('Quotas')

const msPerMinute = 60_000

/** Converts ms to minutes, rounded to one decimal place. */
const toMinutes = (ms: number): number => Math.round((ms / msPerMinute) * 10) / 10

/** Reads all of a workspace's quotas, including their current usage. */
export async function readQuotas(
  { quotas, datasets, uploads, modelUsage }: WorkspaceStore,
  { llm_month_limits: modelLimits = {} }: Configuration,
  { totalBytes }: UploadLimits,
): Promise<z.infer<typeof quotasSchema>> {
  const [limits, serverLimits, runs, datasetBytes, pendingBytes, models] = await Promise.all([
    quotas.readLimits(),
    quotas.readServerLimits(),
    quotas.readRunUsage(),
    datasets.countBytes(),
    uploads.countPendingBytes(),
    modelUsage.read(),
  ])
  const { concurrentRuns, runMinutes, storageBytes = totalBytes } = serverLimits
  const toItem = (
    name: (typeof quotaNames)[number],
    used: number | null,
    workspaceLimit: number | null | undefined,
    serverLimit = 0,
  ): z.infer<typeof quotaSchema> => ({
    name,
    used,
    limit: findLowerLimit(serverLimit, workspaceLimit ?? null),
    workspace_limit: workspaceLimit ?? null,
    server_limit: serverLimit === 0 ? null : serverLimit,
  })
  return {
    month: models.month,
    items: [
      toItem('storage_bytes', datasetBytes + pendingBytes, limits.storageBytes, storageBytes),
      toItem('concurrent_runs', runs.concurrentRuns, limits.concurrentRuns, concurrentRuns),
      toItem('run_minutes', toMinutes(runs.runMinutes * msPerMinute), limits.runMinutes, runMinutes),
      toItem('model_requests', models.requests, modelLimits.requests),
      toItem('model_tool_calls', models.toolCalls, modelLimits.toolCalls),
      toItem('model_input_tokens', models.inputTokens, modelLimits.inputTokens),
      toItem('model_output_tokens', models.outputTokens, modelLimits.outputTokens),
      toItem('model_cost', toKnownCost(models.cost, models.unpriced), modelLimits.cost),
      toItem('model_minutes', toMinutes(models.ms), modelLimits.ms === undefined ? null : toMinutes(modelLimits.ms)),
    ],
  }
}

/** Extracts the storage and run limits from a request body. */
export const toWorkspaceLimits = (body: SetQuotas): WorkspaceLimits => ({
  storageBytes: body.storage_bytes,
  concurrentRuns: body.concurrent_runs,
  runMinutes: body.run_minutes,
})

/** Extracts the monthly model limits from a request body. */
export function toModelLimits(body: SetQuotas): NonNullable<Configuration['llm_month_limits']> {
  const limits = {
    requests: body.model_requests,
    toolCalls: body.model_tool_calls,
    inputTokens: body.model_input_tokens,
    outputTokens: body.model_output_tokens,
    cost: body.model_cost,
    ms: body.model_minutes && body.model_minutes * msPerMinute,
  }
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== null))
}
