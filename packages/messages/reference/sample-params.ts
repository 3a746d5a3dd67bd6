import type { MessageParam, MessageParams } from '../message.ts'
import type { ReferenceEntry } from './reference-entry.ts'

/** Parameter values for examples whose entries do not define them. */
const samples: MessageParams = {
  node: 'Load orders',
  column: 'price',
  file: 'orders.csv',
  path: 'orders.csv',
  host: 'api.example.com',
  name: 'orders',
  columns: ['id', 'price', 'date'],
  names: ['orders', 'customers'],
  nodes: ['load', 'join'],
  rows: 1_200,
  id: 'b0f2',
  model: 'llama-3.1-8b',
  url: 'https://api.example.com/orders',
  port: 'table',
  setting: 'statement',
  sheet: 'Sheet1',
  source: 'Load orders',
  target: 'ml-ready',
  table: 'customers',
  workflow: 'Monthly report',
  run: '7d1c',
  event: 'payment-received',
  said: '',
}

const placeholderPattern = /\{\$(\w+)(?: :(\w+))?/g

/**
 * Returns the parameters of an example: those of the entry, and a sample value for every other parameter in the
 * message or its hint.
 *
 * @param sources The sources of the message and its hint, in MessageFormat 2 syntax.
 * @throws If a parameter has no value, or if the entry has a sample for a parameter that neither source contains.
 */
export function createExampleParams(code: string, entry: ReferenceEntry, sources: readonly string[]): MessageParams {
  const params: Record<string, MessageParam> = {}
  const sample = entry.sample ?? {}
  const names = new Set(sources.flatMap((source) => [...source.matchAll(placeholderPattern)].map(([, name]) => name!)))
  for (const source of sources) for (const [, name] of source.matchAll(/\.input \{\$(\w+)/g)) names.add(name!)
  for (const name of names) {
    const value = sample[name] ?? samples[name]
    if (value === undefined) throw new Error(`The example for ${code} needs a value for "${name}".`)
    params[name] = value
  }
  const unusedParams = Object.keys(sample).filter((name) => !names.has(name))
  if (unusedParams.length > 0) throw new Error(`The message and hint of ${code} do not use ${unusedParams.join(', ')}.`)
  return params
}
