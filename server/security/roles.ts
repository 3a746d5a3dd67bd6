import type { Permission } from './caller.ts'

/** The roles that a workspace member can have. */
export const roles = ['owner', 'administrator', 'editor', 'commenter', 'viewer'] as const
export type Role = (typeof roles)[number]

/** The permissions that each role grants in its workspace. Each route requires one permission (`x-permission`). */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  owner: ['view', 'comment', 'edit', 'execute', 'administer', 'own'],
  administrator: ['view', 'comment', 'edit', 'execute', 'administer'],
  editor: ['view', 'comment', 'edit', 'execute'],
  commenter: ['view', 'comment'],
  viewer: ['view'],
}

export const isRole = (text: string): text is Role => roles.some((role) => role === text)
