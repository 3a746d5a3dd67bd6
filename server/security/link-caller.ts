import type { RunServices } from '../backend.ts'
import { toLinkId, type LinkedWorkflow } from '../store/workflows/shared-workflows.ts'
import type { Caller, Permission } from './caller.ts'

/** Prefix of a link's token in the `Authorization` header. */
const prefix = 'link_'

/** The permissions of a link's visitors. Other links grant access by the routes under `/shared` only. */
const linkPermissions: Readonly<Record<string, readonly Permission[]>> = {
  comment: ['view', 'comment'],
  edit: ['view', 'comment', 'edit'],
}

/** Identifies visitors by the token of a link with which they comment on or edit one workflow. */
export interface LinkAuthenticator {
  isLinkToken(token: string): boolean
  /** Returns `undefined` if the link was revoked, has expired, or does not allow it. */
  identify(token: string): Promise<Caller | undefined>
}

export const createLinkAuthentication = (getBackend: () => Promise<Pick<RunServices, 'store'>>): LinkAuthenticator => ({
  isLinkToken: (token) => token.startsWith(prefix),
  async identify(text) {
    const token = text.slice(prefix.length)
    const link = await (await getBackend()).store.findSharedWorkflow(token)
    return link && toCaller(text, token, link)
  },
})

function toCaller(
  credential: string,
  token: string,
  { id, workspace, permission }: LinkedWorkflow,
): Caller | undefined {
  const permissions = linkPermissions[permission]
  return (
    permissions && {
      id: toLinkId(token),
      kind: 'link',
      name: 'link',
      workspace,
      permissions: new Set(permissions),
      link: { credential, workflow: id },
    }
  )
}

/** Routes about comments, which check the workflow themselves. */
const commentPath = /^\/api\/v1\/comments(\/[^/]+)?$/

/** Returns whether a visitor with a link may send a request: to read the workflow, and about its comments. */
export function isLinkRequest(method: string, path: string, workflow: string): boolean {
  const workflowPath = `/api/v1/workflows/${workflow}`
  if (commentPath.test(path)) return true
  return (method === 'GET' || method === 'HEAD') && (path === workflowPath || path === `${workflowPath}/access`)
}
