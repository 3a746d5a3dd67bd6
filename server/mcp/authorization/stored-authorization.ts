import type { StoredSecrets } from '../../secrets/secrets.ts'
import type { McpServer } from '../mcp-server.ts'
import type { AuthorizationStore, McpAuthorization } from './authorization-provider.ts'

const namePrefix = 'mcp-authorization-'

/** Returns the name of the secret that stores a workspace's authorization for an MCP server. */
export const toAuthorizationSecretName = (id: string): string => `${namePrefix}${id}`

/** Returns whether a secret stores an MCP server authorization. These secrets are used only by the MCP client. */
export const isAuthorizationSecret = (name: string): boolean => name.startsWith(namePrefix)

/**
 * Creates a store that keeps the authorization for an MCP server in one of the workspace's secrets. The secret is bound
 * to the server's host.
 */
export function createStoredAuthorization(
  secrets: StoredSecrets,
  { id, url }: Pick<McpServer, 'id' | 'url'>,
): AuthorizationStore {
  const name = toAuthorizationSecretName(id)
  return {
    async read() {
      const secret = await secrets.find(name)
      return secret ? parseAuthorization(secret.value) : {}
    },
    update: (change) =>
      secrets.update(name, (secret) => {
        const updatedAuthorization = change(secret ? parseAuthorization(secret.value) : {})
        return updatedAuthorization && { value: JSON.stringify(updatedAuthorization), hosts: [new URL(url ?? '').host] }
      }),
  }
}

/**
 * Parses the secret's value. Returns an empty authorization if the value is not JSON, which can happen if an
 * administrator has replaced it.
 */
function parseAuthorization(text: string): McpAuthorization {
  try {
    return Object(JSON.parse(text)) as McpAuthorization
  } catch {
    return {}
  }
}
