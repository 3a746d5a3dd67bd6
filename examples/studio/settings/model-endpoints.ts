import { say } from '../language/speak.ts'
import { remember, remembered } from './remembered.ts'

/** A language model and where it is asked: what a node's settings of the same names say. */
export interface ModelEndpoint {
  /** What people call it; no other has the same. */
  name: string
  /** The address of a service that speaks OpenAI's chat completions, mostly ending in /v1. */
  address: string
  model: string
  /** The name of the key that is sent; empty: none. */
  secret: string
}

const place = 'models'
const offers = 'models-offered'
const max = 20

/** Those that this browser keeps, in the order in which they were added. What is no endpoint is left out. */
export const modelEndpoints = (): ModelEndpoint[] => endpointsAt(place)

function endpointsAt(name: string): ModelEndpoint[] {
  try {
    const kept: unknown = JSON.parse(remembered(name) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isEndpoint).slice(0, max) : []
  } catch {
    return []
  }
}

/** Adds one, instead of another of its name; answers what is wrong with it, in words. */
export function addModelEndpoint(endpoint: ModelEndpoint): string | undefined {
  const { name, address, model } = endpoint
  if (name === '' || model === '') return say().models.incomplete
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) return say().models.noAddress(address)
  const others = modelEndpoints().filter((other) => other.name !== name)
  if (others.length >= max) return say().models.tooMany(max)
  return remember(place, JSON.stringify([...others, endpoint])) ? undefined : say().models.notKept
}

export function removeModelEndpoint(name: string): void {
  remember(place, JSON.stringify(modelEndpoints().filter((endpoint) => endpoint.name !== name)))
}

/**
 * Those that a file of another browser named: kept, and asked by nobody. A person adds one, which then is no longer
 * offered, or removes it.
 */
export function offeredModels(): ModelEndpoint[] {
  const names = new Set(modelEndpoints().map(({ name }) => name))
  return endpointsAt(offers).filter(({ name }) => !names.has(name))
}

/** Whether the browser lets them be kept. */
export const offerModels = (endpoints: readonly ModelEndpoint[]): boolean =>
  remember(offers, endpoints.length === 0 ? undefined : JSON.stringify(endpoints))

/** Where runs may ask it, as the engine's `allowHost` takes it: below its address alone. */
export function hostOf({ address }: ModelEndpoint): string {
  const { host, pathname } = new URL(address)
  return `${host}${pathname.endsWith('/') ? pathname : `${pathname}/`}`
}

/** The endpoint that a node's settings name; `undefined` where they name none of these. */
export function endpointOf(config: Readonly<Record<string, unknown>>): ModelEndpoint | undefined {
  return modelEndpoints().find(({ address, model }) => config['model'] === model && config['modelAddress'] === address)
}

const isEndpoint = (value: unknown): value is ModelEndpoint =>
  typeof value === 'object' &&
  value !== null &&
  ['name', 'address', 'model', 'secret'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string')

/** What a file says of one: no other keys than these, so that none carries more than it shows. */
export function readEndpoint(value: unknown): ModelEndpoint | undefined {
  if (!isEndpoint(value)) return undefined
  const { name, address, model, secret } = value
  return name !== '' && URL.canParse(address) ? { name, address, model, secret } : undefined
}
