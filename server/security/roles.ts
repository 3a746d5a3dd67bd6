import type { Permission } from './caller.ts'

/** Roles of workspace members. */
export const roles = ['owner', 'administrator', 'editor', 'viewer'] as const
export type Role = (typeof roles)[number]

/** Permissions in a workspace that a user, a token or an API key can have. */
export const workspacePermissionNames = ['view', 'edit', 'execute', 'administer', 'own'] as const

/** The permissions of each role in its workspace. Each route requires one permission (`x-permission`). */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  owner: ['view', 'edit', 'execute', 'administer', 'own'],
  administrator: ['view', 'edit', 'execute', 'administer'],
  editor: ['view', 'edit', 'execute'],
  viewer: ['view'],
}

export const isRole = (text: string): text is Role => roles.some((role) => role === text)
