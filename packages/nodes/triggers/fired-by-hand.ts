import { type Text } from '@aw-flow/messages'
import { NodeError } from '@aw-flow/engine'
import { error, info, parseJson, type Json, type Problem, type Value } from '@aw-flow/schema'
import { z } from 'zod'
import { hasPlaceholder } from '../requests/has-placeholder.ts'

/** What a trigger that is fired by hand brings. */
export const sampleSetting = (text: string) =>
  z.string().default(text).meta({
    title: 'Sample',
    description: 'What it brings when it is fired by hand, as JSON.',
    format: 'json',
  })

/** What stands in the sample, where it is JSON. */
export function sampleProblems(sample: string): Problem[] {
  const { problem } = parseJson(sample)
  return problem && !hasPlaceholder(sample) ? [{ ...problem, where: { setting: 'sample' } }] : []
}

/** What came from outside, or the sample. */
export function broughtBy(given: Value | undefined, sample: string, node: string): Json {
  if (given?.kind === 'json') return (given.json ?? null) as Json
  if (given?.kind === 'text') return given.text
  const { json, problem } = parseJson(sample)
  if (!problem) return json
  throw new NodeError('permanent', { ...problem, where: { node, setting: 'sample' } })
}

/** Tells that a trigger runs by itself only on a server that supports it. */
export const needsServer = (trigger: 'event' | 'schedule' | 'webhook'): Problem =>
  info('trigger.needs-server', { trigger })

/** A problem with a setting. */
export const settingProblem = (setting: string, reason: Text): Problem =>
  error('trigger.setting', { setting, reason }, { where: { setting } })
