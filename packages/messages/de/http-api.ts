import type { Catalog } from '../message-formatter.ts'
import httpApi from './http-api.json' with { type: 'json' }

/**
 * Problems with HTTP requests, for pages that show the responses of a server. The server itself responds in English.
 *
 * @internal
 */
export const httpApiMessages: Catalog = httpApi
