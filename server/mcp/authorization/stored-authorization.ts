import type { StoredSecrets } from '../../store/secrets.ts'
import type { McpServer } from '../mcp-server.ts'
import type { AuthorizationStore, McpAuthorization } from './authorization-provider.ts'

/** Returns the name of the secret with the authorization of a workspace at an MCP server. */
export const toAuthorizationSecret = (id: string): string => `mcp-authorization-${id}`

/** Stores the authorization at an MCP server as a secret of the workspace, bound to the host of the server. */
export function createStoredAuthorization(
  secrets: StoredSecrets,
  { id, url }: Pick<McpServer, 'id' | 'url'>,
): AuthorizationStore {
  const name = toAuthorizationSecret(id)
  return {
    async read() {
      const secret = await secrets.find(name)
      return secret ? (JSON.parse(secret.value) as McpAuthorization) : {}
    },
    async write(authorization) {
      await secrets.put({ name, value: JSON.stringify(authorization), hosts: [new URL(url ?? '').host] })
    },
  }
}
