import type { GrantedModel, GrantedModels } from '@aw-flow/schema'
import { getStrings } from '../language/strings.ts'
import { browserModel } from './browser-model.ts'
import { storePreference, readPreference } from './stored-preference.ts'

/** A language model and its URL. Field names match those in node settings. */
export interface ModelEndpoint {
  /** Unique display name. */
  name: string
  /** URL of an OpenAI-compatible chat completions service, usually ending in `/v1`. */
  address: string
  model: string
  /** Name of the API key to send. Empty if no key is needed. */
  secret: string
}

const storageKey = 'models'
const offeredKey = 'models-offered'
const maxEndpoints = 20

/** Returns the stored endpoints, oldest first. Invalid ones are ignored. */
export const getModelEndpoints = (): ModelEndpoint[] => readEndpoints(storageKey)

function readEndpoints(name: string): ModelEndpoint[] {
  try {
    const storedEndpoints: unknown = JSON.parse(readPreference(name) ?? '[]')
    return Array.isArray(storedEndpoints) ? storedEndpoints.filter(isEndpoint).slice(0, maxEndpoints) : []
  } catch {
    return []
  }
}

/**
 * Adds an endpoint, replacing any with the same name. Returns an error message if it is invalid or cannot be stored.
 */
export function addModelEndpoint(endpoint: ModelEndpoint): string | undefined {
  const { name, address, model } = endpoint
  if (name === '' || model === '') return getStrings().models.incomplete
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    return getStrings().models.invalidUrl(address)
  const otherEndpoints = getModelEndpoints().filter((existing) => existing.name !== name)
  if (otherEndpoints.length >= maxEndpoints) return getStrings().models.tooMany(maxEndpoints)
  return storePreference(storageKey, JSON.stringify([...otherEndpoints, endpoint]))
    ? undefined
    : getStrings().models.notStored
}

export function removeModelEndpoint(name: string): void {
  storePreference(storageKey, JSON.stringify(getModelEndpoints().filter((endpoint) => endpoint.name !== name)))
}

/** Returns imported endpoints that the user has neither added nor dismissed. Runs do not use them. */
export function getOfferedModels(): ModelEndpoint[] {
  const names = new Set(getModelEndpoints().map(({ name }) => name))
  return readEndpoints(offeredKey).filter(({ name }) => !names.has(name))
}

/** Stores the endpoints to offer. Returns whether that succeeded. */
export const storeOfferedModels = (endpoints: readonly ModelEndpoint[]): boolean =>
  storePreference(offeredKey, endpoints.length === 0 ? undefined : JSON.stringify(endpoints))

/** Returns the URL prefix to pass to the engine's `allowHost`, so that runs may access the endpoint. */
export function toAllowedHost({ address }: ModelEndpoint): string {
  const { host, pathname } = new URL(address)
  return `${host}${pathname.endsWith('/') ? pathname : `${pathname}/`}`
}

/** Returns the models that runs on this page may call: the endpoints and, if enabled, the browser's built-in model. */
export const toGrantedModels = (endpoints: readonly ModelEndpoint[], isBrowserModelOn = false): GrantedModels => ({
  models: [...endpoints.map(toGrantedModel), ...(isBrowserModelOn ? [browserModel] : [])],
})

/** Returns whether the service at an address uses the protocol of Anthropic. */
export const isAnthropic = (address: string): boolean => new URL(address).hostname === 'api.anthropic.com'

const toGrantedModel = ({ name, address, model, secret }: ModelEndpoint): GrantedModel => ({
  id: name,
  protocol: isAnthropic(address) ? 'anthropic' : 'openai',
  address,
  model,
  ...(secret === '' ? {} : { secret }),
})

const isEndpoint = (value: unknown): value is ModelEndpoint =>
  typeof value === 'object' &&
  value !== null &&
  ['name', 'address', 'model', 'secret'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string')

/** Reads an endpoint from a file, ignoring unknown fields. */
export function parseEndpoint(value: unknown): ModelEndpoint | undefined {
  if (!isEndpoint(value)) return undefined
  const { name, address, model, secret } = value
  return name !== '' && URL.canParse(address) ? { name, address, model, secret } : undefined
}
