import type { Json } from '@aw-flow/schema'
import { getValueAt, getStringAt, ProviderError, requestJson, toJsonBody, toSecrets } from './provider-request.ts'
import type { ProviderConnection } from './provider-request.ts'
import type { ImageShape, ToolProvider } from './tool-providers.ts'

export interface GeneratedImage {
  bytes: Uint8Array
  mediaType: string
  /** File name extension, without a dot. */
  extension: string
}

interface ImageRequest {
  prompt: string
  shape: ImageShape
}

const maxBytes = 40 * 1024 * 1024

/** Generates an image using a provider. */
export async function generateImage(
  provider: ToolProvider,
  request: ImageRequest,
  connection: ProviderConnection,
): Promise<GeneratedImage> {
  const requestImage = { openai: requestOpenAi, stability: requestStability, gemini: requestGemini }[provider.provider]
  if (!requestImage) throw new ProviderError('unusable', 'it does not create images')
  const encodedImage = await requestImage(provider, request, connection)
  if (encodedImage === undefined) throw new ProviderError('unusable', 'its response contains no image')
  const bytes = Buffer.from(encodedImage, 'base64')
  const type = detectType(bytes)
  if (!type) throw new ProviderError('unusable', 'its response is not a PNG, JPEG or WebP image')
  return { bytes, ...type }
}

const openAiSizes = { square: '1024x1024', landscape: '1792x1024', portrait: '1024x1792' }
const gptImageSizes = { ...openAiSizes, landscape: '1536x1024', portrait: '1024x1536' }
const aspectRatios = { square: '1:1', landscape: '16:9', portrait: '9:16' }

async function requestOpenAi(
  provider: ToolProvider,
  { prompt, shape }: ImageRequest,
  connection: ProviderConnection,
): Promise<string | undefined> {
  const { model, baseUrl } = provider
  const isDallE = model.startsWith('dall-e')
  const body = {
    model,
    prompt,
    n: 1,
    size: (isDallE ? openAiSizes : gptImageSizes)[shape],
    // Newer models always return the image bytes and reject this parameter.
    ...(isDallE ? { response_format: 'b64_json' } : {}),
  }
  const json = await post(provider, `${baseUrl}/images/generations`, body, connection)
  return getStringAt(json, 'data', 0, 'b64_json')
}

async function requestStability(
  provider: ToolProvider,
  { prompt, shape }: ImageRequest,
  connection: ProviderConnection,
): Promise<string | undefined> {
  const form = new FormData()
  form.set('prompt', prompt)
  form.set('aspect_ratio', aspectRatios[shape])
  form.set('output_format', 'png')
  const formResponse = new Response(form)
  const json = await requestJson(
    {
      url: `${provider.baseUrl}/v2beta/stable-image/generate/${encodeURIComponent(provider.model)}`,
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': formResponse.headers.get('content-type')! },
      body: new Uint8Array(await formResponse.arrayBuffer()),
      secrets: toSecrets(provider),
      maxBytes,
    },
    connection,
  )
  if (getStringAt(json, 'finish_reason') === 'CONTENT_FILTERED')
    throw new ProviderError('refused', 'its filter rejected the image')
  return getStringAt(json, 'image')
}

async function requestGemini(
  provider: ToolProvider,
  { prompt, shape }: ImageRequest,
  connection: ProviderConnection,
): Promise<string | undefined> {
  const { model, baseUrl } = provider
  const url = `${baseUrl}/v1beta/models/${encodeURIComponent(model)}`
  if (model.startsWith('imagen')) {
    const parameters = { sampleCount: 1, aspectRatio: aspectRatios[shape] }
    const json = await post(provider, `${url}:predict`, { instances: [{ prompt }], parameters }, connection)
    return getStringAt(json, 'predictions', 0, 'bytesBase64Encoded')
  }
  const config = { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: aspectRatios[shape] } }
  const body = { contents: [{ parts: [{ text: prompt }] }], generationConfig: config }
  const parts = getValueAt(
    await post(provider, `${url}:generateContent`, body, connection),
    'candidates',
    0,
    'content',
    'parts',
  )
  return (Array.isArray(parts) ? parts : [])
    .map((part) => getStringAt(part, 'inlineData', 'data'))
    .find((data) => data !== undefined)
}

const post = (provider: ToolProvider, url: string, body: Json, connection: ProviderConnection): Promise<Json> =>
  requestJson(
    {
      url,
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: toJsonBody(body),
      secrets: toSecrets(provider, provider.provider === 'gemini' ? 'x-goog-api-key' : undefined),
      maxBytes,
    },
    connection,
  )

/** Detects an image's format from its first bytes, because the type that the service declares cannot be trusted. */
function detectType(bytes: Buffer): Omit<GeneratedImage, 'bytes'> | undefined {
  const start = bytes.subarray(0, 12).toString('latin1')
  if (start.startsWith('\x89PNG\r\n')) return { mediaType: 'image/png', extension: 'png' }
  if (start.startsWith('\xff\xd8\xff')) return { mediaType: 'image/jpeg', extension: 'jpg' }
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return { mediaType: 'image/webp', extension: 'webp' }
  return undefined
}
