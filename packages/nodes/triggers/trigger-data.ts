import { type Text } from '@aw-flow/messages'
import { NodeError } from '@aw-flow/engine'
import { error, info, parseJson, type Json, type Problem, type Value, getProblem } from '@aw-flow/schema'
import { z } from 'zod'
import { hasPlaceholder } from '../requests/has-placeholder.ts'

/** Creates the setting for the sample data of a trigger, which is used in manual runs. */
export const createSampleSetting = (text: string) =>
  z.string().default(text).meta({
    advanced: true,
    title: 'Sample data',
    description: 'Sample data for manual runs.',
    format: 'json',
    contents: 'values',
  })

/** Returns a problem if the sample data is not valid JSON. */
export function findSampleProblems(sample: string, setting = 'sample'): Problem[] {
  const problem = getProblem(parseJson(sample))
  return problem && !hasPlaceholder(sample) ? [{ ...problem, where: { setting } }] : []
}

/** Returns the data that the trigger received or, if there is none, the sample data. */
export function createTriggerData(receivedValue: Value | undefined, sample: string, node: string): Json {
  if (receivedValue?.kind === 'json') return (receivedValue.json ?? null) as Json
  if (receivedValue?.kind === 'text') return receivedValue.text
  return parseSample(sample, node, 'sample')
}

/** Parses the sample data in a setting, which can be the result of an expression. */
export function parseSample(sample: string, node: string, setting: string): Json {
  const parsedJson = parseJson(sample)
  if (parsedJson.ok) return parsedJson.value
  throw new NodeError('permanent', { ...parsedJson.problem, where: { node, setting } })
}

/** Creates a note that a trigger fires automatically only on a server that supports it. */
export const createServerNote = (trigger: 'event' | 'schedule' | 'webhook'): Problem =>
  info('trigger.needs-server', { trigger })

/** Creates a problem for a setting. */
export const createSettingProblem = (setting: string, reason: Text): Problem =>
  error('trigger.setting', { setting, reason }, { where: { setting } })
