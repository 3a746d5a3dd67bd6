import type { Json } from '@aw-flow/schema'

/** A web tool call. `web_search`: results of a search. `web_read`: a page as Markdown. `image`: an image. @beta */
export type WebToolRequest =
  | { tool: 'web_search'; query: string; maxResults: number }
  | { tool: 'web_read'; url: string }
  | { tool: 'image'; prompt: string; shape: 'square' | 'landscape' | 'portrait' }

/** The result of a call. It contains third-party text. @beta */
export interface WebToolResult {
  /** The provider that answered. */
  provider: string
  /** The model of an image; otherwise empty. */
  model: string
  /** The cost of the call; `null` if its price is unknown. */
  cost: number | null
  /**
   * `web_search`: `{results: [{title, url, description}]}`. `web_read`: `{url, title, content, isTruncated}`. `image`:
   * `{dataset, name, mediaType}`.
   */
  output: { [key: string]: Json }
}

/**
 * Tools for the web, with the providers that the workspace has set up. A document names tools, but no providers.
 *
 * @beta
 */
export interface WebTools {
  /**
   * Calls a tool. Requests are queued and repeated if a provider is overloaded, and then sent to the next provider.
   *
   * @throws {NodeError} `transient` if all providers are overloaded, or the user has reached the hourly limit;
   *   otherwise `permanent`.
   */
  call(request: WebToolRequest): Promise<WebToolResult>
}
