import { secretNamePattern } from '@aw-flow/engine'
import { z } from '@hono/zod-openapi'

const commonFields = {
  address: z
    .string()
    .max(2000)
    .regex(/^https?:\/\/\S+$/, 'Start with https:// or http://')
    .optional()
    .openapi({ description: 'URL of the service. Default: the public URL, or http://localhost:8080 for searxng.' }),
  secret: z
    .string()
    .regex(secretNamePattern, 'Use the name of a secret')
    .optional()
    .openapi({ description: 'Name of the secret with the API key. It must be bound to the host of the service.' }),
  price: z.number().min(0).max(1_000_000).optional().openapi({
    description: 'Price of a call, in US dollars. Default: unknown.',
  }),
}

const searchProviderSchema = z.strictObject({
  provider: z.enum(['jina', 'searxng']).openapi({ description: 'searxng: a SearXNG instance at `address`.' }),
  ...commonFields,
})
const readProviderSchema = z.strictObject({
  provider: z.enum(['direct', 'jina']).openapi({
    description: 'direct: this server requests the page and converts it. jina: Jina Reader requests the page.',
  }),
  ...commonFields,
})
const imageProviderSchema = z.strictObject({
  provider: z.enum(['openai', 'stability', 'gemini']),
  ...commonFields,
  model: z.string().min(1).max(200).optional().openapi({
    description: 'Name of the model. Default: dall-e-3, core (Stability AI), or imagen-4.0-generate-001 (Gemini API).',
  }),
})

const maxProviders = 10

/** The web tool providers in a workspace's configuration. Each provider is the fallback for the previous one. */
export const webToolsSchema = z
  .strictObject({
    search: z.array(searchProviderSchema).max(maxProviders).default([]),
    read: z
      .array(readProviderSchema)
      .max(maxProviders)
      .default([{ provider: 'direct' }]),
    image: z.array(imageProviderSchema).max(maxProviders).default([]),
  })
  .openapi({ description: 'Providers for the web tools; each one is the fallback for the previous one.' })

/** A configured provider, with defaults applied. */
export interface ToolProvider {
  provider: string
  /** URL of the service, without a trailing slash. Empty if this server itself is the provider. */
  baseUrl: string
  secret: string | undefined
  /** The model, for image providers; otherwise empty. */
  model: string
  /** Price of a call in US dollars; `undefined` if unknown. */
  price: number | undefined
}

/** Names of the web tools. Each name is also the type of the node that uses the tool. */
export type WebToolName = 'web_search' | 'web_read' | 'image'

const defaultBaseUrls: Readonly<Record<string, string>> = {
  'web_search jina': 'https://s.jina.ai',
  'web_search searxng': 'http://localhost:8080',
  'web_read direct': '',
  'web_read jina': 'https://r.jina.ai',
  'image openai': 'https://api.openai.com/v1',
  'image stability': 'https://api.stability.ai',
  'image gemini': 'https://generativelanguage.googleapis.com',
}

const defaultModels: Readonly<Record<string, string>> = {
  openai: 'dall-e-3',
  stability: 'core',
  gemini: 'imagen-4.0-generate-001',
}

/** Returns a tool's providers in order of preference. Pages that this server reads itself are free. */
export function listProviders(tools: z.infer<typeof webToolsSchema>, tool: WebToolName): ToolProvider[] {
  const { search, read, image } = tools
  const configuredProviders = { web_search: search, web_read: read, image }[tool]
  return configuredProviders.map((entry) => ({
    provider: entry.provider,
    baseUrl: (entry.address ?? defaultBaseUrls[`${tool} ${entry.provider}`] ?? '').replace(/\/{1,10}$/, ''),
    secret: entry.secret,
    model:
      tool === 'image' ? (('model' in entry ? entry.model : undefined) ?? defaultModels[entry.provider] ?? '') : '',
    price: entry.price ?? (entry.provider === 'direct' ? 0 : undefined),
  }))
}

/** Shapes of generated images. */
export const imageShapes = ['square', 'landscape', 'portrait'] as const
export type ImageShape = (typeof imageShapes)[number]
