/** The workspace of `AW_TOKEN`, of the local owner, and of data that was stored before workspaces existed. */
export const defaultWorkspace = 'default'

/** Returns whether a string can be the name of a workspace. Names are used in file names and in the queue. */
export const isWorkspaceName = (text: string): boolean => /^[a-z0-9](-?[a-z0-9]){0,62}$/.test(text)
