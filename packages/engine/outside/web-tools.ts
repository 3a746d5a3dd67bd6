import type { Json } from '@aw-flow/schema'

/**
 * A call to a web tool. `web_search` searches the web, `web_read` reads a page as Markdown, and `image` creates an
 * image. @beta
 */
export type WebToolRequest =
  | { tool: 'web_search'; query: string; maxResults: number }
  | { tool: 'web_read'; url: string }
  | { tool: 'image'; prompt: string; shape: 'square' | 'landscape' | 'portrait' }

/** The result of a call to a web tool. It contains third-party text. @beta */
export interface WebToolResult {
  /** The name of the provider that responded. */
  provider: string
  /** The model that created the image. Empty for other tools. */
  model: string
  /** The cost of the call in US dollars; `null` if the price is unknown. */
  cost: number | null
  /**
   * `web_search`: `{results: [{title, url, description}]}`. `web_read`: `{url, title, content, isTruncated}`. `image`:
   * `{dataset, name, mediaType}`.
   */
  output: { [key: string]: Json }
}

/**
 * Web tools backed by the providers configured in the workspace. A document refers to tools but not to providers.
 *
 * @beta
 */
export interface WebTools {
  /**
   * Calls a tool. If a provider is overloaded, the request is queued and retried, and then sent to the next provider.
   *
   * @throws {NodeError} `transient` if all providers are overloaded or the user has reached the hourly limit; otherwise
   *   `permanent`.
   */
  call(request: WebToolRequest): Promise<WebToolResult>
}
