import { strings } from '../language/strings.ts'
import { storeChoice, readChoice } from './stored-choice.ts'

/** A language model and its URL, with the same field names as the settings of nodes. */
export interface ModelEndpoint {
  /** Unique display name. */
  name: string
  /** URL of an OpenAI-compatible chat completions service, usually ending in /v1. */
  address: string
  model: string
  /** Name of the API key to send; empty for none. */
  secret: string
}

const place = 'models'
const offers = 'models-offered'
const max = 20

/** Stored endpoints, in the order in which they were added; invalid ones are ignored. */
export const modelEndpoints = (): ModelEndpoint[] => endpointsAt(place)

function endpointsAt(name: string): ModelEndpoint[] {
  try {
    const stored: unknown = JSON.parse(readChoice(name) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isEndpoint).slice(0, max) : []
  } catch {
    return []
  }
}

/** Adds an endpoint, replacing one with the same name. Returns an error text if it is invalid. */
export function addModelEndpoint(endpoint: ModelEndpoint): string | undefined {
  const { name, address, model } = endpoint
  if (name === '' || model === '') return strings().models.incomplete
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    return strings().models.invalidUrl(address)
  const others = modelEndpoints().filter((other) => other.name !== name)
  if (others.length >= max) return strings().models.tooMany(max)
  return storeChoice(place, JSON.stringify([...others, endpoint])) ? undefined : strings().models.notStored
}

export function removeModelEndpoint(name: string): void {
  storeChoice(place, JSON.stringify(modelEndpoints().filter((endpoint) => endpoint.name !== name)))
}

/** Imported endpoints that the user has neither added nor removed yet; they are not used. */
export function offeredModels(): ModelEndpoint[] {
  const names = new Set(modelEndpoints().map(({ name }) => name))
  return endpointsAt(offers).filter(({ name }) => !names.has(name))
}

/** Stores offered endpoints and returns whether that succeeded. */
export const offerModels = (endpoints: readonly ModelEndpoint[]): boolean =>
  storeChoice(offers, endpoints.length === 0 ? undefined : JSON.stringify(endpoints))

/** The URL prefix that runs may access, for the engine's `allowHost`. */
export function hostOf({ address }: ModelEndpoint): string {
  const { host, pathname } = new URL(address)
  return `${host}${pathname.endsWith('/') ? pathname : `${pathname}/`}`
}

/** The endpoint in a node's settings; `undefined` if it is not one of these. */
export function endpointOf(config: Readonly<Record<string, unknown>>): ModelEndpoint | undefined {
  return modelEndpoints().find(({ address, model }) => config['model'] === model && config['modelAddress'] === address)
}

const isEndpoint = (value: unknown): value is ModelEndpoint =>
  typeof value === 'object' &&
  value !== null &&
  ['name', 'address', 'model', 'secret'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string')

/** Reads an endpoint from a file, dropping all other keys. */
export function readEndpoint(value: unknown): ModelEndpoint | undefined {
  if (!isEndpoint(value)) return undefined
  const { name, address, model, secret } = value
  return name !== '' && URL.canParse(address) ? { name, address, model, secret } : undefined
}
