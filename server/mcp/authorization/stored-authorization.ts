import type { StoredSecrets } from '../../store/secrets.ts'
import type { McpServer } from '../mcp-server.ts'
import type { AuthorizationStore, McpAuthorization } from './authorization-provider.ts'

const namePrefix = 'mcp-authorization-'

/** Returns the name of the secret with the authorization of a workspace for an MCP server. */
export const toAuthorizationSecret = (id: string): string => `${namePrefix}${id}`

/** Returns whether a secret is the authorization for an MCP server, which only the MCP client uses. */
export const isAuthorizationSecret = (name: string): boolean => name.startsWith(namePrefix)

/** Stores the authorization for an MCP server as a secret of the workspace, bound to the host of the server. */
export function createStoredAuthorization(
  secrets: StoredSecrets,
  { id, url }: Pick<McpServer, 'id' | 'url'>,
): AuthorizationStore {
  const name = toAuthorizationSecret(id)
  return {
    async read() {
      const secret = await secrets.find(name)
      return secret ? parseAuthorization(secret.value) : {}
    },
    update: (change) =>
      secrets.update(name, (secret) => {
        const changed = change(secret ? parseAuthorization(secret.value) : {})
        return changed && { value: JSON.stringify(changed), hosts: [new URL(url ?? '').host] }
      }),
  }
}

/** Parses the value of the secret. Another value, which an administrator may have set, counts as no authorization. */
function parseAuthorization(text: string): McpAuthorization {
  try {
    return Object(JSON.parse(text)) as McpAuthorization
  } catch {
    return {}
  }
}
