import { openAiModel, proposeByModel, type ModelProposer } from '@aw-flow/agents'
import type { Tables } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { wrongUse } from '../command-error.ts'
import { allowedHere } from '../commands/open-here.ts'

/** A language model as a command line names it. */
export interface NamedModel {
  model?: string
  /** Where it is asked, mostly ending in /v1. */
  modelAddress?: string
  /** The name of its key among the secrets of the environment. */
  modelKey?: string
  /** Rows that it is shown. */
  modelRows: number
  /** Of a million tokens, in a currency of the person's own. */
  modelPrice?: { input: number; output: number }
}

/**
 * Who proposes by the named model, and what ends its connections; nothing where none is named. It is asked at the host of
 * its address, wherever that is, and nowhere else but at hosts of AW_ALLOW_HOSTS. Throws a `CommandError` for half a name.
 */
export async function openNamedModel(
  { model, modelAddress, modelKey, modelRows, modelPrice }: NamedModel,
  tables: Tables,
): Promise<(ModelProposer & { close(): Promise<void> }) | undefined> {
  if (model === undefined) {
    if (modelAddress !== undefined || modelKey !== undefined || modelPrice !== undefined) throw wrongUse(noModel)
    return undefined
  }
  const url = modelAddress !== undefined && URL.canParse(modelAddress) ? new URL(modelAddress) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw wrongUse(noAddress(model))
  const own = `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`
  const { createEgress } = await import('@aw-flow/outside/egress')
  const { environmentSecrets } = await import('@aw-flow/outside')
  const egress = createEgress({ allow: allowedHere([own]), secrets: environmentSecrets(process.env) })
  const asked = openAiModel(
    { address: url.href, model, ...(modelKey === undefined ? {} : { secret: modelKey }) },
    egress,
  )
  const settings = { sampleRows: modelRows, ...(modelPrice ? { prices: modelPrice } : {}) }
  return { ...proposeByModel(tables, asked, settings), close: () => egress.close() }
}

const noModel: Problem = error('model.not-named.command-line', {})

const noAddress = (model: string): Problem => error('model.no-address.command-line', { model })
