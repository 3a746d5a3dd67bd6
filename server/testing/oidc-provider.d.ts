declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface Grant {
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }

  interface ProviderContext {
    oidc: { client: { clientId: string }; session: { accountId: string }; provider: OpenIdProvider }
  }

  /** The used part: a provider of OpenID Connect. */
  export default class OpenIdProvider {
    constructor(issuer: string, configuration: Record<string, unknown>)
    readonly Grant: new (values: { clientId: string; accountId: string }) => Grant
    callback(): (request: IncomingMessage, response: ServerResponse) => void
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: unknown): Promise<void>
  }
}
